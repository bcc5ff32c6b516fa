import assert from "node:assert/strict";
import { test } from "node:test";
import { Draft, Outbox, newKey } from "../../web/frontend/outbox.js";

class Shelf {
  notes = new Map();
  getItem = (name) => this.notes.get(name) ?? null;
  setItem = (name, value) => this.notes.set(name, value);
  removeItem = (name) => this.notes.delete(name);
}

/** A server that commits by key, and a line that is cut when told. */
function server({ answers = [] } = {}) {
  const committed = new Map();
  const send = async ({ key, body }) => {
    const answer = answers.shift() ?? "sent";
    if (answer === "sent" || answer === "lost after commit") committed.set(key, body);
    return { outcome: answer === "lost after commit" ? "later" : answer, detail: "Too long." };
  };
  return { send, committed };
}

const box = (send, storage = new Shelf()) => new Outbox({ storage, name: "box", send });

test("what waits is sent in the order it was written", async () => {
  const { send, committed } = server();
  const outbox = box(send);
  outbox.add({ key: "1", body: "first" });
  outbox.add({ key: "2", body: "second" });

  await outbox.flush();

  assert.deepEqual([...committed.values()], ["first", "second"]);
  assert.deepEqual(outbox.waiting, []);
});

test("nothing after a message that can't be sent now overtakes it", async () => {
  const { send, committed } = server({ answers: ["later"] });
  const outbox = box(send);
  outbox.add({ key: "1", body: "first" });
  outbox.add({ key: "2", body: "second" });

  await outbox.flush();

  assert.equal(committed.size, 0);
  assert.equal(outbox.waiting.length, 2);
});

test("an answer that was lost is asked for again with the same key", async () => {
  const { send, committed } = server({ answers: ["lost after commit"] });
  const outbox = box(send);
  outbox.add({ key: "1", body: "first" });

  await outbox.flush();
  await outbox.flush();

  assert.deepEqual([...committed.entries()], [["1", "first"]]);
  assert.deepEqual(outbox.waiting, []);
});

test("a refused message is handed back and does not hold up the next", async () => {
  const { send, committed } = server({ answers: ["refused"] });
  const outbox = box(send);
  const told = [];
  outbox.add({ key: "1", body: "far too long" });
  outbox.add({ key: "2", body: "second" });

  await outbox.flush((entry, answer) => told.push([entry.body, answer.outcome]));

  assert.deepEqual(told, [
    ["far too long", "refused"],
    ["second", "sent"],
  ]);
  assert.deepEqual([...committed.values()], ["second"]);
});

test("what waits survives the page", async () => {
  const shelf = new Shelf();
  box(async () => ({ outcome: "later" }), shelf).add({ key: "1", body: "first" });
  const { send, committed } = server();

  await box(send, shelf).flush();

  assert.deepEqual([...committed.values()], ["first"]);
});

test("two flushes at once send each message once", async () => {
  let calls = 0;
  const outbox = box(async () => ((calls += 1), { outcome: "sent" }));
  outbox.add({ key: "1", body: "first" });

  await Promise.all([outbox.flush(), outbox.flush()]);

  assert.equal(calls, 1);
});

test("notes that another version wrote are passed over", () => {
  const shelf = new Shelf();
  shelf.setItem("box", "{not json");

  assert.deepEqual(box(() => {}, shelf).waiting, []);
});

test("a full shelf does not break the page", () => {
  const shelf = new Shelf();
  shelf.setItem = () => {
    throw new Error("QuotaExceededError");
  };

  new Draft({ storage: shelf, name: "draft" }).keep("words");
});

test("a draft is kept while it is written and gone when it is empty", () => {
  const shelf = new Shelf();
  const draft = new Draft({ storage: shelf, name: "draft" });

  draft.keep("half a thou");
  assert.equal(new Draft({ storage: shelf, name: "draft" }).text, "half a thou");
  draft.keep("");

  assert.equal(shelf.notes.size, 0);
});

test("keys are UUIDs and never the same", () => {
  const keys = new Set(Array.from({ length: 50 }, newKey));

  assert.equal(keys.size, 50);
  for (const key of keys) assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
