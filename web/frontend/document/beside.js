// What stands beside the text: comments, versions, the ways out, and sharing.

import { peopleOf } from "../mentions.js";
import { Comments } from "./comments.js";
import { Exports } from "./jobs.js";
import { Versions } from "./versions.js";

export function startBeside({ facts, parts, say }) {
  const { id, network, zone, timeZone, person } = facts;
  const options = { dateStyle: "medium", timeStyle: "short", timeZone };
  const formatter = new Intl.DateTimeFormat(document.documentElement.lang, options);
  const format = (moment) => formatter.format(new Date(moment));
  const isPrivate = zone === "authority";
  const shared = { document: id, say, format };
  const may = { write: facts.mayComment, moderate: facts.mayModerate };
  const remarks = { person: person.id, may, isPrivate, people: peopleOf(network) };
  const comments = new Comments({ element: parts.comments, remarks, ...shared });
  const versions = new Versions({ parts, ...shared });
  new Exports({ element: parts.out, document: id, format });
  if (parts.share) confirmSharing(parts.share, parts.shareDialog);
  return { comments, versions };
}

/** Before a document is shared, a dialog says what that means. */
function confirmSharing(form, dialog) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => dialog.returnValue === "share" && form.submit());
}
