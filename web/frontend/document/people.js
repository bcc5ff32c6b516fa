// Who else is here: their carets in the text, and their names above it.

/** Dark enough for white letters on them, and apart from each other in shade as well as in hue. */
export const COLOURS = ["#0b6a70", "#7a2e5d", "#8a4b08", "#2f4b9c", "#4d5b12", "#a12a2a", "#5b3fa0", "#37474f"];

/** The same person has the same colour everywhere. */
export function colourOf(person) {
  let sum = 0;
  for (const letter of String(person)) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return COLOURS[sum % COLOURS.length];
}

/** What a client says of itself is another program's word: short text, or nothing. */
export function personOf(user) {
  const text = (value) => (typeof value === "string" ? value.slice(0, 80) : "");
  return { id: text(user?.id), name: text(user?.name), authority: text(user?.authority) };
}

/** "Name, Authority" */
export function fullName(user) {
  const { name, authority } = personOf(user);
  return authority ? `${name}, ${authority}` : name;
}

function shade(user) {
  return `caret--${COLOURS.indexOf(user?.color) + 1 || 1}`;
}

export function renderCaret(user) {
  const caret = document.createElement("span");
  const label = document.createElement("span");
  caret.className = `caret ${shade(user)}`;
  caret.setAttribute("aria-hidden", "true"); // said by the announcer, not in the middle of a sentence
  label.className = "caret__label";
  label.dataset.name = fullName(user); // shown by the style sheet: no word of it gets into the text
  caret.append(label);
  return caret;
}

export function renderSelection(user) {
  return { nodeName: "span", class: `caret-selection ${shade(user)}` };
}

/** Keeps the list of who is here. */
export class Presence {
  #element;
  #awareness;
  #shown = "";

  constructor({ element, awareness }) {
    this.#element = element;
    this.#awareness = awareness;
    awareness.on("change", () => this.#show());
    this.#show();
  }

  #show() {
    const others = new Map();
    for (const [client, state] of this.#awareness.getStates()) {
      if (client === this.#awareness.clientID || !state?.user) continue;
      const person = personOf(state.user);
      if (person.name) others.set(person.id || client, state.user);
    }
    const names = [...others.values()].map(fullName).join("\n");
    if (names === this.#shown) return;
    this.#shown = names;
    this.#element.hidden = others.size === 0;
    this.#element.querySelector("[data-here]").replaceChildren(...[...others.values()].map(badge));
  }
}

function badge(user) {
  const item = document.createElement("li");
  const letters = document.createElement("span");
  const name = document.createElement("span");
  item.className = `here__person ${shade(user)}`;
  item.title = fullName(user);
  letters.setAttribute("aria-hidden", "true");
  letters.textContent = initials(personOf(user).name);
  name.className = "ds-sr-only";
  name.textContent = fullName(user);
  item.append(letters, name);
  return item;
}

export function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word][0]).join("").toUpperCase();
}
