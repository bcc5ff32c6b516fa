// How long to wait before trying again. Pure: randomness and time come from outside.

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * Full jitter over a doubling window, so that a thousand pages cut at once do not come back at once.
 * A server that is about to restart names its own window in milliseconds (`suggested`).
 */
export function waitBefore(attempt, { random, suggested = 0 }) {
  const window = suggested || Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return Math.round(random() * window);
}

/** The window in a close reason: `{"retry_ms": 3000}`, `retry=3000`, or nothing. */
export function suggestedBy(reason) {
  const found = /retry\D{0,8}(\d{1,6})/i.exec(reason ?? "");
  return found ? Number(found[1]) : 0;
}
