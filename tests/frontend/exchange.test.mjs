// The HTTP line and the socket line against a server of the test's own, with real Yjs documents.
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { WebSocket, WebSocketServer } from "ws";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { HttpLine } from "../../web/frontend/document/http.js";
import { Ledger } from "../../web/frontend/document/ledger.js";
import { read, STEP_1, STEP_2, UPDATE, written } from "../../web/frontend/document/protocol.js";
import { SocketLine } from "../../web/frontend/document/socket.js";

globalThis.document ??= { cookie: "", querySelector: () => null };

/** A server that speaks as ours does: takes what is sent, then answers a step 1 with step 2 and its own step 1. */
function server() {
  const doc = new Y.Doc();
  const answer = (messages) => {
    const answers = [];
    for (const [step, payload] of messages) {
      if (step !== STEP_1) Y.applyUpdate(doc, payload);
      else answers.push([STEP_2, Y.encodeStateAsUpdate(doc, payload)], [STEP_1, Y.encodeStateVector(doc)]);
    }
    return answers;
  };
  const requests = [];
  const fetch = async (_url, { body }) => {
    requests.push(read(body));
    return new Response(written(answer(read(body))));
  };
  return { doc, answer, fetch, requests };
}

function writer() {
  const doc = new Y.Doc();
  const ledger = new Ledger();
  return { doc, ledger, text: doc.getText("default") };
}

function overHttp(at) {
  const one = writer();
  const line = new HttpLine({ url: "/sync/", doc: one.doc, ledger: one.ledger, fetch: at.fetch });
  one.doc.on("update", (update, origin) => origin !== line && one.ledger.wrote(update));
  return { ...one, line };
}

test("messages read as they were written", () => {
  const messages = [[STEP_1, Uint8Array.of(0)], [UPDATE, Uint8Array.of(1, 2, 3)], [STEP_2, new Uint8Array(300)]];

  assert.deepEqual(read(written(messages)), messages);
});

for (const [name, bytes] of [
  ["an unknown step", [7, 1, 0]],
  ["a length beyond the end", [2, 90, 1]],
]) {
  test(`${name} is no message`, () => assert.throws(() => read(Uint8Array.from(bytes))));
}

test("two people over HTTP have each other's words, and know that they are kept", async () => {
  const at = server();
  const [first, second] = [overHttp(at), overHttp(at)];
  first.text.insert(0, "behov ");
  second.text.insert(0, "volymer ");

  assert.equal((await first.line.exchange()).outcome, "sent");
  await second.line.exchange();
  await first.line.exchange();

  assert.equal(first.text.toString(), second.text.toString());
  assert.equal(at.doc.getText("default").toString().length, "behov volymer ".length);
  assert.ok(first.ledger.isClear && second.ledger.isClear);
});

test("edits made offline on both sides survive: nothing is overwritten", async () => {
  const at = server();
  const [first, second] = [overHttp(at), overHttp(at)];
  first.text.insert(0, "gemensamt");
  await first.line.exchange();
  await second.line.exchange();

  first.text.insert(0, "ett ");
  second.text.insert(9, " två");
  await first.line.exchange();
  await second.line.exchange();
  await first.line.exchange();

  assert.equal(first.text.toString(), "ett gemensamt två");
  assert.equal(second.text.toString(), "ett gemensamt två");
});

test("an answer that got lost leaves everything unsaved, and sending again doubles nothing", async () => {
  const at = server();
  const lost = { fetch: async (...args) => (await at.fetch(...args), Promise.reject(new Error("lost"))) };
  const one = overHttp({ fetch: (...args) => (one.isLost ? lost : at).fetch(...args) });
  await one.line.exchange();
  one.text.insert(0, "en gång");

  one.isLost = true;
  assert.deepEqual(await one.line.exchange(), { outcome: "later", status: 0, code: "" });
  assert.equal(one.ledger.isClear, false);
  one.isLost = false;
  await one.line.exchange();

  assert.equal(at.doc.getText("default").toString(), "en gång");
  assert.equal(one.ledger.isClear, true);
});

test("nothing new is asked for in a few bytes", async () => {
  const at = server();
  const one = overHttp(at);
  one.text.insert(0, "x".repeat(5000));
  await one.line.exchange();
  await one.line.exchange();

  assert.deepEqual(at.requests.at(-1).map(([step]) => step), [STEP_1]);
});

for (const [status, outcome] of [[401, "refused"], [403, "refused"], [404, "refused"], [409, "refused"], [503, "later"], [429, "later"]]) {
  test(`status ${status} is ${outcome}`, async () => {
    const one = overHttp({ fetch: async () => new Response('{"code": "why"}', { status }) });
    one.text.insert(0, "kvar");

    assert.deepEqual(await one.line.exchange(), { outcome, status, code: "why" });
    assert.equal(one.ledger.isClear, false);
  });
}

test("an answer that is no sync message is a failure, and changes nothing", async () => {
  const one = overHttp({ fetch: async () => new Response("<html>") });

  assert.equal((await one.line.exchange()).outcome, "later");
  assert.equal(one.text.length, 0);
});

/** A socket server that can hold back what it is sent. */
async function socketServer(at) {
  const wss = new WebSocketServer({ port: 0 });
  await once(wss, "listening");
  const held = [];
  const state = { isHolding: false, hasSynced: false };
  wss.on("connection", (socket) => {
    let hasSynced = false;
    socket.on("message", (data) => {
      const bytes = new Uint8Array(data);
      if (bytes[0] !== 0) return;
      const take = () => {
        const answers = at.answer(read(bytes.slice(1))).filter(([step]) => step !== STEP_1 || !hasSynced);
        hasSynced ||= answers.length > 0;
        for (const message of answers) socket.send(Uint8Array.of(0, ...written([message])));
      };
      if (state.isHolding && bytes[1] !== STEP_1) held.push(take);
      else take();
    });
  });
  const release = () => held.splice(0).forEach((take) => take());
  return { wss, state, release, url: `ws://127.0.0.1:${wss.address().port}` };
}

function overSocket(url) {
  const one = writer();
  const awareness = new Awareness(one.doc);
  const line = new SocketLine({ url, id: "d", epoch: "e", ...one, awareness, WebSocketPolyfill: WebSocket });
  const told = [];
  line.listen({ synced: () => told.push("synced"), closed: ({ code }) => told.push(code), denied: () => told.push("denied") });
  one.doc.on("update", (update, origin) => {
    if (origin === line.origin) return;
    one.ledger.wrote(update);
    line.wrote();
  });
  const stop = () => (line.close(), line.origin.destroy(), awareness.destroy());
  return { ...one, line, told, stop };
}

async function until(holds, ms = 6_000) {
  const end = Date.now() + ms;
  while (!holds()) {
    assert.ok(Date.now() < end, "it did not happen");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("over a socket words are saved when the server shows them, not when they were sent", async () => {
  const at = server();
  const { wss, state, release, url } = await socketServer(at);
  const one = overSocket(url);
  one.line.open();
  await until(() => one.told.includes("synced"));

  state.isHolding = true;
  one.text.insert(0, "sju fordon");
  one.text.delete(0, 3);
  await new Promise((resolve) => setTimeout(resolve, 900));
  assert.equal(one.ledger.isClear, false);
  release();
  await until(() => one.ledger.isClear);

  assert.equal(at.doc.getText("default").toString(), " fordon");
  one.stop();
  wss.close();
});

test("a closed socket tells its code, and does not come back by itself", async () => {
  const wss = new WebSocketServer({ port: 0 });
  await once(wss, "listening");
  let connections = 0;
  wss.on("connection", (socket) => (connections++, socket.close(4410, "reload")));
  const one = overSocket(`ws://127.0.0.1:${wss.address().port}`);
  one.line.open();
  await until(() => one.told.includes(4410));
  await new Promise((resolve) => setTimeout(resolve, 600));

  assert.equal(connections, 1);
  one.stop();
  wss.close();
});

test("a socket says which epoch it knows", async () => {
  const wss = new WebSocketServer({ port: 0 });
  await once(wss, "listening");
  const asked = once(wss, "connection");
  const one = overSocket(`ws://127.0.0.1:${wss.address().port}`);
  one.line.open();
  const [, request] = await asked;

  assert.equal(request.url, "/d?epoch=e");
  one.stop();
  wss.close();
});
