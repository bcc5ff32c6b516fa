// A stage for the feed: a clock that only moves when told, and connections the test plays the server of.

export class Clock {
  now = 0;
  #due = [];
  #next = 1;

  set = (callback, ms) => {
    const id = this.#next++;
    this.#due.push({ id, at: this.now + ms, callback });
    return id;
  };

  clear = (id) => {
    this.#due = this.#due.filter((timer) => timer.id !== id);
  };

  pass(ms) {
    const until = this.now + ms;
    for (;;) {
      const next = this.#due.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.clear(next.id);
      this.now = next.at;
      next.callback();
    }
    this.now = until;
  }
}

/** A transport whose connections are kept for the test to drive. */
export function stage({ speaks = true } = {}) {
  const connections = [];
  const transport = (callbacks) => {
    const connection = { ...callbacks, sent: [], isClosed: false };
    connections.push(connection);
    return {
      speaks,
      send: (object) => connection.sent.push(object),
      close: () => (connection.isClosed = true),
    };
  };
  return { transport, connections, last: () => connections.at(-1) };
}

export const ROOM = "room:1";

export const event = (seq, { epoch = "a", stream = ROOM, type = "message.posted" } = {}) => ({
  frame: "event",
  stream,
  epoch,
  seq,
  type,
});

export const reply = (connection, { head = 0, epoch = "a", refused = {} } = {}) => ({
  frame: "reply",
  ref: connection.sent.find((frame) => frame.do === "subscribe").ref,
  streams: { [ROOM]: { epoch, head } },
  refused,
});
