// Tells a screen reader what others write: who and where, in one sentence, at most every few seconds.
// The focus stays where it is, and so does what the person was reading.

import { fullName } from "./people.js";
import { browserTime } from "./time.js";

const EVERY_MS = 6_000;
const SAME_AGAIN_MS = 45_000;

export class RemoteChanges {
  #announcer;
  #words;
  #time;
  #people = new Set();
  #place = null;
  #timer = null;
  #said = { text: "", at: -Infinity };

  /** @param time  {set, clear, now() -> ms} */
  constructor({ announcer, words, time = browserTime }) {
    this.#announcer = announcer;
    this.#words = words;
    this.#time = time;
  }

  /** Somebody wrote. @param who  a name, empty where it is not known; @param where  the heading above it, empty at the beginning */
  add(who, where) {
    if (who) this.#people.add(who);
    this.#place = where;
    this.#timer ??= this.#time.set(() => this.#speak(), EVERY_MS);
  }

  #speak() {
    this.#timer = null;
    const text = sentence([...this.#people], this.#place, this.#words);
    this.#people.clear();
    const now = this.#time.now();
    if (text === this.#said.text && now - this.#said.at < SAME_AGAIN_MS) return;
    this.#said = { text, at: now };
    this.#announcer.say(text);
  }
}

/** One person in one place, or how many are writing. */
export function sentence(people, place, words) {
  if (people.length > 1) return words.manyWrite.replace("{count}", people.length);
  const text = place ? words.oneWrites : words.oneWritesFirst;
  return text.replace("{who}", people[0] || words.somebody).replace("{where}", place ?? "");
}

/** The client ids that wrote something of an update, given what its structs are. */
export function writersOf(structs) {
  return [...new Set(structs.map((struct) => struct.id.client))];
}

/** The text of the last heading before a position of the document. */
export function headingBefore(doc, position) {
  let found = "";
  doc.forEach((node, offset) => {
    if (offset <= position && node.type.name === "heading") found = node.textContent;
  });
  return found.slice(0, 80);
}

/** Where two states of a document first differ; null where they do not. */
export function firstChange(before, after) {
  return before.content.findDiffStart(after.content);
}

/** The names of who wrote, by what their clients show of themselves. */
export function namesOf(clients, states) {
  return clients.map((client) => states.get(client)?.user).filter(Boolean).map(fullName);
}
