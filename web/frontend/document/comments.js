// The comments beside the text: threads in the order of their passages, answered and resolved where they stand.

import { call, everyRow } from "../api.js";
import { anchorOf, rangeOf } from "./anchors.js";
import { highlight, threadAt } from "./highlights.js";
import { Mentions } from "../mentions.js";
import { copyOf, Remarks } from "./remarks.js";
import { inOrderOfText, threadsOf } from "./threads.js";

export class Comments {
  #element;
  #document;
  #editor = null;
  #people;
  #say;
  #remarks;
  #threads = [];
  #active = null;
  #asked = 0;
  #answered = 0;
  #anchor = null;
  #form;
  #mentions;

  /** @param remarks  what Remarks wants to know; @param say  tells a screen reader */
  constructor({ element, document, remarks, say, format }) {
    this.#element = element;
    this.#document = document;
    this.#people = remarks.people;
    this.#say = say;
    const done = (id) => this.load().then(() => this.choose(id));
    this.#remarks = new Remarks({ ...remarks, words: element.dataset, say, format, done });
    this.#form = element.querySelector("[data-new]");
    if (this.#form) this.#startForm();
    this.#find("[data-resolved]").addEventListener("change", () => this.#show());
    this.#find("[data-threads]").addEventListener("click", (event) => this.#click(event));
    this.#find("[data-threads]").addEventListener("focusin", ({ target }) => this.#activate(idOf(target)));
  }

  attach(editor) {
    this.#editor = editor;
    this.load();
  }

  async load() {
    const turn = ++this.#asked;
    const found = await everyRow(`documents/${this.#document}/comments/`);
    if (!found || turn < this.#answered) return; // overtaken by an answer to a later question
    this.#answered = turn;
    this.#element.hidden = false;
    this.#threads = threadsOf(found);
    this.#show();
  }

  /** Begin a comment on what is marked; where nothing is, go to the comment that the cursor stands in. */
  begin() {
    const { state } = this.#editor;
    const here = state.selection.empty && threadAt(state, state.selection.from);
    if (here) return this.choose(here);
    if (!this.#form) return false;
    this.#anchor = anchorOf(state);
    const quote = this.#form.querySelector("[data-quote]");
    quote.textContent = this.#anchor?.quote ?? "";
    quote.hidden = !this.#anchor;
    this.#form.hidden = false;
    this.#form.querySelector("textarea").focus();
    return true;
  }

  /** Go to a thread. */
  choose(id) {
    this.#activate(id);
    const item = this.#find(`[data-thread="${CSS.escape(id)}"]`);
    item?.scrollIntoView({ block: "nearest" });
    item?.focus({ preventScroll: true });
    return Boolean(item);
  }

  #find(selector) {
    return this.#element.querySelector(selector);
  }

  #startForm() {
    const field = this.#form.querySelector("textarea");
    this.#mentions = new Mentions({ field, list: this.#form.querySelector("[role=listbox]"), people: this.#people });
    this.#find("[data-begin]")?.addEventListener("click", () => this.begin());
    this.#form.querySelector("[data-cancel]").addEventListener("click", () => this.#cancel());
    this.#form.addEventListener("keydown", (event) => event.key === "Escape" && this.#cancel());
    this.#form.addEventListener("submit", (event) => this.#submit(event, this.#form, this.#mentions));
  }

  #cancel() {
    this.#form.hidden = true;
    this.#editor.commands.focus();
  }

  async #submit(event, form, mentions, replyTo = null) {
    event.preventDefault();
    const field = form.querySelector("textarea");
    const complaint = form.querySelector("[data-complaint]");
    const wish = { body: field.value.trim(), mentions: mentions.ids, reply_to: replyTo };
    if (!wish.body) return field.focus();
    if (!replyTo) wish.anchor = this.#anchor;
    const answer = await call("POST", `documents/${this.#document}/comments/`, wish);
    complaint.hidden = answer.outcome === "sent";
    if (answer.outcome !== "sent") {
      complaint.textContent = answer.detail || this.#element.dataset.notSent;
      return;
    }
    field.value = "";
    mentions.clear();
    if (!replyTo) form.hidden = true;
    this.#say(this.#element.dataset.sent);
    await this.load();
    this.choose(replyTo ?? answer.resource.id);
  }

  async #click({ target }) {
    const id = idOf(target);
    const verb = target.closest("[data-verb]")?.dataset.verb;
    if (verb) {
      const { outcome, detail } = await call("POST", `comments/${id}/${verb}/`);
      this.#say(outcome === "sent" ? this.#element.dataset[verb] : detail || this.#element.dataset.notSent);
      if (verb === "resolve") this.#find("[data-heading]").focus();
      await this.load();
    } else if (target.closest("[data-go]")) {
      const range = rangeOf(this.#editor.state, this.#threads.find((one) => one.id === id)?.anchor);
      if (range) this.#editor.chain().setTextSelection(range).focus().scrollIntoView().run();
    }
  }

  #activate(id) {
    if (!id || id === this.#active) return;
    this.#active = id;
    for (const item of this.#element.querySelectorAll("[data-thread]")) {
      item.classList.toggle("thread--active", item.dataset.thread === id);
    }
    highlight(this.#editor, { active: id });
  }

  #show() {
    const wantsResolved = this.#find("[data-resolved]").checked;
    const open = this.#threads.filter((thread) => !thread.isResolved);
    const shown = wantsResolved ? this.#threads : open;
    const placeOf = (thread) => rangeOf(this.#editor.state, thread.anchor)?.from;
    const list = this.#find("[data-threads]");
    const items = inOrderOfText(shown, placeOf).map((thread) => this.#filled(thread, placeOf(thread)));
    // Nothing is taken out that stays: whoever is answering keeps the focus and what they typed.
    for (const item of [...list.children]) if (!items.includes(item)) item.remove();
    items.forEach((item, at) => list.children[at] !== item && list.insertBefore(item, list.children[at] ?? null));
    this.#find("[data-count]").textContent = open.length || "";
    this.#find("[data-none]").hidden = shown.length > 0;
    this.#find("[data-resolved]").closest("label").hidden = open.length === this.#threads.length;
    highlight(this.#editor, { threads: open.filter((thread) => thread.anchor), active: this.#active });
  }

  #filled(thread, place) {
    const known = this.#find(`[data-threads] > [data-thread="${CSS.escape(thread.id)}"]`);
    const item = known ?? this.#created(thread.id);
    item.classList.toggle("thread--resolved", thread.isResolved);
    item.classList.toggle("thread--active", thread.id === this.#active);
    const quote = item.querySelector("[data-go]");
    quote.hidden = !thread.anchor;
    quote.querySelector("[data-quote]").textContent = thread.anchor?.quote ?? "";
    quote.disabled = place === undefined;
    item.querySelector("[data-gone]").hidden = !thread.anchor || place !== undefined;
    item.querySelector("[data-comments]").replaceChildren(...thread.comments.map((comment) => this.#remarks.item(comment, thread.id)));
    for (const verb of item.querySelectorAll("[data-verb]")) {
      verb.hidden = (verb.dataset.verb === "resolve") === thread.isResolved;
    }
    const form = item.querySelector("form");
    if (form) form.hidden = thread.isResolved;
    return item;
  }

  #created(id) {
    const item = copyOf("thread-template");
    item.dataset.thread = id;
    const form = item.querySelector("form");
    if (!form) return item;
    const field = form.querySelector("textarea");
    const mentions = new Mentions({ field, list: form.querySelector("[role=listbox]"), people: this.#people });
    form.addEventListener("submit", (event) => this.#submit(event, form, mentions, id));
    return item;
  }
}

function idOf(target) {
  return target.closest("[data-thread]")?.dataset.thread;
}
