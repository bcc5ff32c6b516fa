// Tells a screen reader, politely and in batches: one message is read out, many are counted.

const BATCH_MS = 3000;

export class Announcer {
  #region;
  #waiting = [];
  #timer = null;

  /** @param region an element with role=status, data-one="{author}: {text}" and data-many="{count} ..." */
  constructor(region) {
    this.#region = region;
  }

  add({ author, text }) {
    this.#waiting.push({ author, text });
    this.#timer ??= setTimeout(() => this.#speak(), BATCH_MS);
  }

  /** Say something about the page itself, at once. */
  say(text) {
    this.#region.textContent = text;
  }

  #speak() {
    const [first] = this.#waiting;
    const words = this.#region.dataset;
    const text =
      this.#waiting.length === 1
        ? words.one.replace("{author}", first.author).replace("{text}", first.text.slice(0, 300))
        : words.many.replace("{count}", this.#waiting.length);
    this.#waiting = [];
    this.#timer = null;
    this.say(text);
  }
}
