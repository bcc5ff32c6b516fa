import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { joined, Ledger, without } from "../../web/frontend/document/ledger.js";

/** A document whose writing goes to a ledger, and a server that takes what it is sent. */
function desk() {
  const doc = new Y.Doc();
  const server = new Y.Doc();
  const told = [];
  const ledger = new Ledger((isClear) => told.push(isClear));
  const updates = [];
  doc.on("update", (update, origin) => {
    if (origin === "server") return;
    updates.push(update);
    ledger.wrote(update);
  });
  const text = doc.getText("default");
  const deliver = () => updates.splice(0).forEach((update) => Y.applyUpdate(server, update));
  const ask = () => ledger.told(Y.encodeStateAsUpdate(server, ledger.question(doc)));
  return { doc, server, ledger, text, told, deliver, ask };
}

test("nothing written is nothing to save", () => {
  assert.equal(desk().ledger.isClear, true);
});

test("what is written is not saved until the server shows it", () => {
  const { ledger, text, deliver, ask, told } = desk();

  text.insert(0, "behov");
  assert.equal(ledger.isClear, false);
  ask();
  assert.equal(ledger.isClear, false, "the server did not have it");
  deliver();
  ask();

  assert.equal(ledger.isClear, true);
  assert.deepEqual(told, [false, true]);
});

test("what was written while the answer came is still to be saved", () => {
  const { doc, server, ledger, text, deliver } = desk();
  text.insert(0, "ett");
  deliver();
  const question = ledger.question(doc);

  text.insert(3, " två");
  ledger.told(Y.encodeStateAsUpdate(server, question));

  assert.equal(ledger.isClear, false);
});

test("a deletion is not saved until the server has it, though no clock moves", () => {
  const { ledger, text, deliver, ask } = desk();
  text.insert(0, "sju fordon");
  deliver();
  ask();
  assert.equal(ledger.isClear, true);

  text.delete(0, 4);
  assert.equal(ledger.isClear, false);
  ask();
  assert.equal(ledger.isClear, false);
  deliver();
  ask();

  assert.equal(ledger.isClear, true);
});

test("a state vector of the server settles what was written, and no deletion", () => {
  const { server, ledger, text, deliver } = desk();
  text.insert(0, "sju fordon");
  deliver();
  ledger.has(Y.encodeStateVector(server));
  assert.equal(ledger.isClear, true);

  text.delete(0, 4);
  deliver();
  ledger.has(Y.encodeStateVector(server));

  assert.equal(ledger.isClear, false);
});

test("what a request carried is settled by its answer, and nothing later", () => {
  const { ledger, text } = desk();
  text.insert(0, "sju fordon");
  text.delete(0, 1);
  const mark = ledger.mark();

  text.insert(0, "S");
  ledger.kept(mark);
  assert.equal(ledger.isClear, false);
  ledger.kept(ledger.mark());

  assert.equal(ledger.isClear, true);
});

test("what others wrote is never ours to save", () => {
  const { doc, ledger } = desk();
  const other = new Y.Doc();
  other.getText("default").insert(0, "andras text");

  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), "server");
  ledger.told(Y.encodeStateAsUpdate(other));

  assert.equal(ledger.isClear, true);
});

test("what this device kept from an earlier visit is asked for like what is new", () => {
  const earlier = desk();
  earlier.text.insert(0, "från i går");
  const { doc, ledger, deliver, ask } = desk();

  Y.applyUpdate(doc, Y.encodeStateAsUpdate(earlier.doc), "device");
  assert.equal(ledger.isClear, false);
  deliver();
  ask();

  assert.equal(ledger.isClear, true);
});

test("the question holds back only what is not known to be there", () => {
  const { doc, server, ledger, text, deliver, ask } = desk();
  text.insert(0, "känt");
  deliver();
  ask();
  text.insert(0, "nytt ");
  deliver();

  const answer = Y.decodeUpdate(Y.encodeStateAsUpdate(server, ledger.question(doc)));

  assert.deepEqual(answer.structs.map((struct) => struct.id.clock), [4]);
});

test("a thousand random edits end clear, whatever was lost in between", () => {
  const { ledger, text, deliver, ask } = desk();
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let step = 0; step < 1000; step += 1) {
    if (text.length && random(3) === 0) text.delete(random(text.length), 1);
    else text.insert(random(text.length + 1), "abc"[random(3)]);
    if (random(5) === 0) deliver();
    if (random(5) === 0) ask();
  }
  assert.equal(ledger.isClear, false);
  deliver();
  ask();

  assert.equal(ledger.isClear, true);
});

for (const [name, ranges, known, left] of [
  ["nothing known", [[0, 4]], [], [[0, 4]]],
  ["all known", [[0, 4]], [[0, 9]], []],
  ["the middle known", [[0, 9]], [[3, 5]], [[0, 3], [5, 9]]],
  ["both ends known", [[2, 9]], [[0, 4], [7, 12]], [[4, 7]]],
  ["several ranges", [[0, 2], [5, 8]], [[1, 6]], [[0, 1], [6, 8]]],
]) {
  test(`what is left of deletions: ${name}`, () => {
    assert.deepEqual(without(ranges, known), left);
  });
}

test("ranges that touch are one", () => {
  assert.deepEqual(joined([[5, 7], [0, 2], [2, 5], [9, 10]]), [[0, 7], [9, 10]]);
});
