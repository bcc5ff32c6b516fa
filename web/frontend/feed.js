// The feed: one connection per page that continues exactly where the page stands.
//
// The page carries the head of each stream, read before its state, so events after that head are
// all news. Every event is handed on once and in order; a cursor moves even if a listener throws.

import { suggestedBy, waitBefore } from "./backoff.js";
import { Cursors } from "./cursors.js";

const PING_EVERY_MS = 25_000;
const ANSWER_WITHIN_MS = 10_000;
const REFUSALS_BEFORE_FALLING_OVER = 2;
const NO_ACCESS = new Set([4401, 4403]);

export class Feed {
  #cursors;
  #transports;
  #listener;
  #time;
  #random;
  #current = 0;
  #refusals = 0;
  #attempt = 0;
  #suggested = 0;
  #connection = null;
  #generation = 0;
  #nextRef = 1;
  #subscribeRef = null;
  #timers = new Map();
  #stopped = false;
  #opened = false;
  #behindSince = false;
  state = "down";

  /**
   * @param streams  cursors from the page
   * @param transports  ways to connect, best first
   * @param listener  {event, resync, revoked, joined, ephemeral, state, denied}, each optional
   * @param time  {set(callback, ms) -> id, clear(id)}
   * @param random  () -> [0, 1)
   */
  constructor({ streams, transports, listener = {}, time = browserTime, random = Math.random }) {
    this.#cursors = new Cursors(streams);
    this.#transports = transports;
    this.#listener = listener;
    this.#time = time;
    this.#random = random;
  }

  get cursors() {
    return this.#cursors.wanted();
  }

  start() {
    this.#stopped = false;
    this.#connect();
  }

  stop() {
    this.#stopped = true;
    this.#drop();
    this.#become("down");
  }

  /** The network is back, or the page came to the front: do not wait out the backoff. */
  wake() {
    if (this.#stopped || this.#connection) return;
    this.#attempt = 0;
    this.#connect();
  }

  /** The network is known to be gone: say so now and not when a ping fails, and wait to be woken. */
  sleep() {
    this.#drop();
    this.#become("down");
  }

  #connect() {
    this.#drop();
    const generation = ++this.#generation;
    const current = (handle) => (value) => {
      if (generation === this.#generation) handle.call(this, value);
    };
    this.#opened = false;
    this.#become("connecting");
    this.#connection = this.#transports[this.#current]({
      opened: current(this.#onOpen),
      frame: current(this.#onFrame),
      closed: current(this.#onClose),
      wanted: () => this.#cursors.wanted(),
    });
  }

  #onOpen() {
    this.#opened = true;
    this.#refusals = 0;
    if (!this.#connection.speaks) return this.#settle();
    this.#subscribeRef = this.#nextRef++;
    this.#send({ do: "subscribe", ref: this.#subscribeRef, streams: this.#cursors.wanted() });
    this.#after("deadline", ANSWER_WITHIN_MS, () => this.#lose());
  }

  #onClose({ code, reason }) {
    const refused = !this.#opened;
    this.#drop();
    this.#become("down");
    if (NO_ACCESS.has(code)) {
      this.#stopped = true;
      this.#tell("denied", code);
      return;
    }
    if (refused) this.#fallOver();
    this.#suggested = suggestedBy(reason);
    this.#retry();
  }

  #fallOver() {
    this.#refusals += 1;
    const another = this.#current + 1 < this.#transports.length;
    if (this.#refusals < REFUSALS_BEFORE_FALLING_OVER || !another) return;
    this.#current += 1;
    this.#refusals = 0;
  }

  #retry() {
    const wait = waitBefore(this.#attempt++, { random: this.#random, suggested: this.#suggested });
    this.#suggested = 0;
    this.#after("retry", wait, () => this.#connect());
  }

  #onFrame(frame) {
    if (this.#opened) this.#expectPing();
    const handle = HANDLERS[frame?.frame];
    if (handle) handle.call(this, frame); // A frame of a later version is skipped.
  }

  _reply(frame) {
    if (frame.ref !== this.#subscribeRef) return;
    for (const [stream, { epoch, head }] of Object.entries(frame.streams ?? {})) {
      if (!this.#cursors.has(stream)) this.#cursors.set(stream, epoch, head);
    }
    for (const stream of Object.keys(frame.refused ?? {})) this._revoked({ stream });
    this.#settle();
  }

  _event(frame) {
    if (this.#cursors.advance(frame.stream, frame.epoch, frame.seq)) this.#tell("event", frame);
  }

  _resync(frame) {
    const isBeginning = frame.head === 0 && this.#cursors.isAtBeginning(frame.stream);
    this.#cursors.set(frame.stream, frame.epoch, frame.head);
    if (!isBeginning) this.#tell("resync", frame); // A stream's first epoch takes nothing from an empty page.
  }

  _joined(frame) {
    if (this.#cursors.has(frame.stream)) return;
    this.#cursors.set(frame.stream, frame.epoch, frame.head);
    this.#tell("joined", frame);
  }

  _revoked(frame) {
    this.#cursors.forget(frame.stream);
    this.#tell("revoked", frame);
  }

  _ephemeral(frame) {
    this.#tell("ephemeral", frame);
  }

  _hello(frame) {
    this.#suggested = frame.retry_ms ?? 0;
  }

  /** Still behind one ping later: something was lost on the way, so continue on a new connection. */
  _pong(frame) {
    const behind = this.#cursors.behind(frame.heads).length > 0;
    if (behind && this.#behindSince) this.#lose();
    else this.#behindSince = behind;
  }

  #settle() {
    this.#attempt = 0;
    this.#behindSince = false;
    this.#become("live");
    this.#expectPing();
  }

  #expectPing() {
    this.#clear("deadline");
    if (!this.#connection?.speaks) return;
    if (this.#timers.has("ping")) return;
    this.#after("ping", PING_EVERY_MS, () => {
      this.#send({ do: "ping", ref: this.#nextRef++ });
      this.#after("deadline", ANSWER_WITHIN_MS, () => this.#lose());
    });
  }

  #lose() {
    this.#drop();
    this.#become("down");
    this.#retry();
  }

  #send(object) {
    try {
      this.#connection.send(object);
    } catch {
      this.#lose();
    }
  }

  #drop() {
    for (const name of [...this.#timers.keys()]) this.#clear(name);
    const connection = this.#connection;
    this.#connection = null;
    this.#generation += 1;
    connection?.close();
  }

  #after(name, ms, callback) {
    this.#clear(name);
    const id = this.#time.set(() => {
      this.#timers.delete(name);
      callback();
    }, ms);
    this.#timers.set(name, id);
  }

  #clear(name) {
    this.#time.clear(this.#timers.get(name));
    this.#timers.delete(name);
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.#tell("state", state);
  }

  #tell(name, value) {
    try {
      this.#listener[name]?.(value);
    } catch (error) {
      console.error(`feed: the page's ${name} listener failed`, error);
    }
  }
}

const HANDLERS = {
  reply: Feed.prototype._reply,
  event: Feed.prototype._event,
  resync: Feed.prototype._resync,
  joined: Feed.prototype._joined,
  revoked: Feed.prototype._revoked,
  typing: Feed.prototype._ephemeral,
  presence: Feed.prototype._ephemeral,
  pong: Feed.prototype._pong,
  hello: Feed.prototype._hello,
};

const browserTime = {
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (id) => clearTimeout(id),
};
