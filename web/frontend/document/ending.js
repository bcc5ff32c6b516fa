// When a document can't be followed any longer: says why, and keeps safe what the person wrote.

import { yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import { getSchema } from "@tiptap/core";
import { readCopy } from "./local.js";
import { content } from "./schema.js";

export class Ending {
  #element;
  #words;
  #text = () => "";
  #name = "";

  constructor({ element, words }) {
    this.#element = element;
    this.#words = words;
    this.#button("copy").onclick = () => this.#copy();
    this.#button("download").onclick = () => this.#download();
    this.#button("reload").onclick = () => location.reload();
  }

  /** @param reason  which of the words; @param text  gives what to keep, or nothing; @param discard  forgets it */
  tell(reason, { text = null, title = "", discard = null }) {
    this.#name = title;
    this.#text = text ?? (() => "");
    this.#element.querySelector("[data-reason]").textContent = this.#words[reason];
    for (const name of ["copy", "download"]) this.#button(name).hidden = text === null;
    this.#button("reload").hidden = discard !== null;
    this.#button("discard").hidden = discard === null;
    this.#button("discard").onclick = () => {
      discard?.();
      this.#element.hidden = true;
    };
    this.#element.hidden = false;
  }

  #button(name) {
    return this.#element.querySelector(`[data-do=${name}]`);
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#text());
      this.#element.querySelector("[data-done]").textContent = this.#words.copied;
    } catch {
      this.#download();
    }
  }

  #download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.#text()], { type: "text/plain;charset=utf-8" }));
    link.download = `${this.#name.replace(/[^\p{L}\p{N} _-]/gu, "").slice(0, 60) || "samverk"}.txt`;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

/** The text of copies on this device, as paragraphs. */
export async function textOfCopies(names, words) {
  const texts = await Promise.all(names.map(async (name) => textOf(await readCopy(name), words)));
  return texts.filter(Boolean).join("\n\n");
}

/** The text of a document that no editor has open. */
export function textOf(doc, words) {
  const node = yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment("default"), getSchema(content(words)));
  return node.textBetween(0, node.content.size, "\n\n", "\n");
}
