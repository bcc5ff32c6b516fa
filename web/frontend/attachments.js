// Files beside a message: uploaded as soon as they are chosen, shown with how far they have come, taken back.

import { call, csrfToken } from "./api.js";

/** The files chosen in a composer. */
export class Attachments {
  #list;
  #words;
  #told;
  #chosen = new Map();

  /** @param element  the part of the composer whose data attributes say where files go, and in which words */
  constructor(element) {
    this.#words = element.dataset;
    this.#list = element.querySelector("[data-chosen]");
    this.#told = element.querySelector("[data-told]");
    const input = element.querySelector("[data-files]");
    element.querySelector("[data-pick]").hidden = false;
    input.addEventListener("change", () => {
      for (const file of input.files) this.#upload(file);
      input.value = "";
    });
  }

  get isBusy() {
    return [...this.#chosen.values()].some((file) => file.id === null);
  }

  get files() {
    return [...this.#chosen.values()].map(({ id, name }) => ({ id, name }));
  }

  /** The chosen files have gone with a message, and what was said of others is read. */
  clear() {
    this.#list.replaceChildren();
    this.#chosen.clear();
  }

  /** A message was refused: its files are chosen again. */
  giveBack(files) {
    for (const { id, name } of files) this.#add(name).done(id);
  }

  async #upload(file) {
    const entry = this.#add(file.name);
    const { id, problem } = await send(file, this.#words, entry.progress);
    if (!this.#chosen.has(entry.item)) return id && call("DELETE", `files/${id}/`);
    if (id) entry.done(id);
    else entry.failed(problem || this.#words.failed);
    this.#told.textContent = `${file.name}: ${id ? this.#words.done : problem || this.#words.failed}`;
  }

  #add(name) {
    const item = document.createElement("li");
    const label = document.createElement("span");
    const bar = document.createElement("progress");
    const button = document.createElement("button");
    label.textContent = name;
    bar.max = 100;
    bar.setAttribute("aria-label", name);
    button.type = "button";
    Object.assign(button.dataset, { size: "sm", variant: "tertiary" });
    button.className = "ds-button";
    button.textContent = this.#words.remove;
    button.setAttribute("aria-label", `${this.#words.remove}: ${name}`);
    button.addEventListener("click", () => this.#remove(item));
    item.append(label, bar, button);
    this.#list.append(item);
    this.#chosen.set(item, { id: null, name });
    return {
      item,
      progress: (percent) => (bar.value = percent),
      done: (id) => {
        this.#chosen.set(item, { id, name });
        bar.remove();
      },
      failed: (problem) => {
        this.#chosen.delete(item);
        bar.remove();
        item.classList.add("is-bad");
        label.textContent = `${name}: ${problem}`;
      },
    };
  }

  #remove(item) {
    const id = this.#chosen.get(item)?.id;
    const next = item.nextElementSibling ?? item.previousElementSibling;
    this.#chosen.delete(item);
    item.remove();
    (next?.querySelector("button") ?? this.#list.parentElement.querySelector("[data-files]")).focus();
    if (id) call("DELETE", `files/${id}/`);
  }
}

/** fetch can't say how far an upload has come, so the older way does it. */
function send(file, { network, zone, membersOnly }, progress) {
  const form = new FormData();
  form.append("file", file);
  form.append("zone", zone);
  form.append("members_only", membersOnly);
  const request = new XMLHttpRequest();
  request.open("POST", `/api/v1/networks/${network}/files/`);
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", ({ loaded, total }) => progress((100 * loaded) / total));
  return new Promise((resolve) => {
    request.addEventListener("loadend", () => {
      const answer = request.response ?? {};
      const problem = answer.errors?.[0]?.detail ?? answer.detail ?? "";
      resolve(request.status === 201 ? { id: answer.id } : { problem });
    });
    request.send(form);
  });
}

/** A file of a message in the list, as the server writes it. */
export function attachedItem({ name, size, url, width, height }, language) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = url;
  if (width) {
    const picture = document.createElement("img");
    Object.assign(picture, { src: url, alt: name, width, height, loading: "lazy" });
    link.append(picture);
  } else {
    link.textContent = name;
    link.download = name;
  }
  const weight = document.createElement("small");
  weight.textContent = width ? "" : ` ${inKilobytes(size, language)}`;
  item.append(link, weight);
  return item;
}

function inKilobytes(size, language) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return size < 1024 * 1024 ? `${number.format(size / 1024)} KB` : `${number.format(size / 1024 / 1024)} MB`;
}
