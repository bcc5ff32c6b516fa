// The bundle of a document's page: brings together the text, the lines to the server and this device.

import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { everyRow } from "../api.js";
import { remove } from "../copies.js";
import { Comments } from "./comments.js";
import { Connection } from "./connection.js";
import { Ending, textOf, textOfCopies } from "./ending.js";
import { highlights } from "./highlights.js";
import { HttpLine } from "./http.js";
import { Exports } from "./jobs.js";
import { Ledger } from "./ledger.js";
import { LocalCopy } from "./local.js";
import { colourOf, Presence } from "./people.js";
import { RemoteChanges } from "./remote.js";
import { SocketLine } from "./socket.js";
import { Status } from "./status.js";
import { browserTime } from "./time.js";
import { Versions } from "./versions.js";
import { listenToOthers, startWriting } from "./writing.js";

const page = document.querySelector("[data-document]");
if (page) open(page);

async function open(element) {
  const facts = JSON.parse(element.dataset.document);
  const words = JSON.parse(element.dataset.words);
  const parts = partsOf(element);
  const announcer = { say: (text) => (parts.announcer.textContent = text) };
  const tell = (text) => (parts.notice.textContent = text);
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  if (!facts.mayEdit) awareness.setLocalState(null);

  const status = new Status({ element: parts.status, announcer, words });
  const local = new LocalCopy({ doc, person: facts.person.id, document: facts.id, epoch: facts.epoch, title: facts.title });
  const ledger = new Ledger((isClear) => {
    status.set({ isClear });
    local.noteUnsent(facts.mayEdit && !isClear);
  });
  const socket = new SocketLine({ url: socketUrl(), id: facts.id, epoch: facts.epoch, doc, awareness, ledger });
  const http = new HttpLine({ url: `/api/v1/documents/${facts.id}/sync/?epoch=${facts.epoch}`, doc, ledger });
  const ending = new Ending({ element: parts.ending, words });
  const connection = new Connection({ socket, http, time: browserTime, listener: { state: stateIs, ended } });
  socket.listen({
    synced: () => connection.synced(),
    closed: (end) => connection.closed(end),
    denied: () => status.set({ mayEdit: false }),
  });
  const isServer = (origin) => origin === socket.origin || origin === http;
  doc.on("update", (update, origin) => {
    if (isServer(origin)) return;
    if (facts.mayEdit) ledger.wrote(update);
    socket.wrote();
    connection.wrote();
  });

  let editor = null;
  const beside = startBeside({ facts, parts, say: announcer.say });
  status.set({ mayEdit: facts.mayEdit });
  await local.open();
  status.set({ isKept: local.isAvailable });
  if (doc.store.clients.size) show();
  connection.start();
  listenToThePage();
  tellOfStrandedText();

  function stateIs(state) {
    status.set({ state });
    document.body.dataset.documentState = state;
    if (state === "live" || state === "slow") show();
  }

  function show() {
    if (editor) return;
    const user = { ...facts.person, authority: facts.authority, color: colourOf(facts.person.id) };
    const { mayEdit, network, zone, language } = facts;
    editor = startWriting({ parts, doc, awareness, user, words, mayEdit, network, zone, language, tell, comment: () => beside.comments.begin(), more: [highlights((id) => beside.comments.choose(id))] });
    beside.comments.attach(editor);
    const changes = new RemoteChanges({ announcer, words });
    new Presence({ element: parts.here, awareness });
    listenToOthers({ editor, doc, awareness, origin: isServer, changes });
  }

  function ended(reason) {
    editor?.setEditable(false);
    status.set({ state: "ended" });
    const text = ledger.isClear || !facts.mayEdit ? null : () => textOf(doc, words);
    ending.tell(reason, { text, title: facts.title });
    local.close();
  }

  function listenToThePage() {
    addEventListener("online", () => connection.wake());
    addEventListener("offline", () => connection.sleep());
    document.addEventListener("visibilitychange", () => !document.hidden && connection.wake());
    document.addEventListener("samverk:feed", ({ detail }) => heard(detail));
    document.addEventListener("samverk:leaving", () => (connection.stop("ended"), local.close()));
    addEventListener("beforeunload", (event) => {
      if (facts.mayEdit && !ledger.isClear && !local.isAvailable) event.preventDefault();
    });
  }

  function heard({ type, stream }) {
    if (stream !== `document:${facts.id}`) return;
    if (type === "document.changed") connection.news();
    if (type.startsWith("comment.") && editor) beside.comments.load();
    if (type.startsWith("revision.")) beside.versions.load();
  }

  /** Text from before the document started anew, which only this device has. */
  async function tellOfStrandedText() {
    const names = local.stranded();
    const text = names.length ? await textOfCopies(names, words) : "";
    if (!text) return names.forEach((name) => remove(name));
    ending.tell("stranded", { text: () => text, title: facts.title, discard: () => names.forEach((name) => remove(name)) });
  }
}

/** What stands beside the text: comments, versions, and the ways out. */
function startBeside({ facts, parts, say }) {
  const { id, network, zone, timeZone } = facts;
  const options = { dateStyle: "medium", timeStyle: "short", timeZone };
  const formatter = new Intl.DateTimeFormat(document.documentElement.lang, options);
  const format = (moment) => formatter.format(new Date(moment));
  const comments = new Comments({
    element: parts.comments,
    document: id,
    isPrivate: zone === "authority",
    people: peopleOf(network),
    say,
    format,
  });
  const versions = new Versions({ parts, document: id, say, format });
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

function partsOf(element) {
  const parts = {};
  for (const part of element.querySelectorAll("[data-part]")) parts[part.dataset.part] = part;
  return parts;
}

function socketUrl() {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/documents`;
}
