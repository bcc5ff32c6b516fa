// Naming somebody: @ and some letters bring up people of the network, the arrows choose.

import { everyRow } from "./api.js";
import { matching, mentionBefore, mentioned } from "./naming.js";

let next = 1;

export class Mentions {
  #field;
  #list;
  #people;
  #chosen = new Map();
  #found = [];
  #at = 0;

  /** @param people  async () -> [{id, name, authority}], asked when somebody is named first */
  constructor({ field, list, people }) {
    this.#field = field;
    this.#list = list;
    this.#people = people;
    list.id ||= `mentions-${next++}`;
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("input", () => this.#look());
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
    list.addEventListener("mousedown", (event) => this.#press(event));
  }

  /** Who is named in what stands in the field now. */
  get ids() {
    return mentioned(this.#field.value, [...this.#chosen.values()]).map(({ id }) => id);
  }

  /** The field has a text from before: who is named in it was chosen then, out of `people` or of all. */
  async recall(people = null) {
    if (!this.#field.value.includes("@")) return;
    for (const one of mentioned(this.#field.value, people ?? (await this.#people()))) this.#chosen.set(one.id, one);
  }

  clear() {
    this.#chosen.clear();
    this.#close();
  }

  async #look() {
    const naming = mentionBefore(this.#field.value, this.#field.selectionStart);
    if (!naming) return this.#close();
    this.#found = matching(await this.#people(), naming.query);
    this.#at = 0;
    this.#show();
  }

  #show() {
    const options = this.#found.map(({ name, authority }, index) => {
      const option = document.createElement("li");
      const place = document.createElement("span");
      option.id = `${this.#list.id}-${index}`;
      option.role = "option";
      option.dataset.index = index;
      option.setAttribute("aria-selected", String(index === this.#at));
      place.className = "quiet small";
      place.textContent = authority;
      option.append(`${name} `, place);
      return option;
    });
    this.#list.replaceChildren(...options);
    this.#list.hidden = options.length === 0;
    if (options.length) this.#field.setAttribute("aria-activedescendant", options[this.#at].id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.#found = [];
    this.#show();
  }

  #key(event) {
    if (!this.#found.length) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#at = (this.#at + step + this.#found.length) % this.#found.length;
      this.#show();
    } else if (event.key === "Enter" || event.key === "Tab") this.#choose(this.#at);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  #press(event) {
    const option = event.target.closest("[data-index]");
    event.preventDefault();
    if (option) this.#choose(Number(option.dataset.index));
  }

  #choose(index) {
    const person = this.#found[index];
    const { from } = mentionBefore(this.#field.value, this.#field.selectionStart);
    this.#field.setRangeText(`@${person.name} `, from, this.#field.selectionStart, "end");
    this.#chosen.set(person.id, person);
    this.#field.dispatchEvent(new Event("input", { bubbles: true })); // as typing would: drafts are kept by it
    this.#close();
  }
}

/** Who may be named in a network, fetched once when that is wanted. */
export function peopleOf(network) {
  let people = null;
  return async () => {
    people ??= everyRow(`networks/${network}/seats/`).then((seats) =>
      (seats ?? []).map(({ person, authority }) => ({ ...person, authority: authority.name })),
    );
    return people;
  };
}
