// The dialog in which a link gets its address.

import { linkOf } from "./schema.js";

export class LinkDialog {
  #dialog;
  #editor;
  #field;
  #complaint;

  constructor({ dialog, editor }) {
    this.#dialog = dialog;
    this.#editor = editor;
    this.#field = dialog.querySelector("[name=address]");
    this.#complaint = dialog.querySelector("[data-complaint]");
    dialog.querySelector("form").addEventListener("submit", (event) => this.#submit(event));
    dialog.addEventListener("close", () => editor.commands.focus());
  }

  open() {
    this.#field.value = this.#editor.getAttributes("link").href ?? "";
    this.#complain(false);
    this.#dialog.querySelector("[value=remove]").hidden = !this.#editor.isActive("link");
    this.#dialog.showModal();
    this.#field.select();
  }

  #submit(event) {
    const wish = event.submitter?.value;
    if (wish === "cancel") return;
    if (wish === "remove") {
      this.#editor.chain().extendMarkRange("link").unsetLink().run();
      return;
    }
    const href = linkOf(this.#field.value);
    if (!href) return event.preventDefault(), this.#complain(true);
    const chain = this.#editor.chain().extendMarkRange("link");
    if (this.#editor.state.selection.empty && !this.#editor.isActive("link")) {
      const text = this.#field.value.trim();
      chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] }).run();
    } else {
      chain.setLink({ href }).run();
    }
  }

  #complain(isWrong) {
    this.#complaint.hidden = !isWrong;
    this.#field.setAttribute("aria-invalid", String(isWrong));
    if (isWrong) this.#field.focus();
  }
}
