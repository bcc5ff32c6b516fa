// The socket line: npm's y-websocket, which we tell when to connect, and which tells the ledger what it hears.

import * as encoding from "lib0/encoding";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { one, STEP_1, STEP_2, written } from "./protocol.js";

const SYNC = 0;
const AUTH = 2;
const ASK_AFTER_MS = 400;
const ASK_AGAIN_MS = 1_500;

export class SocketLine {
  #provider;
  #doc;
  #ledger;
  #listener;
  #timer = null;

  /**
   * @param listener  {synced(), closed({code, reason}), denied()}
   * @param WebSocketPolyfill  a WebSocket of the caller's, in tests
   */
  constructor({ url, id, epoch, doc, awareness, ledger, WebSocketPolyfill = WebSocket }) {
    this.#doc = doc;
    this.#ledger = ledger;
    this.#provider = new WebsocketProvider(url, id, doc, {
      awareness,
      WebSocketPolyfill,
      connect: false,
      disableBc: true, // another tab may belong to somebody else by now
      params: { epoch },
      shouldReconnect: () => false, // we decide, with jitter
    });
    this.#provider.messageHandlers[SYNC] = (...args) => this.#sync(...args);
    this.#provider.messageHandlers[AUTH] = () => this.#listener.denied();
    this.#provider.on("sync", (isSynced) => isSynced && this.#listener.synced());
    this.#provider.on("closed", ({ code, reason }) => this.#listener.closed({ code, reason }));
    this.#provider.on("status", ({ status }) => status === "connected" && this.#ask(ASK_AFTER_MS));
  }

  /** The origin of what came from the server. */
  get origin() {
    return this.#provider;
  }

  listen(listener) {
    this.#listener = listener;
  }

  open() {
    this.#provider.connect();
  }

  close() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#provider.disconnect();
  }

  /** Something was written: soon ask what the server has of it. */
  wrote() {
    this.#ask(ASK_AFTER_MS);
  }

  #ask(ms) {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const { ws, wsconnected } = this.#provider;
      if (!wsconnected || this.#ledger.isClear) return;
      const question = written([[STEP_1, this.#ledger.question(this.#doc)]]);
      ws.send(Uint8Array.of(SYNC, ...question));
      this.#ask(ASK_AGAIN_MS);
    }, ms);
  }

  /** One sync message of the server: what it has goes to the ledger, what it brings into the document. */
  #sync(encoder, decoder, provider, emitSynced) {
    const [step, payload] = one(decoder);
    if (step === STEP_1) {
      this.#ledger.has(payload);
      encoding.writeVarUint(encoder, SYNC);
      encoding.writeVarUint(encoder, STEP_2);
      encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(this.#doc, payload));
      this.#ask(ASK_AFTER_MS);
      return;
    }
    this.#ledger.told(payload);
    try {
      Y.applyUpdate(this.#doc, payload, provider);
    } catch (error) {
      console.error("document: what came can't be shown", error); // it is in the document, and told to others
    }
    if (emitSynced && step === STEP_2) provider.synced = true;
  }
}

