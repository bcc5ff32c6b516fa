// Files that are made or read by a job on the server: asked for, watched, and come back to.

import { call, everyRow } from "../api.js";
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

/** The buttons that take a document out as Word, OpenDocument or PDF. What is being made may be left and come back to. */
export class Exports {
  #element;
  #document;
  #progress;
  #format;

  /** @param format  a moment (ISO 8601) as people read it */
  constructor({ element, document, format }) {
    this.#element = element;
    this.#document = document;
    this.#format = format;
    this.#progress = element.querySelector("[data-progress]");
    for (const button of element.querySelectorAll("[data-export]")) {
      button.hidden = false;
      button.addEventListener("click", () => this.#start(button));
    }
    this.#comeBack();
  }

  async #start(button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    const words = this.#element.dataset;
    this.#progress.textContent = words.working;
    const asked = await call("POST", `documents/${this.#document}/exports/`, { format: button.dataset.export });
    const job = asked.outcome === "sent" ? await this.#made(asked.resource) : null;
    button.removeAttribute("aria-disabled");
    this.#progress.textContent = job ? words.done : asked.detail || words.failed;
    if (!job) return;
    this.#offer(job);
    location.assign(job.url);
  }

  async #made(job) {
    const told = ({ progress }) => {
      this.#progress.textContent = `${this.#element.dataset.working} ${progress} %`;
    };
    return job.state === "done" ? job : watch(() => call("GET", `exports/${job.id}/`), told);
  }

  /** What was asked for on an earlier visit: files that are ready, and one that is still being made. */
  async #comeBack() {
    const jobs = (await everyRow(`documents/${this.#document}/exports/`)) ?? [];
    for (const job of jobs.filter(({ url }) => url).slice(-3)) this.#offer(job);
    const job = jobs.findLast(({ finished_at }) => !finished_at);
    const made = job && (await this.#made(job));
    if (!job) return;
    this.#progress.textContent = made ? "" : this.#element.dataset.failed;
    if (made) this.#offer(made);
  }

  #offer({ name, url, finished_at }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = url;
    link.textContent = name;
    item.append(link, ` ${this.#format(finished_at)}`);
    this.#element.querySelector("[data-ready]").prepend(item);
  }
}
