// A document that is open in a page: brings together the text, the lines to the server and this device.

import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { remove } from "../copies.js";
import { startBeside } from "./beside.js";
import { Connection } from "./connection.js";
import { Ending, textOf, textOfCopies } from "./ending.js";
import { highlights } from "./highlights.js";
import { HttpLine } from "./http.js";
import { Ledger } from "./ledger.js";
import { LocalCopy } from "./local.js";
import { colourOf, fullName, Presence } from "./people.js";
import { RemoteChanges } from "./remote.js";
import { SocketLine } from "./socket.js";
import { Status } from "./status.js";
import { browserTime } from "./time.js";
import { listenToOthers, startWriting } from "./writing.js";

export class DocumentPage {
  #facts;
  #words;
  #parts;
  #announcer;
  #doc = new Y.Doc();
  #awareness = new Awareness(this.#doc);
  #status;
  #local;
  #ledger;
  #socket;
  #http;
  #connection;
  #beside;
  #editor = null;

  /** @param element  the page's article, with facts and words as JSON in data attributes */
  constructor(element) {
    this.#facts = JSON.parse(element.dataset.document);
    this.#words = JSON.parse(element.dataset.words);
    this.#parts = partsOf(element);
    this.#announcer = { say: (text) => (this.#parts.announcer.textContent = text) };
    if (!this.#facts.mayEdit) this.#awareness.setLocalState(null);
    this.#status = new Status({ element: this.#parts.status, announcer: this.#announcer, words: this.#words });
    this.#status.set({ mayEdit: this.#facts.mayEdit });
    this.#startKeeping();
    this.#startLines();
    this.#beside = startBeside({ facts: this.#facts, parts: this.#parts, say: this.#announcer.say });
  }

  async open() {
    await this.#local.open();
    this.#status.set({ isKept: this.#local.isAvailable });
    if (this.#doc.store.clients.size) this.#show();
    this.#connection.start();
    this.#listenToThePage();
    await this.#tellOfStrandedText();
  }

  #startKeeping() {
    const { id, epoch, title, person, mayEdit } = this.#facts;
    this.#local = new LocalCopy({ doc: this.#doc, person: person.id, document: id, epoch, title });
    this.#ledger = new Ledger((isClear) => {
      this.#status.set({ isClear });
      this.#local.noteUnsent(mayEdit && !isClear);
    });
  }

  #startLines() {
    const { id, epoch } = this.#facts;
    const shared = { doc: this.#doc, ledger: this.#ledger };
    this.#socket = new SocketLine({ url: socketUrl(), id, epoch, awareness: this.#awareness, ...shared });
    this.#http = new HttpLine({ url: `/api/v1/documents/${id}/sync/?epoch=${epoch}`, ...shared });
    const listener = { state: (state) => this.#become(state), ended: (reason) => this.#end(reason) };
    this.#connection = new Connection({ socket: this.#socket, http: this.#http, time: browserTime, listener });
    this.#socket.listen({
      synced: () => this.#connection.synced(),
      closed: (end) => this.#connection.closed(end),
      denied: () => this.#denied(),
    });
    this.#doc.on("update", (update, origin) => {
      if (this.#isServer(origin)) return;
      if (this.#facts.mayEdit) this.#ledger.wrote(update);
      this.#socket.wrote();
      this.#connection.wrote();
    });
  }

  #isServer(origin) {
    return origin === this.#socket.origin || origin === this.#http;
  }

  #become(state) {
    this.#status.set({ state });
    document.body.dataset.documentState = state;
    if (state === "live" || state === "slow") this.#show();
  }

  /** The text takes the place of what the server showed, once there is one: never an empty page for a full one. */
  #show() {
    if (this.#editor) return;
    const { person, authority } = this.#facts;
    const comments = this.#beside.comments;
    this.#editor = startWriting({
      parts: this.#parts,
      facts: this.#facts,
      words: this.#words,
      doc: this.#doc,
      awareness: this.#awareness,
      user: { ...person, authority, color: colourOf(person.id) },
      tell: (text) => (this.#parts.notice.textContent = text),
      comment: () => comments.begin(),
      more: [highlights((id) => comments.choose(id))],
    });
    comments.attach(this.#editor);
    new Presence({ element: this.#parts.here, awareness: this.#awareness });
    listenToOthers({
      editor: this.#editor,
      doc: this.#doc,
      awareness: this.#awareness,
      isServer: (origin) => this.#isServer(origin),
      changes: new RemoteChanges({ announcer: this.#announcer, words: this.#words }),
    });
  }

  #end(reason) {
    const { mayEdit, title } = this.#facts;
    this.#editor?.setEditable(false);
    const text = this.#ledger.isClear || !mayEdit ? null : () => textOf(this.#doc, this.#words);
    const discard = reason === "large" ? () => this.#beginAgain() : null;
    new Ending({ element: this.#parts.ending, words: this.#words }).tell(reason, { text, title, discard });
    this.#local.close();
  }

  /** Without this device's copy, which would be refused again. */
  async #beginAgain() {
    await remove(this.#local.name);
    location.reload();
  }

  /** The person's role does not write any more: nothing is typed in vain. */
  #denied() {
    if (!this.#facts.mayEdit) return;
    this.#facts.mayEdit = false;
    this.#editor?.setEditable(false);
    this.#parts.toolbar.hidden = true;
    this.#status.set({ mayEdit: false });
    const text = () => textOf(this.#doc, this.#words);
    new Ending({ element: this.#parts.ending, words: this.#words }).tell("readonly", { text, title: this.#facts.title });
  }

  #listenToThePage() {
    addEventListener("online", () => this.#connection.wake());
    addEventListener("offline", () => this.#connection.sleep());
    document.addEventListener("visibilitychange", () => !document.hidden && this.#connection.wake());
    document.addEventListener("samverk:feed", ({ detail }) => this.#hear(detail));
    document.addEventListener("samverk:leaving", () => (this.#connection.stop("ended"), this.#local.close()));
    addEventListener("beforeunload", (event) => {
      if (this.#facts.mayEdit && !this.#ledger.isClear && !this.#local.isAvailable) event.preventDefault();
    });
  }

  #hear({ type, stream, resource }) {
    if (stream !== `document:${this.#facts.id}`) return;
    if (type === "comment.made") this.#tellOfComment(resource);
    if (type === "document.changed") this.#connection.news();
    if (type.startsWith("comment.") && this.#editor) this.#beside.comments.load();
    if (type.startsWith("revision.")) this.#beside.versions.load();
  }

  #tellOfComment(comment) {
    if (!comment || comment.author.id === this.#facts.person.id) return;
    const who = fullName({ name: comment.author.name, authority: comment.authority.name });
    this.#announcer.say(this.#words.commented.replace("{who}", who));
  }

  /** Text from before the document started anew, which only this device has. */
  async #tellOfStrandedText() {
    const names = this.#local.stranded();
    const discard = () => names.forEach((name) => remove(name));
    const text = names.length ? await textOfCopies(names, this.#words) : "";
    if (!text) return discard();
    const ending = new Ending({ element: this.#parts.ending, words: this.#words });
    ending.tell("stranded", { text: () => text, title: this.#facts.title, discard });
  }
}

function partsOf(element) {
  const parts = {};
  for (const part of element.querySelectorAll("[data-part]")) parts[part.dataset.part] = part;
  return parts;
}

function socketUrl() {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/documents`;
}
