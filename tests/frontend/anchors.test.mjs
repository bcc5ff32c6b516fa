// Anchors of comments in a real ProseMirror state that is bound to a real Yjs document.
import assert from "node:assert/strict";
import { test } from "node:test";
import { getSchema } from "@tiptap/core";
import { EditorState, TextSelection } from "@tiptap/pm/state";
import { initProseMirrorDoc, ySyncPlugin, ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { anchorOf, rangeOf } from "../../web/frontend/document/anchors.js";
import { content, isSafeLink, linkOf } from "../../web/frontend/document/schema.js";

const schema = getSchema(content({ task: "Task: {text}" }));

/** A document of paragraphs, and the state in which an editor has it. */
function written(...paragraphs) {
  const ydoc = new Y.Doc();
  ydoc.getXmlFragment("default").push(
    paragraphs.map((words) => {
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.push([new Y.XmlText(words)]);
      return paragraph;
    }),
  );
  return ydoc;
}

function stateOf(ydoc) {
  const type = ydoc.getXmlFragment("default");
  const { doc, mapping } = initProseMirrorDoc(type, schema);
  const state = EditorState.create({ schema, doc, plugins: [ySyncPlugin(type, { mapping })] });
  const sync = ySyncPluginKey.getState(state);
  Object.assign(sync, { binding: { mapping }, type, doc: ydoc });
  return state;
}

function marked(state, from, to) {
  return state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to)));
}

test("nothing marked is no anchor", () => assert.equal(anchorOf(stateOf(written("ett"))), null));

test("an anchor holds its words, and finds them again", () => {
  const state = marked(stateOf(written("sju fordon")), 1, 4);
  const anchor = anchorOf(state);

  assert.equal(anchor.quote, "sju");
  assert.deepEqual(rangeOf(state, anchor), { from: 1, to: 4 });
});

test("an anchor moves with what others write before it and in it", () => {
  const ydoc = written("vi behöver sju fordon");
  const anchor = anchorOf(marked(stateOf(ydoc), 12, 15));
  const text = ydoc.getXmlFragment("default").get(0).get(0);

  text.insert(0, "År 2027: ");
  text.insert(21, "ttio");
  const after = stateOf(ydoc);
  const { from, to } = rangeOf(after, anchor);

  assert.equal(after.doc.textBetween(from, to), "sttioju");
});

test("an anchor over two paragraphs is one passage", () => {
  const state = marked(stateOf(written("ett två", "tre fyra")), 5, 13);
  const anchor = anchorOf(state);

  assert.equal(anchor.quote, "två tre");
  assert.deepEqual(rangeOf(state, anchor), { from: 5, to: 13 });
});

test("a passage that was deleted is nowhere", () => {
  const ydoc = written("sju fordon", "kvar");
  const anchor = anchorOf(marked(stateOf(ydoc), 1, 4));
  ydoc.getXmlFragment("default").delete(0, 1);

  assert.equal(rangeOf(stateOf(ydoc), anchor), null);
});

for (const [name, anchor] of [
  ["nothing", null],
  ["no base64", { start: "%%%", end: "%%%" }],
  ["no position", { start: "AA==", end: "AQ==" }],
  ["half a position", { start: "AA", end: "" }],
]) {
  test(`an anchor that is ${name} is nowhere, and breaks nothing`, () => {
    assert.equal(rangeOf(stateOf(written("ett")), anchor), null);
  });
}

for (const [typed, address] of [
  ["https://example.se/a", "https://example.se/a"],
  ["example.se", "https://example.se"],
  ["example.se/sida?x=1", "https://example.se/sida?x=1"],
  ["namn@example.se", "mailto:namn@example.se"],
  ["mailto:namn@example.se", "mailto:namn@example.se"],
  ["javascript:alert(1)", null],
  ["data:text/html,x", null],
  ["två ord", null],
  ["", null],
]) {
  test(`the address ${JSON.stringify(typed)} is ${JSON.stringify(address)}`, () => assert.equal(linkOf(typed), address));
}

test("a link may not run anything", () => {
  assert.equal(isSafeLink(" JavaScript:alert(1)"), false);
  assert.equal(isSafeLink("HTTPS://example.se"), true);
});
