// The tools above the text: real buttons, one tab stop, arrows between them, pressed where they apply.

/** What each button does: command -> {run(editor), isOn(editor)?, can(editor)?} */
export const COMMANDS = {
  heading1: heading(1),
  heading2: heading(2),
  heading3: heading(3),
  bold: mark("bold", "toggleBold"),
  italic: mark("italic", "toggleItalic"),
  bulletList: mark("bulletList", "toggleBulletList"),
  orderedList: mark("orderedList", "toggleOrderedList"),
  taskList: mark("taskList", "toggleTaskList"),
  undo: plain("undo"),
  redo: plain("redo"),
  insertTable: {
    run: (editor) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
    can: (editor) => !editor.isActive("table"),
  },
  addRowAfter: plain("addRowAfter"),
  addRowBefore: plain("addRowBefore"),
  addColumnAfter: plain("addColumnAfter"),
  addColumnBefore: plain("addColumnBefore"),
  deleteRow: plain("deleteRow"),
  deleteColumn: plain("deleteColumn"),
  toggleHeaderRow: plain("toggleHeaderRow"),
  deleteTable: plain("deleteTable"),
};

function heading(level) {
  return {
    run: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
    isOn: (editor) => editor.isActive("heading", { level }),
  };
}

function mark(name, command) {
  return {
    run: (editor) => editor.chain().focus()[command]().run(),
    isOn: (editor) => editor.isActive(name),
  };
}

function plain(command) {
  return {
    run: (editor) => editor.chain().focus()[command]().run(),
    can: (editor) => editor.can()[command](),
  };
}

export class Toolbar {
  #element;
  #editor;
  #commands;
  #last;

  /** @param more  commands that need more than the editor: links, images, comments */
  constructor({ element, editor, more = {} }) {
    this.#element = element;
    this.#editor = editor;
    this.#commands = { ...COMMANDS, ...more };
    element.addEventListener("click", (event) => this.#click(event));
    element.addEventListener("keydown", (event) => this.#key(event));
    element.addEventListener("focusin", ({ target }) => this.#rove(target));
    // The text keeps its selection when a button is pressed with the mouse.
    element.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
    for (const name of ["selectionUpdate", "update", "focus", "blur"]) editor.on(name, () => this.#renew());
    element.hidden = false;
    this.#rove(this.#usable[0]);
    this.#renew();
  }

  focus() {
    const usable = this.#usable;
    (usable.includes(this.#last) ? this.#last : usable[0])?.focus();
  }

  get #buttons() {
    return [...this.#element.querySelectorAll("button[data-command]")];
  }

  get #usable() {
    return this.#buttons.filter((button) => !button.closest("[hidden]"));
  }

  #click({ target }) {
    const button = target.closest("button[data-command]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    this.#commands[button.dataset.command].run(this.#editor, button);
    this.#renew();
  }

  #key(event) {
    const usable = this.#usable;
    const at = usable.indexOf(document.activeElement);
    if (event.key === "Escape") return event.preventDefault(), this.#editor.commands.focus();
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: usable.length - 1 }[event.key];
    if (at === -1 || to === undefined) return;
    event.preventDefault();
    usable[(to + usable.length) % usable.length].focus();
  }

  /** One button at a time is in the tab order: the one that was used last. */
  #rove(target) {
    if (!target?.matches?.("button[data-command]")) return;
    this.#last = target;
    for (const button of this.#buttons) button.tabIndex = button === target ? 0 : -1;
  }

  #renew() {
    const inTable = this.#editor.isActive("table");
    for (const group of this.#element.querySelectorAll("[data-in-table]")) group.hidden = !inTable;
    for (const button of this.#buttons) {
      const { isOn, can } = this.#commands[button.dataset.command];
      if (isOn) button.setAttribute("aria-pressed", String(isOn(this.#editor)));
      // Not `disabled`: a button that has the focus must not lose it.
      if (can) button.setAttribute("aria-disabled", String(!can(this.#editor)));
    }
    if (this.#last?.closest("[hidden]")) this.#rove(this.#usable[0]);
  }
}
