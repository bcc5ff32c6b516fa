// Files that are made or read by a job on the server: asked for, watched, and come back to.

import { call } from "../api.js";
import { browserTime } from "./time.js";

const FIRST_MS = 700;
const LONGEST_MS = 5_000;

/**
 * Watch a job until it ends. @param ask  async () -> an answer of api.js with {state, progress, ...};
 * @param told  called with each state that is not the end. Resolves with the last resource, null where it failed.
 */
export async function watch(ask, told, time = browserTime) {
  for (let wait = FIRST_MS; ; wait = Math.min(wait * 1.5, LONGEST_MS)) {
    await new Promise((resolve) => time.set(resolve, wait));
    const { outcome, resource } = await ask();
    if (outcome === "refused") return null;
    if (outcome === "later") continue;
    if (resource.state === "done") return resource;
    if (resource.state === "failed") return null;
    told(resource);
  }
}

/** The buttons that take a document out as Word, OpenDocument or PDF. */
export class Exports {
  #element;
  #document;
  #progress;

  constructor({ element, document }) {
    this.#element = element;
    this.#document = document;
    this.#progress = element.querySelector("[data-progress]");
    for (const button of element.querySelectorAll("[data-export]")) {
      button.hidden = false;
      button.addEventListener("click", () => this.#start(button));
    }
  }

  async #start(button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    const words = this.#element.dataset;
    this.#progress.textContent = words.working;
    const asked = await call("POST", `documents/${this.#document}/exports/`, { format: button.dataset.export });
    const job = asked.outcome === "sent" ? await this.#made(asked.resource) : null;
    button.removeAttribute("aria-disabled");
    this.#progress.textContent = job?.url ? words.done : asked.detail || words.failed;
    if (job?.url) location.assign(job.url);
  }

  #made(job) {
    if (job.state === "done") return job;
    const told = ({ progress }) => {
      if (progress) this.#progress.textContent = `${this.#element.dataset.working} ${progress} %`;
    };
    return watch(() => call("GET", `exports/${job.id}/`), told);
  }
}
