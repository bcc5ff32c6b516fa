// Threads, mentions, announcements, the status and the small decisions of a document's page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { watch } from "../../web/frontend/document/jobs.js";
import { pathOf } from "../../web/frontend/document/images.js";
import { colourOf, COLOURS, fullName, initials, personOf } from "../../web/frontend/document/people.js";
import { RemoteChanges, sentence } from "../../web/frontend/document/remote.js";
import { nameOf, Status } from "../../web/frontend/document/status.js";
import { inOrderOfText, threadsOf } from "../../web/frontend/document/threads.js";
import { matching, mentionBefore, mentioned } from "../../web/frontend/naming.js";
import { authorsOf } from "../../web/frontend/document/versions.js";
import { Clock } from "./stand.mjs";

const WORDS = {
  oneWrites: "{who} writes under {where}",
  oneWritesFirst: "{who} writes at the beginning",
  manyWrite: "{count} people are writing",
  somebody: "Somebody",
  saved: "Saved",
  saving: "Saving …",
  offline: "Offline: kept on this device",
  unkept: "Offline: kept only here",
  reading: "Up to date",
  slow: "slow",
};

// Threads ---------------------------------------------------------------------------------------------

const comment = (id, at, more = {}) => ({ id, created_at: `2026-11-23T0${at}:00:00Z`, reply_to: null, ...more });

test("comments come together as threads, oldest first, in whatever order they came", () => {
  const threads = threadsOf([comment("c", 3, { reply_to: "a" }), comment("b", 2), comment("a", 1)]);

  assert.deepEqual(threads.map(({ id, comments }) => [id, comments.map((one) => one.id)]), [["a", ["a", "c"]], ["b", ["b"]]]);
});

test("an answer to nothing that one sees is not shown alone", () => {
  assert.deepEqual(threadsOf([comment("x", 1, { reply_to: "hidden" })]), []);
});

test("threads stand in the order of their passages, those without one last", () => {
  const threads = [{ id: "none" }, { id: "late", at: 90 }, { id: "early", at: 3 }, { id: "gone" }];

  assert.deepEqual(inOrderOfText(threads, ({ at }) => at).map(({ id }) => id), ["early", "late", "none", "gone"]);
});

// Mentions --------------------------------------------------------------------------------------------

const PEOPLE = [
  { id: "1", name: "Anna Öberg", authority: "Göteborgs stad" },
  { id: "2", name: "Bo Lind", authority: "Aalborg Kommune" },
];

for (const [text, query] of [
  ["Hur stora? @an", "an"],
  ["@", ""],
  ["fråga @Anna Ö", "Anna Ö"],
  ["skriv till a@b", null],
  ["@anna kommer vi", null],
]) {
  test(`naming in ${JSON.stringify(text)} is ${JSON.stringify(query)}`, () => {
    assert.equal(mentionBefore(text, text.length)?.query ?? null, query);
  });
}

test("people are found by first name, last name and authority, in any case", () => {
  assert.deepEqual(matching(PEOPLE, "öb").map(({ id }) => id), ["1"]);
  assert.deepEqual(matching(PEOPLE, "AALB").map(({ id }) => id), ["2"]);
  assert.equal(matching(PEOPLE, "").length, 2);
  assert.equal(matching(PEOPLE, "x").length, 0);
});

test("who was taken out of the text again is not named", () => {
  assert.deepEqual(mentioned("Hej @Bo Lind!", PEOPLE).map(({ id }) => id), ["2"]);
});

// Announcements ---------------------------------------------------------------------------------------

function changes() {
  const clock = new Clock();
  const said = [];
  const time = { set: clock.set, clear: clock.clear, now: () => clock.now };
  return { clock, said, changes: new RemoteChanges({ announcer: { say: (text) => said.push(text) }, words: WORDS, time }) };
}

test("many letters of one person are one sentence", () => {
  const { clock, said, changes: remote } = changes();
  for (let letter = 0; letter < 50; letter += 1) {
    remote.add("Anna, Göteborg", "Behov");
    clock.pass(100);
  }
  clock.pass(6_000);

  assert.deepEqual(said, ["Anna, Göteborg writes under Behov"]);
});

test("the same sentence is not said again for a while", () => {
  const { clock, said, changes: remote } = changes();
  for (let round = 0; round < 12; round += 1) {
    remote.add("Anna", "Behov");
    clock.pass(6_000);
  }

  assert.equal(said.length, 2);
});

test("several people are a number", () => {
  const { clock, said, changes: remote } = changes();
  remote.add("Anna", "Behov");
  remote.add("Bo", "Volymer");
  remote.add("", "");
  clock.pass(6_000);

  assert.deepEqual(said, ["2 people are writing"]);
});

test("whoever is not known is somebody, and before the first heading is the beginning", () => {
  assert.equal(sentence([], "", WORDS), "Somebody writes at the beginning");
});

// People ----------------------------------------------------------------------------------------------

test("what a client says of itself is short text or nothing", () => {
  assert.deepEqual(personOf({ id: 7, name: "x".repeat(200), authority: null }), { id: "", name: "x".repeat(80), authority: "" });
  assert.equal(fullName(undefined), "");
});

test("a name has its authority beside it", () => assert.equal(fullName(PEOPLE[0]), "Anna Öberg, Göteborgs stad"));

test("one person has one colour, of ours", () => {
  assert.equal(colourOf("abc"), colourOf("abc"));
  assert.ok(COLOURS.includes(colourOf("def")));
});

for (const [name, letters] of [["Anna Öberg", "AÖ"], ["anna", "A"], ["", ""], ["Anna von Öberg", "AÖ"]]) {
  test(`the initials of ${JSON.stringify(name)}`, () => assert.equal(initials(name), letters));
}

test("authors are named with their authorities", () => {
  const authors = [{ person: { name: "Anna" }, authority: { name: "Göteborg" } }, { person: { name: "Bo" }, authority: null }];
  assert.equal(authorsOf({ authors }), "Anna (Göteborg), Bo");
  assert.equal(authorsOf({}), "");
});

test("an address of this site loses the site, and another's stays", () => {
  assert.equal(pathOf("http://here.example/api/v1/files/1/", "http://here.example"), "/api/v1/files/1/");
  assert.equal(pathOf("/api/v1/files/1/", "http://here.example"), "/api/v1/files/1/");
  assert.equal(pathOf("https://there.example/x.png", "http://here.example"), "https://there.example/x.png");
});

// The status ------------------------------------------------------------------------------------------

for (const [facts, name] of [
  [{ state: "live", isClear: true, mayEdit: true }, "saved"],
  [{ state: "live", isClear: false, mayEdit: true }, "saving"],
  [{ state: "slow", isClear: true, mayEdit: true }, "saved"],
  [{ state: "connecting", isClear: true, mayEdit: true }, "opening"],
  [{ state: "connecting", isClear: false, mayEdit: true }, "saving"],
  [{ state: "offline", isClear: false, isKept: true, mayEdit: true }, "offline"],
  [{ state: "offline", isClear: true, isKept: false, mayEdit: true }, "unkept"],
  [{ state: "live", isClear: true, mayEdit: false }, "reading"],
  [{ state: "offline", isClear: true, mayEdit: false }, "waiting"],
  [{ state: "ended", isClear: true, mayEdit: true }, "ended"],
]) {
  test(`${JSON.stringify(facts)} is ${name}`, () => assert.equal(nameOf(facts), name));
}

function shown() {
  const clock = new Clock();
  const text = { textContent: "" };
  const element = { dataset: {}, title: "", querySelector: () => text };
  const said = [];
  const status = new Status({ element, announcer: { say: (words) => said.push(words) }, words: WORDS, time: clock });
  return { clock, element, text, said, status };
}

test("saved is taken back the moment it is not true", () => {
  const { element, text, status } = shown();
  status.set({ state: "live", isClear: true });
  assert.equal(text.textContent, "Saved");

  status.set({ isClear: false });

  assert.equal(element.dataset.state, "saving");
});

test("offline is said aloud once, and so is that everything is saved after it; saving never is", () => {
  const { clock, said, status } = shown();
  status.set({ state: "live", isClear: true, isKept: true });
  status.set({ isClear: false });
  status.set({ isClear: true });
  status.set({ state: "offline" });
  clock.pass(2_000);
  status.set({ isClear: false });
  clock.pass(2_000);
  status.set({ state: "live" });
  status.set({ isClear: true });

  assert.deepEqual(said, ["Offline: kept on this device", "Saved"]);
});

test("a short cut of the connection is not called offline", () => {
  const { clock, element, said, status } = shown();
  status.set({ state: "live", isClear: true, isKept: true });
  status.set({ state: "offline" });
  clock.pass(500);
  status.set({ state: "live" });
  clock.pass(5_000);

  assert.equal(element.dataset.state, "saved");
  assert.deepEqual(said, []);
});

test("where the network is slow, pointing at the status says why", () => {
  const { element, status } = shown();
  status.set({ state: "slow", isClear: true });

  assert.equal(element.title, "slow");
});

// Jobs ------------------------------------------------------------------------------------------------

async function watched(answers) {
  const told = [];
  const time = { set: (callback) => setImmediate(callback) };
  const end = await watch(async () => answers.shift(), ({ progress }) => told.push(progress), time);
  return { end, told };
}

const job = (state, progress) => ({ outcome: "sent", resource: { state, progress } });

test("a job is watched until it is done", async () => {
  const { end, told } = await watched([job("queued", 0), { outcome: "later" }, job("running", 60), job("done", 100)]);

  assert.equal(end.state, "done");
  assert.deepEqual(told, [0, 60]);
});

test("a job that failed, or that is gone, has no result", async () => {
  assert.equal((await watched([job("failed", 10)])).end, null);
  assert.equal((await watched([{ outcome: "refused", status: 404 }])).end, null);
});
