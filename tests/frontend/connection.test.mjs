import assert from "node:assert/strict";
import { test } from "node:test";
import { Connection } from "../../web/frontend/document/connection.js";
import { Clock } from "./stand.mjs";

/** A connection whose lines the test plays; `http` answers with what stands in `answers`, the last for ever. */
function stand({ answers = [{ outcome: "later", status: 0 }] } = {}) {
  const time = new Clock();
  const socket = { opened: 0, open: () => (socket.opened += 1), close: () => {} };
  const http = {
    asked: 0,
    exchange: async () => {
      http.asked += 1;
      return answers.length > 1 ? answers.shift() : answers[0];
    },
  };
  const states = [];
  const ends = [];
  const listener = { state: (state) => states.push(state), ended: (reason) => ends.push(reason) };
  const connection = new Connection({ socket, http, listener, time, random: () => 1 });
  connection.start();
  return { connection, socket, http, time, states, ends, answers };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const refused = { code: 1006, reason: "" };
const sent = { outcome: "sent", status: 200 };

/** Sockets are refused until the document has gone over to HTTP. */
async function onHttp(given = {}) {
  const all = stand({ answers: [sent], ...given });
  all.connection.closed(refused);
  all.time.pass(10_000);
  all.connection.closed(refused);
  await settled();
  return all;
}

test("a socket that syncs is live, and HTTP is never asked", () => {
  const { connection, http, states } = stand();
  connection.synced();

  assert.deepEqual(states, ["connecting", "live"]);
  assert.equal(http.asked, 0);
});

test("one refusal is no reason to go over to HTTP", async () => {
  const { connection, socket, http, time } = stand({ answers: [sent] });
  connection.closed(refused);
  await settled();
  assert.equal(http.asked, 0);

  time.pass(10_000);
  assert.ok(socket.opened >= 2);
});

test("sockets refused twice while HTTP answers: it goes on over HTTP", async () => {
  const { connection, http } = await onHttp();

  assert.equal(connection.state, "slow");
  assert.equal(http.asked, 1);
});

test("neither sockets nor HTTP: offline, and sockets are tried on", async () => {
  const { connection, socket, time } = await onHttp({ answers: [{ outcome: "later", status: 0 }] });
  assert.equal(connection.state, "offline");

  const opened = socket.opened;
  time.pass(31_000);
  assert.ok(socket.opened > opened);
});

test("over HTTP one's own writing goes after a pause, many letters at once", async () => {
  const { connection, http, time } = await onHttp();
  for (let letter = 0; letter < 20; letter += 1) {
    connection.wrote();
    time.pass(100);
  }
  await settled();
  assert.equal(http.asked, 1);

  time.pass(300);
  await settled();
  assert.equal(http.asked, 2);
});

test("over HTTP it asks when something happened elsewhere, and every five seconds anyway", async () => {
  const { connection, http, time } = await onHttp();
  connection.news();
  connection.news();
  time.pass(300);
  await settled();
  assert.equal(http.asked, 2);

  time.pass(5_000);
  await settled();
  assert.equal(http.asked, 3);
});

test("while one exchange runs nothing is asked beside it, and what came meanwhile is asked after it", async () => {
  const all = await onHttp();
  let finish;
  let asked = 0;
  all.http.exchange = () => {
    asked += 1;
    return asked === 1 ? new Promise((resolve) => (finish = () => resolve(sent))) : Promise.resolve(sent);
  };
  all.connection.wrote();
  all.time.pass(300);
  all.connection.wrote();
  all.time.pass(300);
  all.connection.wrote();
  all.time.pass(300);
  assert.equal(asked, 1);

  finish();
  await settled();
  assert.equal(asked, 2);
});

test("over HTTP a socket is tried again each minute, and taken when it opens", async () => {
  const { connection, socket, http, time } = await onHttp();
  const opened = socket.opened;
  for (let second = 0; second < 61; second += 1) {
    time.pass(1_000);
    await settled();
  }
  assert.ok(socket.opened > opened);

  connection.synced();
  const asked = http.asked;
  time.pass(60_000);
  await settled();
  assert.equal(connection.state, "live");
  assert.equal(http.asked, asked);
});

test("HTTP that fails is offline until it answers again", async () => {
  const { connection, time, answers } = await onHttp();
  answers.splice(0, answers.length, { outcome: "later", status: 0 });
  time.pass(5_000);
  await settled();
  assert.equal(connection.state, "offline");

  answers.splice(0, answers.length, sent);
  time.pass(5_000);
  await settled();
  assert.equal(connection.state, "slow");
});

test("a socket that opens and never syncs counts as refused", async () => {
  const { http, time } = stand({ answers: [sent] });
  time.pass(40_000);
  await settled();

  assert.ok(http.asked >= 1);
});

test("a live socket that is cut is opened again, and is not called offline at once", () => {
  const { connection, socket, states, time } = stand();
  connection.synced();
  const opened = socket.opened;

  connection.closed({ code: 1012, reason: "retry=100" });
  time.pass(400);

  assert.deepEqual(states, ["connecting", "live", "connecting"]);
  assert.equal(socket.opened, opened + 1);
});

for (const [code, reason] of [
  [4401, "signed-out"],
  [4403, "forbidden"],
  [4404, "gone"],
  [4410, "reload"],
]) {
  test(`close code ${code} ends it: ${reason}`, () => {
    const { connection, socket, ends, time } = stand();
    connection.synced();
    const opened = socket.opened;
    connection.closed({ code, reason: "" });
    time.pass(120_000);

    assert.deepEqual(ends, [reason]);
    assert.equal(connection.state, "ended");
    assert.equal(socket.opened, opened);
  });
}

for (const [status, reason] of [
  [401, "signed-out"],
  [403, "forbidden"],
  [404, "gone"],
  [409, "reload"],
]) {
  test(`HTTP ${status} ends it: ${reason}`, async () => {
    const { connection, ends } = await onHttp({ answers: [{ outcome: "refused", status }] });

    assert.deepEqual(ends, [reason]);
    assert.equal(connection.state, "ended");
  });
}

for (const code of [1006, 1011, 1012, 4508, 4529]) {
  test(`close code ${code} is tried again`, () => {
    const { connection, socket, ends, time } = stand();
    const opened = socket.opened;
    connection.closed({ code, reason: "" });
    time.pass(10_000);

    assert.deepEqual(ends, []);
    assert.ok(socket.opened > opened);
  });
}

test("when the network goes it is offline at once, and back when it comes", () => {
  const { connection, socket, states } = stand();
  connection.synced();
  connection.sleep();
  assert.equal(connection.state, "offline");

  const opened = socket.opened;
  connection.wake();
  connection.synced();

  assert.ok(socket.opened > opened);
  assert.deepEqual(states, ["connecting", "live", "offline", "live"]);
});

test("what comes from a socket after the end changes nothing", () => {
  const { connection, states } = stand();
  connection.stop("ended");
  connection.synced();
  connection.closed(refused);
  connection.wake();

  assert.deepEqual(states, ["connecting", "ended"]);
});

for (const [answer, reason] of [
  [{ outcome: "refused", status: 409, code: "document_full" }, "full"],
  [{ outcome: "refused", status: 409, code: "other_epoch" }, "reload"],
]) {
  test(`HTTP 409 ${answer.code} ends it: ${reason}`, async () => {
    const { ends } = await onHttp({ answers: [answer] });

    assert.deepEqual(ends, [reason]);
  });
}

test("over HTTP, without a network, it asks again by itself", async () => {
  const { connection, http, time } = await onHttp();
  connection.sleep();
  const asked = http.asked;
  time.pass(5_000);
  await settled();

  assert.equal(http.asked, asked + 1);
  assert.equal(connection.state, "slow");
});

test("what is too large to be saved is not tried again, by socket or over HTTP", async () => {
  const bySocket = stand();
  bySocket.connection.closed({ code: 4529, reason: "update_too_large" });
  const overHttp = await onHttp({ answers: [sent, { outcome: "refused", status: 413 }] });
  overHttp.time.pass(10_000);
  await settled();

  assert.deepEqual(bySocket.ends, ["large"]);
  assert.deepEqual(overHttp.ends, ["large"]);
});

test("what was sent too fast is tried again", () => {
  const { connection, socket, time, ends } = stand();
  connection.closed({ code: 4529, reason: "too fast" });
  time.pass(10_000);

  assert.deepEqual(ends, []);
  assert.ok(socket.opened >= 2);
});
