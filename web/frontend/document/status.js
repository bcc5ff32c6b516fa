// Tells where one's words are: with the server, on their way, or on this device. True at every moment, and
// said aloud only when something changes that a person would want to know.

import { browserTime } from "./time.js";

const OFFLINE_AFTER_MS = 2_000;
const SAVING_AFTER_MS = 250;

export class Status {
  #element;
  #text;
  #announcer;
  #words;
  #time;
  #timer = null;
  #said = null;
  #facts = { state: "connecting", isClear: true, isKept: false, mayEdit: true };

  /**
   * @param element  shows the state; its data-state is for the style sheet
   * @param announcer  {say(text)}
   */
  constructor({ element, announcer, words, time = browserTime }) {
    this.#element = element;
    this.#text = element.querySelector("[data-status-text]");
    this.#announcer = announcer;
    this.#words = words;
    this.#time = time;
  }

  /** @param facts  some of {state, isClear, isKept, mayEdit} */
  set(facts) {
    Object.assign(this.#facts, facts);
    this.#time.clear(this.#timer);
    const name = nameOf(this.#facts);
    const wait = { saving: SAVING_AFTER_MS, offline: OFFLINE_AFTER_MS, unkept: OFFLINE_AFTER_MS }[name] ?? 0;
    // "Saved" is never left standing while it is not true: only the words for it wait a moment.
    if (this.#element.dataset.state === "saved" && name !== "saved") this.#show("saving");
    if (wait) this.#timer = this.#time.set(() => this.#show(name), wait);
    else this.#show(name);
  }

  #show(name) {
    if (this.#element.dataset.state === name) return;
    this.#element.dataset.state = name;
    this.#text.textContent = this.#words[name];
    this.#element.title = this.#facts.state === "slow" ? this.#words.slow : "";
    if (name === "offline" || name === "unkept" || (name === "saved" && this.#said)) {
      this.#announcer.say(this.#words[name]);
      this.#said = name === "saved" ? null : name;
    }
  }
}

/** What is true of these facts: opening, reading, saved, saving, offline, unkept or ended. */
export function nameOf({ state, isClear, isKept, mayEdit }) {
  if (state === "ended") return "ended";
  const isThere = state === "live" || state === "slow";
  if (!mayEdit) return isThere ? "reading" : "waiting";
  if (isThere) return isClear ? "saved" : "saving";
  if (state === "connecting") return isClear ? "opening" : "saving";
  return isKept ? "offline" : "unkept";
}
