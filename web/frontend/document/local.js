// The copy of a document on this device: one for each person, document and epoch. What is written without a
// connection waits in it, also when the page is closed.

import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";
import { copies, note, remove } from "../copies.js";

const OPEN_WITHIN_MS = 4_000;

export class LocalCopy {
  #facts;
  #doc;
  #persistence = null;
  isAvailable = false;

  constructor({ doc, person, document, epoch, title }) {
    this.#doc = doc;
    this.#facts = { person, document, epoch, title };
  }

  get name() {
    const { person, document, epoch } = this.#facts;
    return `samverk:document:${person}:${document}:${epoch}`;
  }

  /** Read what this device has. Resolves in any case: `isAvailable` says whether it keeps anything. */
  async open() {
    if (!(await canStore())) return;
    this.#persistence = new IndexeddbPersistence(this.name, this.#doc);
    const timeout = new Promise((resolve) => setTimeout(() => resolve(null), OPEN_WITHIN_MS));
    this.isAvailable = (await Promise.race([this.#persistence.whenSynced, timeout])) !== null;
    if (this.isAvailable) note(this.name, { ...this.#facts, leaving: false });
  }

  /** Is anything kept here that the server does not have? */
  noteUnsent(unsent) {
    if (this.isAvailable) note(this.name, { unsent });
  }

  close() {
    this.isAvailable = false;
    return this.#persistence?.destroy();
  }

  /** Copies of the same document from before it started anew, with text that never reached the server. */
  stranded() {
    const { person, document, epoch } = this.#facts;
    return Object.entries(copies())
      .filter(([, copy]) => copy.person === person && copy.document === document && copy.epoch !== epoch)
      .filter(([name, copy]) => copy.unsent || (remove(name), false))
      .map(([name]) => name);
  }
}

/** The document that a copy holds. */
export async function readCopy(name) {
  const doc = new Y.Doc();
  const persistence = new IndexeddbPersistence(name, doc);
  await persistence.whenSynced;
  await persistence.destroy();
  return doc;
}

function canStore() {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open("samverk:probe");
      request.onsuccess = () => (request.result.close(), resolve(true));
      request.onerror = () => resolve(false);
    } catch {
      resolve(false);
    }
  });
}
