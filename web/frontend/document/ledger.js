// What of this document the server is known to have. "Saved" is said only when nothing is left here.
//
// Writing advances a client's clock; deleting does not, and is counted apart. What the server sends, or
// answers to what we sent, it has.

import * as Y from "yjs";

export class Ledger {
  #waiting = new Map(); // client -> the clock behind the last thing written
  #deleted = new Map(); // client -> [[from, to], ...] deleted, in order, without overlap
  #server = new Map(); // client -> the clock up to which the server has everything
  #listener;

  /** @param listener  called with true when everything is with the server, and false when that ends */
  constructor(listener = () => {}) {
    this.#listener = listener;
  }

  get isClear() {
    return this.#waiting.size === 0 && this.#deleted.size === 0;
  }

  /** Something came into the document that the server did not send. */
  wrote(update) {
    this.#change(() => {
      const { structs, ds } = Y.decodeUpdate(update);
      for (const [client, end] of ends(structs)) {
        if (end > (this.#server.get(client) ?? 0)) raise(this.#waiting, client, end);
      }
      for (const [client, ranges] of rangesOf(ds)) {
        this.#deleted.set(client, joined([...(this.#deleted.get(client) ?? []), ...ranges]));
      }
    });
  }

  /** The server sent this, so it has it. */
  told(update) {
    this.#change(() => {
      const { structs, ds } = Y.decodeUpdate(update);
      for (const [client, end] of ends(structs)) raise(this.#server, client, end);
      this.#settle(rangesOf(ds));
    });
  }

  /** The server said how much of each client's writing it has. */
  has(vector) {
    this.#change(() => {
      for (const [client, end] of Y.decodeStateVector(vector)) raise(this.#server, client, end);
      this.#settle(new Map());
    });
  }

  /** What is waiting now, to be handed to `kept` once the server has answered for it. */
  mark() {
    return { waiting: new Map(this.#waiting), deleted: new Map(this.#deleted) };
  }

  /** Everything up to a mark was committed. */
  kept({ waiting, deleted }) {
    this.#change(() => {
      for (const [client, end] of waiting) raise(this.#server, client, end);
      this.#settle(deleted);
    });
  }

  /** A state vector whose answer shows what the server has of what waits: the document's, held back there. */
  question(doc) {
    const clocks = Y.decodeStateVector(Y.encodeStateVector(doc));
    for (const client of this.#waiting.keys()) {
      const known = Math.min(this.#server.get(client) ?? 0, clocks.get(client) ?? 0);
      if (known) clocks.set(client, known);
      else clocks.delete(client);
    }
    return Y.encodeStateVector(clocks);
  }

  #settle(ranges) {
    for (const [client, end] of this.#waiting) {
      if (end <= (this.#server.get(client) ?? 0)) this.#waiting.delete(client);
    }
    for (const [client, known] of ranges) {
      const left = without(this.#deleted.get(client) ?? [], known);
      if (left.length) this.#deleted.set(client, left);
      else this.#deleted.delete(client);
    }
  }

  #change(step) {
    const before = this.isClear;
    step();
    if (before !== this.isClear) this.#listener(this.isClear);
  }
}

function ends(structs) {
  const found = new Map();
  for (const struct of structs) {
    if (!(struct instanceof Y.Skip)) raise(found, struct.id.client, struct.id.clock + struct.length);
  }
  return found;
}

function rangesOf(ds) {
  const found = new Map();
  for (const [client, items] of ds.clients) {
    found.set(client, joined(items.map(({ clock, len }) => [clock, clock + len])));
  }
  return found;
}

function raise(map, client, end) {
  if (end > (map.get(client) ?? 0)) map.set(client, end);
}

/** The same ranges in order, those that touch made one. */
export function joined(ranges) {
  const found = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}

/** What of `ranges` is not in `known`; both joined. */
export function without(ranges, known) {
  const left = [];
  for (let [from, to] of ranges) {
    for (const [low, high] of known) {
      if (high <= from || low >= to) continue;
      if (low > from) left.push([from, low]);
      from = Math.min(high, to);
    }
    if (from < to) left.push([from, to]);
  }
  return left;
}
