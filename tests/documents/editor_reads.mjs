// What the browser's editor makes of documents: its schema, and what y-tiptap writes while it reads.
//
// In: a JSON list of updates in base64. Out: a JSON list of {content, edits}, content as the editor has it.

import { readFileSync } from "node:fs";
import { getSchema } from "@tiptap/core";
import { Mark } from "@tiptap/pm/model";
import { yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { content } from "../../web/frontend/document/schema.js";

const schema = getSchema(content({ task: "{text}" }));

/** Throws where a node holds what it may not, or marks stand together that may not; their order is Yjs' own. */
function check(node) {
  node.type.checkContent(node.content);
  const together = node.marks.reduce((set, mark) => mark.addToSet(set), Mark.none);
  if (together.length !== node.marks.length) throw new RangeError(`Marks of ${node}`);
  node.forEach(check);
}

/** One document, read as the editor reads it; nodes that do not fit its schema it would delete. */
function read(update) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Buffer.from(update, "base64"));
  let edits = 0;
  doc.on("update", () => (edits += 1));
  const node = yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment("default"), schema);
  if (node.childCount) check(node);
  return { content: node.toJSON(), edits };
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map(read)));
