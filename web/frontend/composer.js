// The field where a message is written: a draft is kept, a post waits in the outbox until it is committed.

import { Attachments } from "./attachments.js";
import { Mentions, peopleOf } from "./mentions.js";
import { Draft, Outbox, newKey } from "./outbox.js";

export class Composer {
  #form;
  #field;
  #list;
  #draft;
  #outbox;
  #sent;
  #words;
  #files;
  #mentions;

  /**
   * @param form  the composer's form, which also works without us
   * @param send  async ({key, body}) -> see Outbox
   * @param sent  called with the resource of each committed message
   */
  constructor({ form, person, room, send, sent, storage = localStorage }) {
    this.#form = form;
    this.#field = form.querySelector("textarea");
    this.#list = document.querySelector("[data-waiting]");
    this.#words = this.#list.dataset;
    this.#sent = sent;
    this.#draft = new Draft({ storage, name: `samverk:draft:${person}:${room}` });
    const post = ({ key, body, files = [], mentions = [] }) =>
      send({ key, body, attachments: files.map(({ id }) => id), mentions });
    this.#outbox = new Outbox({ storage, name: `samverk:outbox:${person}:${room}`, send: post });
    this.#files = new Attachments(form.querySelector("[data-attachments]"));
    this.#mentions = mentionsOf(form, this.#field);
    this.#restore();
    form.addEventListener("submit", (event) => this.#submit(event));
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
  }

  get waiting() {
    return this.#outbox.waiting.length;
  }

  async flush() {
    await this.#outbox.flush((entry, answer) => this.#answered(entry, answer));
  }

  #restore() {
    if (!this.#field.value) this.#field.value = this.#draft.text;
    this.#mentions.recall();
    this.#show();
  }

  #typed() {
    this.#draft.keep(this.#field.value);
    this.#complain("");
  }

  #key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#form.requestSubmit();
  }

  #submit(event) {
    event.preventDefault();
    const body = this.#field.value.trim();
    const { files, isBusy } = this.#files;
    if (isBusy) return this.#complain(this.#words.uploading);
    if (!body && !files.length) return this.#complain(this.#words.empty);
    this.#outbox.add({ key: newKey(), body, files, mentions: this.#mentions.ids });
    this.#files.clear();
    this.#mentions.clear();
    this.#field.value = "";
    this.#draft.keep("");
    this.#complain("");
    this.#show();
    this.flush();
  }

  #answered(entry, answer) {
    if (answer.outcome === "sent") this.#sent(answer.resource);
    if (answer.outcome === "refused") this.#giveBack(entry, answer.detail);
    this.#show(answer);
  }

  /** A refused text goes back to the field, before whatever was written since. */
  #giveBack(entry, detail) {
    this.#field.value = [entry.body, this.#field.value].filter(Boolean).join("\n\n");
    this.#draft.keep(this.#field.value);
    this.#mentions.recall();
    this.#files.giveBack(entry.files ?? []);
    this.#complain(detail || this.#words.refused);
  }

  #complain(text) {
    const message = this.#form.querySelector("[data-complaint]");
    message.textContent = text;
    message.hidden = !text;
    this.#field.setAttribute("aria-invalid", text ? "true" : "false");
  }

  #show({ status } = {}) {
    const note = this.#note(status);
    this.#list.replaceChildren(...this.#outbox.waiting.map((entry) => waitingItem(entry, note)));
  }

  #note(status) {
    if (status === 401) return this.#words.signIn;
    return status === undefined && navigator.onLine ? this.#words.sending : this.#words.later;
  }
}

function mentionsOf(form, field) {
  const { network } = form.querySelector("[data-attachments]").dataset;
  return new Mentions({ field, list: form.querySelector("[data-mentions]"), people: peopleOf(network) });
}

function waitingItem({ body, files = [] }, note) {
  const item = document.createElement("li");
  const text = document.createElement("p");
  const state = document.createElement("small");
  item.className = "waiting__item";
  text.textContent = [body, ...files.map(({ name }) => name)].filter(Boolean).join("\n");
  state.textContent = note;
  item.append(text, state);
  return item;
}
