import assert from "node:assert/strict";
import { test } from "node:test";
import { everyRow } from "../../web/frontend/api.js";

globalThis.document = { cookie: "csrftoken=a" };

/** Answers in their order; an Error is a line that broke. */
function answering(...answers) {
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(url);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return asked;
}

const rows = (results, next = null) => Response.json({ results, next });
const refused = (status) => Response.json({ code: "why", detail: "Why" }, { status });

test("rows are read page by page", async () => {
  const asked = answering(rows([1], "http://here/api/v1/things/?cursor=b"), rows([2]));

  assert.deepEqual(await everyRow("things/"), [1, 2]);
  assert.deepEqual(asked, ["/api/v1/things/?limit=200", "/api/v1/things/?cursor=b"]);
});

test("a page that cannot be read now is asked for again, longer apart each time", async () => {
  const waits = [];
  answering(rows([1], "http://here/api/v1/things/?cursor=b"), new Error("lost"), refused(503), refused(429), rows([2]));

  const found = await everyRow("things/", { wait: async (ms) => waits.push(ms), random: () => 1 });

  assert.deepEqual(found, [1, 2]);
  assert.deepEqual(waits, [500, 1000, 2000]);
});

test("what is refused is not asked for again, and a server that stays away is left alone in the end", async () => {
  const waits = [];
  const patient = { wait: async (ms) => waits.push(ms), random: () => 1 };

  for (const status of [401, 403, 404]) {
    answering(refused(status));
    assert.equal(await everyRow("things/", patient), null);
  }
  assert.deepEqual(waits, []);

  answering(...Array.from({ length: 8 }, () => refused(503)));
  assert.equal(await everyRow("things/", patient), null);
  assert.equal(waits.length, 7);
});
