// Images from files: chosen, pasted or dropped, taken in by the network's files, then put into the text.

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { csrfToken } from "../api.js";

export class Images {
  #network;
  #zone;
  #editor = null;
  #input;
  #tell;
  #words;

  /** @param tell  tells the person something, as text */
  constructor({ network, zone, input, tell, words }) {
    this.#network = network;
    this.#zone = zone;
    this.#input = input;
    this.#tell = tell;
    this.#words = words;
    input.addEventListener("change", () => this.#chosen());
  }

  /** The part of the editor that takes pasted and dropped files. */
  get extension() {
    const take = (files) => this.#take(files);
    return Extension.create({
      name: "imageFiles",
      onCreate: ({ editor }) => {
        this.#editor = editor;
      },
      addProseMirrorPlugins: () => [
        new Plugin({
          props: {
            handlePaste: (_view, event) => take(event.clipboardData?.files),
            handleDrop: (_view, event) => take(event.dataTransfer?.files),
          },
        }),
      ],
    });
  }

  choose() {
    this.#input.click();
  }

  #chosen() {
    this.#take(this.#input.files);
    this.#input.value = "";
  }

  /** Did any of the files concern us? */
  #take(files) {
    const images = [...(files ?? [])].filter((file) => file.type.startsWith("image/"));
    for (const image of images) this.#insert(image);
    return images.length > 0;
  }

  async #insert(file) {
    this.#tell(this.#words.imageSending.replace("{name}", file.name));
    const { url, problem } = await this.#send(file);
    if (problem) return this.#tell(problem);
    const alt = file.name.replace(/\.[^.]+$/, "");
    this.#editor.chain().focus().setImage({ src: url, alt }).run();
    this.#tell(this.#words.imageDone.replace("{name}", file.name));
  }

  async #send(file) {
    const body = new FormData();
    body.append("file", file);
    body.append("zone", this.#zone);
    let response;
    try {
      response = await fetch(`/api/v1/networks/${this.#network}/files/`, {
        method: "POST",
        headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
        body,
        credentials: "same-origin",
      });
    } catch {
      return { problem: this.#words.imageOffline };
    }
    const answer = await response.json().catch(() => null);
    if (response.ok && answer?.url) return { url: pathOf(answer.url) };
    if (response.status === 404) return { problem: this.#words.imageNowhere };
    return { problem: answer?.detail || this.#words.imageRefused };
  }
}

/** An address of this site without the site: it stays true when the site moves. */
export function pathOf(url, origin = location.origin) {
  const found = new URL(url, origin);
  return found.origin === new URL(origin).origin ? found.pathname + found.search : found.href;
}
