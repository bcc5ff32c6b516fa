// What was said but is not known to be committed: kept on the device under one key each,
// sent in order, and sent again with the same key, so that nothing is lost and nothing doubled.

export class Outbox {
  #storage;
  #name;
  #send;
  #isSending = false;

  /**
   * @param storage  localStorage or its like
   * @param name  one per person and room
   * @param send  async ({key, body}) -> {outcome: "sent" | "later" | "refused", resource?, detail?}
   */
  constructor({ storage, name, send }) {
    this.#storage = storage;
    this.#name = name;
    this.#send = send;
  }

  get waiting() {
    return read(this.#storage, this.#name, []);
  }

  /** @param entry  {key, body}, and what else its sender wants to find in it */
  add(entry) {
    this.#write([...this.waiting, entry]);
  }

  remove(key) {
    this.#write(this.waiting.filter((entry) => entry.key !== key));
  }

  /** Send what waits, first first. Stops at the first that can't be sent now; tells `done` about each. */
  async flush(done = () => {}) {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      for (let entry = this.waiting[0]; entry; entry = this.waiting[0]) {
        const answer = await this.#send(entry);
        if (answer.outcome !== "later") this.remove(entry.key);
        done(entry, answer);
        if (answer.outcome === "later") return;
      }
    } finally {
      this.#isSending = false;
    }
  }

  #write(entries) {
    if (entries.length) write(this.#storage, this.#name, entries);
    else this.#storage.removeItem(this.#name);
  }
}

/** The text in one field, kept while it is being written. */
export class Draft {
  #storage;
  #name;

  constructor({ storage, name }) {
    this.#storage = storage;
    this.#name = name;
  }

  get text() {
    return read(this.#storage, this.#name, "");
  }

  keep(text) {
    if (text) write(this.#storage, this.#name, text);
    else this.#storage.removeItem(this.#name);
  }
}

function read(storage, name, otherwise) {
  try {
    return JSON.parse(storage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise; // Another version's notes: not worth a broken page.
  }
}

function write(storage, name, value) {
  try {
    storage.setItem(name, JSON.stringify(value));
  } catch {
    // Full or forbidden: the words are still in the page.
  }
}

/** A random key, where a page over plain HTTP has no crypto.randomUUID. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
