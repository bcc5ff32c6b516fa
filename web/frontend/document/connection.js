// How a document stays in step with the server: a WebSocket, or plain HTTP where sockets are refused.
//
// Sockets come first. When they fail again and again while HTTP answers, the document goes over to HTTP
// and tries a socket now and then. Pure: lines, time and chance come from outside.

import { suggestedBy, waitBefore } from "../backoff.js";

const REFUSALS_BEFORE_HTTP = 2;
const SYNC_WITHIN_MS = 10_000;
const SOCKET_AGAIN_MS = 60_000;
const POLL_MS = 5_000;
const OWN_EDITS_MS = 300;
/** Close codes and statuses after which trying again can't help, and what they mean. */
export const ENDINGS = new Map([
  [4401, "signed-out"],
  [4403, "forbidden"],
  [4404, "gone"],
  [4409, "full"],
  [4410, "reload"],
  [401, "signed-out"],
  [403, "forbidden"],
  [404, "gone"],
  [409, "reload"],
  [410, "reload"],
  [413, "large"],
]);
/** The reason of a 4529 that comes again however long one waits. */
const TOO_LARGE = "update_too_large";

export class Connection {
  #socket;
  #http;
  #listener;
  #time;
  #random;
  #timers = new Map();
  #failures = 0;
  #attempt = 0;
  #isOnHttp = false;
  #isExchanging = false;
  #isWanted = false;
  state = "offline";

  /**
   * @param socket  {open(), close()}; tells us synced() and closed({code, reason})
   * @param http  {exchange() -> {outcome: "sent"|"later"|"refused", status, code}}
   * @param listener  {state(name), ended(name)}: name of state is connecting, live, slow or offline
   */
  constructor({ socket, http, listener, time, random = Math.random }) {
    this.#socket = socket;
    this.#http = http;
    this.#listener = listener;
    this.#time = time;
    this.#random = random;
  }

  start() {
    this.#become("connecting");
    this.#openSocket();
  }

  stop(state = "offline") {
    for (const name of [...this.#timers.keys()]) this.#clear(name);
    this.#become(state);
    this.#socket.close();
  }

  /** The network is back, or the page came to the front: try now. */
  wake() {
    if (this.#isOver || this.state === "live") return;
    this.#attempt = 0;
    if (this.#isOnHttp) this.#exchange();
    else this.#openSocket();
  }

  /** The network is known to be gone. */
  sleep() {
    if (this.#isOver) return;
    for (const name of [...this.#timers.keys()]) this.#clear(name);
    this.#socket.close();
    this.#become("offline");
    this.#retrySocket(0);
    if (this.#isOnHttp) this.#poll();
  }

  /** Something was written here. */
  wrote() {
    if (this.#isOnHttp) this.#after("exchange", OWN_EDITS_MS, () => this.#exchange());
  }

  /** Somebody says that something was written elsewhere. */
  news() {
    if (this.#isOnHttp && !this.#timers.has("exchange")) {
      this.#after("exchange", OWN_EDITS_MS, () => this.#exchange());
    }
  }

  /** The socket is open, and both sides have told what they have. */
  synced() {
    if (this.#isOver) return;
    for (const name of [...this.#timers.keys()]) this.#clear(name);
    this.#failures = this.#attempt = 0;
    this.#isOnHttp = false;
    this.#become("live");
  }

  /** The socket is closed, or never opened. */
  closed({ code, reason }) {
    this.#clear("deadline");
    if (this.#isOver) return;
    if (ENDINGS.has(code)) return this.#end(ENDINGS.get(code));
    if (reason === TOO_LARGE) return this.#end("large");
    if (this.state === "live") this.#become("connecting");
    this.#failures += 1;
    if (!this.#isOnHttp && this.#failures >= REFUSALS_BEFORE_HTTP) this.#exchange();
    this.#retrySocket(suggestedBy(reason));
  }

  get #isOver() {
    return this.state === "ended";
  }

  #openSocket() {
    this.#clear("socket");
    this.#after("deadline", SYNC_WITHIN_MS, () => {
      this.#socket.close();
      this.closed({ code: 1006, reason: "" });
    });
    this.#socket.open();
  }

  #retrySocket(suggested) {
    const wait = this.#isOnHttp
      ? SOCKET_AGAIN_MS
      : 200 + waitBefore(this.#attempt++, { random: this.#random, suggested });
    this.#after("socket", wait, () => this.#openSocket());
  }

  async #exchange() {
    this.#clear("exchange");
    this.#clear("poll");
    this.#isWanted = true;
    if (this.#isExchanging) return;
    this.#isExchanging = true;
    let answer;
    while (this.#isWanted) {
      this.#isWanted = false;
      answer = await this.#http.exchange();
    }
    this.#isExchanging = false;
    this.#answered(answer);
  }

  #answered({ outcome, status, code }) {
    if (this.#isOver || this.state === "live") return;
    const ending = outcome !== "sent" && (code === "document_full" ? "full" : ENDINGS.get(status));
    if (ending) return this.#end(ending);
    if (outcome === "sent") {
      const isNew = !this.#isOnHttp;
      this.#isOnHttp = true;
      this.#become("slow");
      if (isNew) this.#retrySocket(0);
    } else {
      this.#become("offline");
    }
    if (this.#isOnHttp) this.#poll();
  }

  #poll() {
    this.#after("poll", POLL_MS, () => this.#exchange());
  }

  #end(name) {
    this.stop("ended");
    this.#listener.ended(name);
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
    if (this.#timers.has(name)) this.#time.clear(this.#timers.get(name));
    this.#timers.delete(name);
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.#listener.state(state);
  }
}
