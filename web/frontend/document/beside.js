// What stands beside the text: comments, versions, the ways out, and sharing.

import { everyRow } from "../api.js";
import { Comments } from "./comments.js";
import { Exports } from "./jobs.js";
import { Versions } from "./versions.js";

export function startBeside({ facts, parts, say }) {
  const { id, network, zone, timeZone } = facts;
  const options = { dateStyle: "medium", timeStyle: "short", timeZone };
  const formatter = new Intl.DateTimeFormat(document.documentElement.lang, options);
  const format = (moment) => formatter.format(new Date(moment));
  const isPrivate = zone === "authority";
  const shared = { document: id, say, format };
  const comments = new Comments({ element: parts.comments, isPrivate, people: peopleOf(network), ...shared });
  const versions = new Versions({ parts, ...shared });
  new Exports({ element: parts.out, document: id, format });
  if (parts.share) confirmSharing(parts.share, parts.shareDialog);
  return { comments, versions };
}

/** Who may be named in a comment, fetched once when that is wanted. */
function peopleOf(network) {
  let people = null;
  return async () => {
    people ??= everyRow(`networks/${network}/seats/`).then((seats) =>
      (seats ?? []).map(({ person, authority }) => ({ ...person, authority: authority.name })),
    );
    return people;
  };
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
