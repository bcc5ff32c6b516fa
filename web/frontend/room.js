// A room that is open in a page: new messages enter by themselves, what is written is sent and kept until it is.

import { Announcer } from "./announcer.js";
import { call } from "./api.js";
import { Composer } from "./composer.js";
import { Reading } from "./reading.js";
import { Timeline } from "./timeline.js";

export class Room {
  #element;
  #id;
  #me;
  #timeline;
  #composer = null;
  #reading;
  #announcer;
  #more;
  #olderThan = null;

  constructor(element) {
    const { room, person, read } = element.dataset;
    this.#element = element;
    this.#id = room;
    this.#me = person;
    this.#timeline = new Timeline({
      list: element.querySelector("[data-timeline]"),
      template: document.getElementById("message-template"),
      me: person,
      language: document.documentElement.lang,
      timeZone: element.dataset.timeZone,
    });
    this.#announcer = new Announcer(document.querySelector("[data-announcer]"));
    this.#more = element.querySelector("[data-more]");
    this.#reading = new Reading({ through: Number(read), report: (through) => this.#report(through) });
    this.#watchAll();
    this.#element.addEventListener("htmx:beforeRequest", ({ target }) => this.#asked(target));
    this.#startComposer();
    this.#startMore();
    this.#scrollToFirstUnread();
  }

  get stream() {
    return `room:${this.#id}`;
  }

  hear({ type, data, resource }) {
    if (type === "message.posted" && resource) this.#arrived(resource);
    if (type === "message.edited" && resource) this.#timeline.refresh(resource);
    if (type === "message.deleted") this.#timeline.strike(data.number, this.#element.dataset.gone);
  }

  flush() {
    this.#composer?.flush();
  }

  /** After older messages were fetched, or the list was fetched afresh. */
  renewed() {
    this.#timeline.tidy();
    this.#focusOlder();
    this.#watchAll();
  }

  #arrived(message) {
    const mine = message.author?.id === this.#me;
    if (!this.#isLatest()) return this.#elsewhere(message, mine);
    const follow = mine || this.#atEnd();
    if (!this.#timeline.put(message)) return;
    const item = this.#timeline.find(message.number);
    this.#reading.watch(item);
    if (follow) item.scrollIntoView({ block: "end" });
    else this.#more.hidden = false;
    if (!mine) {
      const names = (message.attachments ?? []).map(({ name }) => name).join(", ");
      const text = item.querySelector("[data-body]").textContent.trim() || names;
      this.#announcer.add({ author: `${message.author.name}, ${message.authority?.name ?? ""}`, text });
    }
  }

  #asked(target) {
    if (!target.closest("[data-timeline] .earlier")) return;
    const first = this.#element.querySelector("[data-number]");
    this.#olderThan = Number(first?.dataset.number);
  }

  /** The link that was followed is gone: go on reading at the newest of what came in its place. */
  #focusOlder() {
    const item = this.#olderThan && this.#timeline.find(this.#olderThan - 1);
    this.#olderThan = null;
    if (!item) return;
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
  }

  /** Does the page show the end of the discussion, and not an older stretch of it? */
  #isLatest() {
    return this.#element.querySelector("[data-timeline] > [data-later]") === null;
  }

  /** A message that belongs after what this page does not show: one's own is gone to, others' are waited with. */
  #elsewhere(message, mine) {
    if (mine) location.assign(`/rooms/${this.#id}/#message-${message.number}`);
  }

  #startComposer() {
    const form = this.#element.querySelector("[data-composer]");
    if (!form) return;
    this.#composer = new Composer({
      form,
      person: this.#me,
      room: this.#id,
      send: (entry) => call("POST", `rooms/${this.#id}/messages/`, entry),
      sent: (resource) => this.#arrived(resource),
    });
    this.#composer.flush();
  }

  #startMore() {
    this.#more.addEventListener("click", () => {
      this.#element.querySelector("[data-timeline]").lastElementChild?.scrollIntoView({ block: "end" });
      this.#more.hidden = true;
    });
    addEventListener("scroll", () => this.#atEnd() && (this.#more.hidden = true), { passive: true });
  }

  async #report(through) {
    const answer = await call("PUT", `rooms/${this.#id}/read/`, { through });
    return answer.outcome !== "later";
  }

  #watchAll() {
    for (const item of this.#element.querySelectorAll("[data-number]")) this.#reading.watch(item);
  }

  #scrollToFirstUnread() {
    if (location.hash) return;
    const divider = this.#element.querySelector("[data-first-unread]");
    if (divider) divider.scrollIntoView({ block: "center" });
    else this.#element.querySelector("[data-timeline]").lastElementChild?.scrollIntoView({ block: "end" });
  }

  #atEnd() {
    return innerHeight + scrollY >= document.documentElement.scrollHeight - 160;
  }
}
