// The one entry: htmx for fragments, the feed for what happens, and what each page asks for by data attributes.

import htmx from "htmx.org";
import { call } from "./api.js";
import { clearAtSignOut, tidy } from "./copies.js";
import { Feed } from "./feed.js";
import { enhanceForms } from "./forms.js";
import { startImport } from "./imports.js";
import { Room } from "./room.js";
import { eventSourceTransport, webSocketTransport } from "./transports.js";
import { Unread } from "./unread.js";

const NOTICE_AFTER_MS = 2500;

window.htmx = htmx; // htmx finds its own attributes; nothing else reads this.
document.documentElement.classList.add("js");
enhanceForms(document);
clearCopies(document.body.dataset.person);
document.querySelectorAll("[data-import]").forEach(startImport);
start(document.body);

function start(body) {
  if (!body.dataset.feed) return;
  const roomElement = document.querySelector("[data-room]");
  const room = roomElement ? new Room(roomElement) : null;
  const unread = startUnread(body);
  const connection = connectionNotice();
  const feed = new Feed({
    streams: JSON.parse(body.dataset.feed),
    transports: [
      webSocketTransport(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/feed/`),
      eventSourceTransport("/sse/feed/"),
    ],
    listener: {
      event: (frame) => {
        unread?.hear(frame);
        if (frame.stream === room?.stream) room.hear(frame);
        refreshFragments(frame);
        document.dispatchEvent(new CustomEvent("samverk:feed", { detail: frame })); // for other bundles
      },
      resync: (frame) => resync(frame, { room, unread }),
      revoked: (frame) => revoked(frame, body.dataset),
      denied,
      state: (state) => {
        connection(state);
        if (state === "live") room?.flush();
      },
    },
  });
  feed.start();
  addEventListener("online", () => (feed.wake(), room?.flush()));
  addEventListener("offline", () => feed.sleep());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  document.addEventListener("visibilitychange", () => !document.hidden && feed.wake());
  document.body.addEventListener("htmx:afterSettle", () => room?.renewed());
}

/** Documents kept on this device go with the person who signs out. */
function clearCopies(person) {
  tidy(person);
  for (const form of document.querySelectorAll("form[data-sign-out]")) clearAtSignOut(form, person);
}

function startUnread(body) {
  if (!document.querySelector("[data-unread]")) return null;
  // Looked up anew each time: a list that was fetched is another element.
  const refetch = () => document.querySelectorAll("[data-unread]").forEach((list) => htmx.trigger(list, "refetch"));
  return new Unread({ me: body.dataset.person, refetch });
}

/** Parts of a page that name event types are fetched afresh when one of those happens. */
function refreshFragments({ type }) {
  for (const part of document.querySelectorAll(`[data-refetch-on~="${CSS.escape(type)}"]`)) {
    // What somebody is in with the keyboard is not pulled from under them.
    const isInUse = part.contains(document.activeElement) && !("unread" in part.dataset);
    if (!isInUse) htmx.trigger(part, "refetch");
  }
}

/** The stream can't be continued: fetch its state, and go on from the head that came with the frame. */
function resync({ stream }, { room, unread }) {
  unread?.ask();
  if (stream !== room?.stream) return;
  const options = { target: "[data-timeline]", select: "[data-timeline] > li", swap: "innerHTML" };
  htmx.ajax("GET", location.href, options);
}

/** Access to what this page shows has ended: leave it at once. */
function revoked({ stream }, { leave, home }) {
  if ((leave ?? "").split(" ").includes(stream)) location.replace(home);
}

/** Signed out elsewhere: the page that asks to sign in comes. Anything else would only come back here. */
async function denied() {
  const { status } = await call("GET", "me/");
  if (status === 401) location.reload();
}

function tell(notice) {
  notice.hidden = false;
  document.querySelector("[data-announcer]").textContent = notice.textContent;
}

function connectionNotice() {
  const notice = document.querySelector("[data-connection]");
  let timer = null;
  return (state) => {
    clearTimeout(timer);
    document.body.dataset.feedState = state;
    if (state === "live") notice.hidden = true;
    else timer = setTimeout(() => tell(notice), NOTICE_AFTER_MS);
  };
}
