// Where a page stands in each stream: (epoch, seq), as the house keeps its memory.

export class Cursors {
  #places = new Map();

  /** @param {Record<string, {epoch: string, after: number}>} start as printed on the page */
  constructor(start = {}) {
    for (const [stream, place] of Object.entries(start)) this.#places.set(stream, { ...place });
  }

  /** What a subscription asks for: every stream with its epoch and last number seen. */
  wanted() {
    return Object.fromEntries([...this.#places].map(([stream, place]) => [stream, { ...place }]));
  }

  has(stream) {
    return this.#places.has(stream);
  }

  /** Had nothing happened in the stream yet when the page was made? */
  isAtBeginning(stream) {
    const place = this.#places.get(stream);
    return place !== undefined && !place.epoch && place.after === 0;
  }

  set(stream, epoch, after) {
    this.#places.set(stream, { epoch, after });
  }

  forget(stream) {
    this.#places.delete(stream);
  }

  /**
   * Take the next event. True: it is news. False: seen before, of another epoch,
   * or of a stream nobody asked for.
   */
  advance(stream, epoch, seq) {
    const place = this.#places.get(stream);
    if (!place || seq <= place.after) return false;
    place.epoch ??= epoch; // Nothing had happened in the stream when the page was made.
    if (place.epoch !== epoch) return false;
    place.after = seq;
    return true;
  }

  /** The streams in which the server is ahead of us, by the heads it named. */
  behind(heads) {
    return Object.entries(heads ?? {})
      .filter(([stream, head]) => this.#places.has(stream) && this.#places.get(stream).after < numberOf(head))
      .map(([stream]) => stream);
  }
}

function numberOf(head) {
  return typeof head === "object" && head !== null ? (head.head ?? head.seq ?? 0) : head;
}
