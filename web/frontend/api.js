// Talks to /api/v1/ as the signed-in person, and tells apart what can be tried again from what can't.

import { waitBefore } from "./backoff.js";

// The last wait is half a minute at most: about a minute in all.
const TRIES = 7;
const TRY_AGAIN = new Set([408, 425, 429, 500, 502, 503, 504]);

/** {outcome: "sent", resource} | {outcome: "later", status} | {outcome: "refused", status, detail} */
export async function call(method, path, body, headers = {}) {
  let response;
  try {
    response = await fetch(`/api/v1/${path}`, {
      method,
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
    });
  } catch {
    return { outcome: "later", status: 0 };
  }
  if (response.ok) return { outcome: "sent", resource: await jsonOf(response) };
  if (worthAnotherTry(response.status)) return { outcome: "later", status: response.status };
  const problem = await jsonOf(response);
  const signIn = response.status === 401;
  return { outcome: signIn ? "later" : "refused", status: response.status, detail: problem?.detail ?? "" };
}

/** May the same request succeed later? */
export function worthAnotherTry(status) {
  return status === 0 || TRY_AGAIN.has(status);
}

async function jsonOf(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/**
 * Every row of a list, page by page; null where they can't be had. Nothing else asks again for what an
 * event announced, so a page of rows that could not be read now is asked for again.
 */
export async function everyRow(path, { wait = slept, random = Math.random } = {}) {
  const rows = [];
  let attempt = 0;
  for (let next = `${path}?limit=200`; next; ) {
    const { outcome, status, resource } = await call("GET", next);
    if (outcome === "later" && worthAnotherTry(status) && attempt < TRIES) {
      await wait(waitBefore(attempt++, { random }));
      continue;
    }
    if (outcome !== "sent") return null;
    rows.push(...resource.results);
    next = resource.next?.split("/api/v1/")[1];
  }
  return rows;
}

function slept(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

/** The token that a form of this page would carry. */
export function csrfToken() {
  const cookie = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie);
  return cookie?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}
