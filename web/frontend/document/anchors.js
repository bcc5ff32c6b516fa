// Where a comment belongs: two places in the text that move with it, whoever writes before or between them.

import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey } from "@tiptap/y-tiptap";
import { fromBase64, toBase64 } from "lib0/buffer";
import * as Y from "yjs";

const LONGEST_QUOTE = 300;

/** The marked text of an editor as {start, end, quote}; null where nothing is marked. */
export function anchorOf(state) {
  const { from, to, empty } = state.selection;
  const sync = ySyncPluginKey.getState(state);
  if (empty || !sync?.binding) return null;
  const encoded = (position) =>
    toBase64(Y.encodeRelativePosition(absolutePositionToRelativePosition(position, sync.type, sync.binding.mapping)));
  const quote = state.doc.textBetween(from, to, " ", " ").trim().slice(0, LONGEST_QUOTE);
  return quote ? { start: encoded(from), end: encoded(to), quote } : null;
}

/** Where an anchor is now: {from, to}; null where its text is gone, or was never here. */
export function rangeOf(state, anchor) {
  const sync = ySyncPluginKey.getState(state);
  if (!anchor || !sync?.binding) return null;
  try {
    const [from, to] = [anchor.start, anchor.end].map((place) =>
      relativePositionToAbsolutePosition(
        sync.doc,
        sync.type,
        Y.decodeRelativePosition(fromBase64(place)),
        sync.binding.mapping,
      ),
    );
    return from !== null && to !== null && from < to && to <= state.doc.content.size ? { from, to } : null;
  } catch {
    return null; // what another program sent as an anchor
  }
}
