// Versions beside the text: the latest first, one can be named, any two compared, an earlier one restored.

import { call, everyRow } from "../api.js";

const SHOWN = 30;

export class Versions {
  #element;
  #document;
  #parts;
  #say;
  #format;
  #found = [];
  #chosen = null;

  /** @param parts  the page's elements, with the dialogs `difference` and `restore` */
  constructor({ parts, document, say, format }) {
    this.#element = parts.versions;
    this.#parts = parts;
    this.#document = document;
    this.#say = say;
    this.#format = format;
    this.#find("[data-name]")?.addEventListener("submit", (event) => this.#name(event));
    this.#find("[data-list]").addEventListener("click", (event) => this.#click(event));
    this.#find("[data-compare]").addEventListener("submit", (event) => this.#compare(event));
    parts.restore?.addEventListener("close", () => this.#answered());
    this.load();
  }

  async load() {
    const found = await everyRow(`documents/${this.#document}/revisions/`);
    if (!found) return;
    this.#found = found.sort((a, b) => b.number - a.number);
    this.#element.hidden = false;
    this.#show();
  }

  #find(selector) {
    return this.#element.querySelector(selector);
  }

  #show() {
    const used = document.activeElement.closest("[data-version] [data-verb]");
    const again = used && `[data-version="${used.closest("[data-version]").dataset.version}"] [data-verb=${used.dataset.verb}]`;
    this.#find("[data-list]").replaceChildren(...this.#found.slice(0, SHOWN).map((version) => this.#item(version)));
    if (again) this.#find(again)?.focus({ preventScroll: true });
    this.#find("[data-empty]").hidden = this.#found.length > 0;
    const form = this.#find("[data-compare]");
    form.hidden = this.#found.length < 2;
    const [from, to] = [form.elements.from, form.elements.to];
    const before = [from.value, to.value];
    from.replaceChildren(...this.#found.map((version) => this.#option(version)));
    to.replaceChildren(nowOption(this.#element.dataset.now), ...this.#found.map((version) => this.#option(version)));
    if (before[0]) [from.value, to.value] = before;
  }

  #item(version) {
    const item = document.getElementById("version-template").content.firstElementChild.cloneNode(true);
    item.dataset.version = version.id;
    item.querySelector("[data-title]").textContent = this.#titleOf(version);
    const time = item.querySelector("time");
    time.dateTime = version.at;
    time.textContent = this.#format(version.at);
    item.querySelector("[data-authors]").textContent = authorsOf(version);
    for (const button of item.querySelectorAll("button")) {
      button.setAttribute("aria-label", `${button.textContent.trim()}: ${this.#titleOf(version)}, ${this.#format(version.at)}`);
    }
    return item;
  }

  #titleOf({ name, kind }) {
    const words = this.#element.dataset;
    return name || { restored: words.restoredFrom, imported: words.imported }[kind] || words.automatic;
  }

  #option(version) {
    const option = document.createElement("option");
    option.value = version.id;
    option.textContent = `${this.#titleOf(version)}, ${this.#format(version.at)}`;
    return option;
  }

  async #name(event) {
    event.preventDefault();
    const field = event.target.elements.name;
    const complaint = this.#find("[data-complaint]");
    if (!field.value.trim()) return field.focus();
    const answer = await call("POST", `documents/${this.#document}/revisions/`, { name: field.value.trim() });
    complaint.hidden = answer.outcome === "sent";
    complaint.textContent = answer.detail || this.#element.dataset.failed;
    if (answer.outcome !== "sent") return;
    field.value = "";
    this.#say(this.#element.dataset.named);
    await this.load();
  }

  #click({ target }) {
    const id = target.closest("[data-version]")?.dataset.version;
    const verb = target.closest("[data-verb]")?.dataset.verb;
    const version = this.#found.find((one) => one.id === id);
    if (verb === "compare") this.#showDifference(version, null);
    if (verb === "restore") this.#ask(version);
  }

  #compare(event) {
    event.preventDefault();
    const { from, to } = event.target.elements;
    const version = (id) => this.#found.find((one) => one.id === id) ?? null;
    this.#showDifference(version(from.value), version(to.value));
  }

  async #showDifference(from, to) {
    const query = new URLSearchParams({ from: from.id, to: to?.id ?? "now" });
    const { outcome, resource, detail } = await call("GET", `documents/${this.#document}/diff/?${query}`);
    if (outcome !== "sent") return this.#say(detail || this.#element.dataset.failed);
    const dialog = this.#parts.difference;
    const words = this.#element.dataset;
    const name = (version) => (version ? `${this.#titleOf(version)} (${this.#format(version.at)})` : words.now);
    dialog.querySelector("[data-title]").textContent = words.compared.replace("{from}", name(from)).replace("{to}", name(to));
    const text = dialog.querySelector("[data-text]");
    text.innerHTML = resource.html; // cleaned by the server
    if (!text.querySelector("ins, del")) text.textContent = words.none;
    dialog.showModal();
  }

  #ask(version) {
    this.#chosen = version;
    const dialog = this.#parts.restore;
    dialog.returnValue = "";
    dialog.querySelector("[data-which]").textContent = `${this.#titleOf(version)}, ${this.#format(version.at)}`;
    dialog.showModal();
  }

  async #answered() {
    if (this.#parts.restore.returnValue !== "restore") return;
    const path = `documents/${this.#document}/revisions/${this.#chosen.id}/restore/`;
    const { outcome, detail } = await call("POST", path);
    this.#say(outcome === "sent" ? this.#element.dataset.restored : detail || this.#element.dataset.failed);
    await this.load();
  }
}

function nowOption(text) {
  const option = document.createElement("option");
  option.value = "";
  option.textContent = text;
  return option;
}

/** "Anna (Göteborgs stad), Bo (Örebro kommun)" */
export function authorsOf({ authors = [] }) {
  return authors.map(({ person, authority }) => (authority ? `${person?.name} (${authority.name})` : person?.name)).join(", ");
}
