// What a document can hold, and how it is written: TipTap's schema, with nothing that writes by itself.
//
// A plugin that repairs or completes text at every reader (a trailing paragraph, links made while others
// type) would write the same thing once for each of them. None is used here.

import { Extension } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { CollaborationCaret } from "@tiptap/extension-collaboration-caret";
import { Image } from "@tiptap/extension-image";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { Placeholder } from "@tiptap/extension-placeholder";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { TextSelection } from "@tiptap/pm/state";
import { StarterKit } from "@tiptap/starter-kit";
import { renderCaret, renderSelection } from "./people.js";

const SAFE_LINK = /^(https?:\/\/|mailto:)/i;

/** May a document link there? */
export function isSafeLink(address) {
  return SAFE_LINK.test(address.trim());
}

/** What was typed as an address, made whole: "example.se" is "https://example.se". */
export function linkOf(typed) {
  const text = typed.trim();
  if (isSafeLink(text)) return text;
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return `mailto:${text}`;
  return /^[\w-]+(\.[\w-]+)+([/?#]\S*)?$/.test(text) ? `https://${text}` : null;
}

const PlainTable = Table.extend({
  // Widths would be inline styles, which our pages don't allow.
  renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]],
});

/** Images of our own only: others' servers would learn who reads. */
const OwnImage = Image.extend({
  parseHTML: () => [{ tag: 'img[src^="/"]:not([src^="//"])' }],
});

/** Ctrl+Enter leaves a table downwards; Escape leaves the text for the tools. */
function ways({ leave, comment, link }) {
  return Extension.create({
    name: "ways",
    priority: 2000,
    addKeyboardShortcuts() {
      return {
        "Mod-Enter": () => leaveTable(this.editor),
        Escape: leave,
        "Alt-F10": leave,
        "Mod-k": link,
        "Mod-Alt-m": comment,
      };
    },
  });
}

/** Put the cursor behind the table, in a new paragraph where nothing follows. */
export function leaveTable(editor) {
  const { $from } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name !== "table") continue;
    const behind = $from.after(depth);
    return editor
      .chain()
      .command(({ tr, state }) => {
        if (!tr.doc.resolve(behind).nodeAfter?.isTextblock) tr.insert(behind, state.schema.nodes.paragraph.create());
        tr.setSelection(TextSelection.near(tr.doc.resolve(behind + 1)));
        return true;
      })
      .scrollIntoView()
      .run();
  }
  return false;
}

/** The parts of the schema that say what text is, without anybody writing it. */
export function content(words) {
  return [
    StarterKit.configure({
      undoRedo: false, // the collaboration undoes one's own edits only
      trailingNode: false,
      heading: { levels: [1, 2, 3] },
      link: {
        openOnClick: false,
        autolink: false,
          defaultProtocol: "https",
        isAllowedUri: (address) => isSafeLink(address ?? ""),
        HTMLAttributes: { rel: "noopener noreferrer nofollow", target: null },
      },
    }),
    TaskList,
    TaskItem.configure({
      nested: true,
      a11y: { checkboxLabel: (node) => words.task.replace("{text}", node.firstChild?.textContent ?? "") },
    }),
    PlainTable.configure({ resizable: false, View: null }),
    TableRow,
    TableHeader,
    TableCell,
    OwnImage,
  ];
}

/** Everything, for one person who writes together with others. */
export function extensions({ doc, awareness, user, words, keys, more = [] }) {
  return [
    ...content(words),
    Placeholder.configure({ placeholder: words.placeholder }),
    Collaboration.configure({ document: doc, field: "default" }),
    CollaborationCaret.configure({ provider: { awareness }, user, render: renderCaret, selectionRender: renderSelection }),
    ways(keys),
    ...more,
  ];
}
