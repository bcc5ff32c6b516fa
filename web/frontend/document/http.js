// The HTTP line: the same sync messages in requests, where WebSockets are refused.

import * as Y from "yjs";
import { csrfToken, worthAnotherTry } from "../api.js";
import { read, STEP_1, STEP_2, UPDATE, written } from "./protocol.js";

export class HttpLine {
  #url;
  #doc;
  #ledger;
  #fetch;
  #server = null; // the state vector that the server last told of

  /** The origin of what came from the server: this object. */
  constructor({ url, doc, ledger, fetch = (...args) => globalThis.fetch(...args) }) {
    this.#url = url;
    this.#doc = doc;
    this.#ledger = ledger;
    this.#fetch = fetch;
  }

  /** Send what the server lacks and take what we lack. -> {outcome, status} as in api.js */
  async exchange() {
    let answer = await this.#send();
    // It has told what it has for the first time: now we know what to send.
    if (answer.outcome === "sent" && !this.#ledger.isClear && answer.isFirst) answer = await this.#send();
    return answer;
  }

  async #send() {
    const mark = this.#ledger.mark();
    const knew = this.#server;
    const messages = [[STEP_1, Y.encodeStateVector(this.#doc)]];
    const sends = knew && !this.#ledger.isClear;
    if (sends) messages.unshift([UPDATE, Y.encodeStateAsUpdate(this.#doc, knew)]);
    const response = await this.#post(written(messages));
    if (!response?.ok) return failure(response);
    try {
      this.#take(read(new Uint8Array(await response.arrayBuffer())));
    } catch {
      return { outcome: "later", status: 0 };
    }
    if (sends) this.#ledger.kept(mark);
    return { outcome: "sent", status: response.status, isFirst: !knew };
  }

  async #post(body) {
    try {
      return await this.#fetch(this.#url, {
        method: "POST",
        headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": csrfToken() },
        body,
        credentials: "same-origin",
      });
    } catch {
      return null;
    }
  }

  #take(messages) {
    for (const [step, payload] of messages) {
      if (step === STEP_1) {
        this.#server = payload;
        this.#ledger.has(payload);
      }
      if (step === STEP_2 || step === UPDATE) {
        this.#ledger.told(payload);
        Y.applyUpdate(this.#doc, payload, this);
      }
    }
  }
}

async function failure(response) {
  const status = response?.status ?? 0;
  const problem = await response?.json().catch(() => null);
  return { outcome: worthAnotherTry(status) ? "later" : "refused", status, code: problem?.code ?? "" };
}
