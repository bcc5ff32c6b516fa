// The y-protocols sync messages as bytes: a step, then what it carries, with its length before it.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

export const STEP_1 = 0;
export const STEP_2 = 1;
export const UPDATE = 2;

/** Messages one after another: [[step, bytes], ...] -> bytes. */
export function written(messages) {
  const encoder = encoding.createEncoder();
  for (const [step, payload] of messages) {
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, payload);
  }
  return encoding.toUint8Array(encoder);
}

/** bytes -> [[step, bytes], ...]. Throws for anything else. */
export function read(bytes) {
  const decoder = decoding.createDecoder(bytes);
  const messages = [];
  while (decoding.hasContent(decoder)) messages.push(one(decoder));
  return messages;
}

/** The next message of a decoder. */
export function one(decoder) {
  const step = decoding.readVarUint(decoder);
  if (step > UPDATE) throw new Error(`unknown sync message ${step}`);
  return [step, decoding.readVarUint8Array(decoder)];
}
