// A document from a file: sent, watched while it is read, then opened. It may be left: the document comes anyway.

import { call, csrfToken } from "./api.js";
import { watch } from "./document/jobs.js";

/** @param form  multipart, with `data-import` for the address and its sentences as data attributes */
export function startImport(form) {
  const status = form.querySelector("[data-progress]");
  const words = form.dataset;
  const tell = (text) => (status.textContent = text);
  form.closest("[hidden]")?.removeAttribute("hidden");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    tell(words.sending);
    const { job, problem } = await send(form);
    const told = ({ progress }) => tell(`${words.reading} ${progress} %`);
    const read = job && (job.url ? job : await watch(() => call("GET", `imports/${job.id}/`), told));
    delete form.dataset.busy;
    if (!read?.url) return tell(problem || words.failed);
    tell(words.done);
    location.assign(read.url);
  });
}

async function send(form) {
  try {
    const response = await fetch(form.dataset.import, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: new FormData(form),
      credentials: "same-origin",
    });
    const answer = await response.json();
    return response.ok ? { job: answer } : { problem: answer.errors?.[0]?.detail ?? answer.detail };
  } catch {
    return {};
  }
}
