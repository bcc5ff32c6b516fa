// The list of messages: each once, in the order of its number, under its day.

import { attachedItem } from "./attachments.js";

export class Timeline {
  #list;
  #template;
  #me;
  #dates;
  #language;

  /** @param list <ol data-timeline>  @param template <template> printed by the server */
  constructor({ list, template, me, language, timeZone }) {
    this.#list = list;
    this.#template = template;
    this.#me = me;
    this.#language = language;
    this.#dates = dateFormats(language, timeZone);
  }

  get last() {
    return Number(this.#messages().at(-1)?.dataset.number ?? 0);
  }

  find(number) {
    return this.#find(number);
  }

  /** Put a message in its place. False: it was here already, and now shows what it says now. */
  put(message) {
    this.#list.querySelector("[data-nothing]")?.remove();
    const known = this.#find(message.number);
    if (known) {
      this.#fill(known, message);
      return false;
    }
    const item = this.#template.content.firstElementChild.cloneNode(true);
    this.#fill(item, message);
    const next = this.#messages().find((one) => Number(one.dataset.number) > message.number);
    this.#list.insertBefore(item, next ? this.#dayHeadBefore(next, item) : null);
    this.#headDay(item);
    return true;
  }

  /** Where two stretches of messages meet, one day may have two headings. */
  tidy() {
    let day = "";
    for (const head of this.#list.querySelectorAll("[data-day]")) {
      if (head.dataset.date === day) head.remove();
      day = head.dataset.date;
    }
    for (const mark of [...this.#list.querySelectorAll("[data-first-unread]")].slice(1)) mark.remove();
  }

  /** Show what a message says now, if it is in the page. */
  refresh(message) {
    if (this.#find(message.number)) this.put(message);
  }

  /** A message taken away leaves its place and number behind. */
  strike(number, text) {
    const item = this.#find(number);
    if (!item) return;
    item.classList.add("message--gone");
    item.querySelector("[data-body]").textContent = text;
    item.querySelector("[data-menu]")?.remove();
    item.querySelector("[data-attached]")?.remove();
  }

  #fill(item, message) {
    item.id = `message-${message.number}`;
    item.dataset.id = message.id;
    item.dataset.number = message.number;
    item.dataset.at = message.created_at;
    item.dataset.date = this.#dates.key(message.created_at);
    set(item, "[data-author]", message.author?.name);
    set(item, "[data-authority]", message.authority?.name);
    set(item, "[data-initials]", initials(message.author?.name ?? ""));
    item.querySelector("[data-body]").innerHTML = message.body_html; // Made safe by the server.
    this.#attach(item, message.attachments ?? []);
    this.#time(item, message);
    this.#menu(item, message);
  }

  #attach(item, files) {
    const list = item.querySelector("[data-attached]");
    if (!list) return;
    list.replaceChildren(...files.map((file) => attachedItem(file, this.#language)));
    list.hidden = !files.length;
  }

  #time(item, message) {
    const time = item.querySelector("time");
    time.dateTime = message.created_at;
    time.textContent = this.#dates.time(message.created_at);
    const edited = item.querySelector("[data-edited]");
    if (edited) edited.hidden = !message.edited_at;
  }

  #menu(item, message) {
    const menu = item.querySelector("[data-menu]");
    if (!menu) return;
    if (message.author?.id !== this.#me) return menu.remove();
    for (const link of menu.querySelectorAll("[data-href]")) {
      link.setAttribute("href", link.dataset.href.replace("MESSAGE", message.id));
    }
  }

  #headDay(item) {
    const before = item.previousElementSibling;
    if (before?.dataset.date === item.dataset.date) return;
    if (before?.matches("[data-day]") && before.dataset.date === item.dataset.date) return;
    const day = document.createElement("li");
    day.className = "day";
    day.dataset.day = "";
    day.dataset.date = item.dataset.date;
    const label = document.createElement("span");
    label.textContent = this.#dates.day(item.dataset.at);
    day.append(label);
    item.before(day);
  }

  #dayHeadBefore(next, item) {
    const head = next.previousElementSibling;
    const other = head?.matches("[data-day]") && head.dataset.date !== item.dataset.date;
    return other ? head : next;
  }

  #find(number) {
    return this.#list.querySelector(`#message-${Number(number)}`);
  }

  #messages() {
    return [...this.#list.querySelectorAll("[data-number]")];
  }
}

function set(item, selector, text) {
  const place = item.querySelector(selector);
  if (place) place.textContent = text ?? "";
}

/** Up to two letters that stand for a name, as the server writes them. */
function initials(name) {
  const words = name.replace("@", " ").split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0][0], words.at(-1)[0]] : [name.slice(0, 1)];
  return letters.join("").toUpperCase();
}

function dateFormats(language, timeZone) {
  const time = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  });
  const day = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone,
  });
  const key = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone });
  return {
    time: (at) => time.format(new Date(at)),
    day: (at) => capital(day.format(new Date(at))),
    key: (at) => key.format(new Date(at)),
  };
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
