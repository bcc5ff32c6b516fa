// One comment as it stands in its thread: what it says, and its author's way to change it or take it away.

import { call } from "../api.js";
import { Mentions } from "../mentions.js";

export class Remarks {
  #facts;
  #editing = new Map(); // id -> the item whose form is open: what is typed in it stays, whatever comes

  /**
   * @param facts  {person, may: {write, moderate}, isPrivate, people, words, say, format, done}; `words` are the
   *   element's data, `done` is told the thread in which something changed
   */
  constructor(facts) {
    this.#facts = facts;
  }

  /** The comment as an item of the list. */
  item(comment, thread) {
    return this.#editing.get(comment.id) ?? this.#shown(comment, thread);
  }

  #shown(comment, thread) {
    const { author, authority, body_html, created_at, edited_at, deleted_at, zone } = comment;
    const { format, isPrivate, words } = this.#facts;
    const item = copyOf("comment-template");
    item.querySelector("[data-author]").textContent = author?.name ?? "";
    item.querySelector("[data-authority]").textContent = authority?.name ?? "";
    const time = item.querySelector("time");
    time.dateTime = created_at;
    time.textContent = format(created_at);
    item.querySelector("[data-edited]").hidden = !edited_at || Boolean(deleted_at);
    item.querySelector("[data-private]").hidden = zone !== "authority" || isPrivate;
    const text = item.querySelector("[data-body]");
    if (deleted_at) text.textContent = words.gone;
    else text.innerHTML = body_html; // cleaned by the server
    this.#offer(item, comment, thread);
    return item;
  }

  /** The buttons for what this person may do with it. */
  #offer(item, comment, thread) {
    const { person, may } = this.#facts;
    const own = may.write && comment.author?.id === person;
    const buttons = { change: own, remove: own || may.moderate };
    for (const [name, isOffered] of Object.entries(buttons)) {
      const button = item.querySelector(`[data-${name}]`);
      button.hidden = !isOffered || Boolean(comment.deleted_at);
    }
    item.querySelector("[data-change]").addEventListener("click", () => this.#change(item, comment, thread));
    item.querySelector("[data-remove]").addEventListener("click", () => this.#remove(comment, thread));
  }

  #change(item, comment, thread) {
    const form = copyOf("comment-form-template");
    const field = form.querySelector("textarea");
    const mentions = new Mentions({ field, list: form.querySelector("[role=listbox]"), people: this.#facts.people });
    const close = () => this.#close(item, form, comment);
    field.value = comment.body;
    mentions.recall(comment.mentions);
    form.addEventListener("submit", (event) => this.#save(event, { form, field, mentions, comment, thread }));
    form.addEventListener("keydown", ({ key }) => key === "Escape" && close());
    form.querySelector("[data-cancel]").addEventListener("click", close);
    for (const part of item.querySelectorAll("[data-body], [data-verbs]")) part.hidden = true;
    item.append(form);
    this.#editing.set(comment.id, item);
    field.focus();
  }

  #close(item, form, comment) {
    this.#editing.delete(comment.id);
    form.remove();
    for (const part of item.querySelectorAll("[data-body], [data-verbs]")) part.hidden = false;
    item.querySelector("[data-change]").focus();
  }

  async #save(event, { form, field, mentions, comment, thread }) {
    event.preventDefault();
    const { words, say, done } = this.#facts;
    const wish = { body: field.value.trim(), mentions: mentions.ids };
    if (!wish.body) return field.focus();
    const answer = await call("PATCH", `comments/${comment.id}/`, wish, { "If-Match": `"${comment.version}"` });
    const complaint = form.querySelector("[data-complaint]");
    complaint.hidden = answer.outcome === "sent";
    if (answer.outcome !== "sent") {
      complaint.textContent = answer.detail || words.notSent;
      return;
    }
    this.#editing.delete(comment.id);
    say(words.changed);
    done(thread);
  }

  async #remove(comment, thread) {
    const { words, say, done } = this.#facts;
    if (!confirm(words.sure)) return;
    const { outcome, detail } = await call("DELETE", `comments/${comment.id}/`);
    say(outcome === "sent" ? words.gone : detail || words.notSent);
    done(thread);
  }
}

/** What a template of the page holds. */
export function copyOf(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}
