import assert from "node:assert/strict";
import { test } from "node:test";
import { suggestedBy, waitBefore } from "../../web/frontend/backoff.js";

test("the window doubles and stops growing at half a minute", () => {
  const waits = [0, 1, 2, 5, 6, 40].map((attempt) => waitBefore(attempt, { random: () => 1 }));

  assert.deepEqual(waits, [500, 1000, 2000, 16_000, 30_000, 30_000]);
});

test("the whole window is used, so that pages cut together come back apart", () => {
  assert.equal(waitBefore(3, { random: () => 0 }), 0);
  assert.equal(waitBefore(3, { random: () => 0.5 }), 2000);
});

test("the server's window goes before our own", () => {
  assert.equal(waitBefore(9, { random: () => 0.5, suggested: 4000 }), 2000);
});

for (const [reason, expected] of [
  ['{"retry_ms": 3000}', 3000],
  ["retry=1500", 1500],
  ["restarting", 0],
  ["", 0],
  [undefined, 0],
]) {
  test(`the close reason ${JSON.stringify(reason)} suggests ${expected} ms`, () => {
    assert.equal(suggestedBy(reason), expected);
  });
}
