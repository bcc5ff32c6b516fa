// The text of a document in a page, once there is something to show: the editor and its tools.

import { Editor } from "@tiptap/core";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { Images } from "./images.js";
import { LinkDialog } from "./links.js";
import { firstChange, headingBefore, namesOf, writersOf } from "./remote.js";
import { extensions } from "./schema.js";
import { Toolbar } from "./toolbar.js";

/** Make the editor in place of what the server showed. `parts` are the page's elements by name. */
export function startWriting({ parts, facts, words, doc, awareness, user, tell, comment, more }) {
  const { mayEdit, network, zone, language } = facts;
  const images = mayEdit ? new Images({ network, zone, input: parts.imageFile, tell, words }) : null;
  let toolbar = null;
  let links = null;
  const keys = {
    leave: () => (toolbar?.focus(), toolbar !== null),
    link: () => (links?.open(), links !== null),
    comment: () => comment(),
  };
  const editor = new Editor({
    element: parts.text,
    editable: mayEdit,
    injectCSS: false,
    extensions: extensions({ doc, awareness, user, words, keys, more: images ? [images.extension, ...more] : more }),
    editorProps: { attributes: attributes(words, mayEdit, language) },
  });
  if (mayEdit) {
    links = new LinkDialog({ dialog: parts.linkDialog, editor });
    toolbar = new Toolbar({
      element: parts.toolbar,
      editor,
      more: {
        link: { run: () => links.open(), isOn: () => editor.isActive("link") },
        image: { run: () => images.choose() },
        comment: { run: () => comment(), can: () => !editor.state.selection.empty },
      },
    });
  }
  parts.fallback.remove();
  parts.text.hidden = false;
  return editor;
}

function attributes(words, mayEdit, language) {
  const shared = { "aria-label": words.text, class: "writing__text", lang: language };
  if (!mayEdit) return { ...shared, role: "document", tabindex: "0" };
  return { ...shared, role: "textbox", "aria-multiline": "true", "aria-describedby": "writing-help" };
}

/** Tell `changes` of what others write, from the moment this is called. */
export function listenToOthers({ editor, doc, awareness, isServer, changes }) {
  let place = null;
  // The editor shows what came while Yjs is still about it; who wrote it is told after that.
  editor.on("transaction", ({ transaction }) => {
    if (!transaction.getMeta(ySyncPluginKey)?.isChangeOrigin || !transaction.docChanged) return;
    const at = firstChange(transaction.before, transaction.doc);
    place = at === null ? null : headingBefore(transaction.doc, at);
  });
  doc.on("update", (update, from) => {
    if (isServer(from) && place !== null) {
      const [who = ""] = namesOf(writersOf(Y.decodeUpdate(update).structs), awareness.getStates());
      changes.add(who, place);
    }
    place = null;
  });
}
