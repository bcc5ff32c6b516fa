// Marks in the text the passages that are commented on. Nothing of it is in the document.

import { Extension } from "@tiptap/core";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { rangeOf } from "./anchors.js";

const KEY = new PluginKey("highlights");

/** @param chosen  called with the id of the thread whose passage was clicked */
export function highlights(chosen) {
  return Extension.create({
    name: "highlights",
    addProseMirrorPlugins() {
      return [
        new Plugin({
          key: KEY,
          state: { init: () => ({ threads: [], active: null, marks: DecorationSet.empty }), apply },
          props: {
            decorations: (state) => KEY.getState(state).marks,
            handleClick: (_view, _position, event) => {
              const id = event.target.closest?.("[data-thread]")?.dataset.thread;
              if (id) chosen(id);
              return false;
            },
          },
        }),
      ];
    },
  });
}

function apply(transaction, before, _old, state) {
  const asked = transaction.getMeta(KEY);
  // What others write replaces more than it changes, so places are asked of Yjs; one's own writing maps them.
  const isRemote = transaction.docChanged && transaction.getMeta(ySyncPluginKey);
  if (!asked && !isRemote) {
    return transaction.docChanged ? { ...before, marks: before.marks.map(transaction.mapping, transaction.doc) } : before;
  }
  const { threads, active } = { ...before, ...asked };
  const marks = threads.flatMap(({ id, anchor }) => {
    const range = rangeOf(state, anchor);
    const name = id === active ? "remark remark--active" : "remark";
    return range ? [Decoration.inline(range.from, range.to, { class: name, "data-thread": id })] : [];
  });
  return { threads, active, marks: DecorationSet.create(state.doc, marks) };
}

/** Show these threads, [{id, anchor}], and one of them as the one that is read; both optional. */
export function highlight(editor, wanted) {
  editor.view.dispatch(editor.state.tr.setMeta(KEY, wanted).setMeta("addToHistory", false));
}

/** The thread that the cursor stands in; null in none. */
export function threadAt(state, position) {
  const [found] = KEY.getState(state)?.marks.find(position, position) ?? [];
  return found?.type.attrs["data-thread"] ?? null;
}
