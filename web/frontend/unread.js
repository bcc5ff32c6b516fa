// Unread counts beside the names of rooms, right on every device of the person.
//
// A new message of somebody else adds one. Anything else that may change a count (read elsewhere,
// taken away) asks the server, which computes it: counting down here would drift.

const ASK_AFTER_MS = 400;

export class Unread {
  #me;
  #refetch;
  #timer = null;

  /** @param refetch fetches the lists that hold [data-unread-room="<id>"] badges */
  constructor({ me, refetch }) {
    this.#me = me;
    this.#refetch = refetch;
  }

  hear({ type, stream, actor, resource }) {
    if (type === "message.posted") this.#posted(stream.slice("room:".length), actor, resource);
    if (type === "messages.read" || type === "message.deleted") this.ask();
  }

  ask() {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#refetch();
    }, ASK_AFTER_MS);
  }

  #posted(room, actor, resource) {
    const author = resource?.author?.id ?? actor?.person?.id;
    const number = resource?.number ?? 0;
    for (const badge of document.querySelectorAll(`[data-unread-room="${CSS.escape(room)}"]`)) {
      if (author === this.#me || Number(badge.dataset.last) >= number) continue;
      badge.dataset.last = number;
      this.#show(badge, Number(badge.dataset.count) + 1);
    }
  }

  #show(badge, count) {
    badge.dataset.count = count;
    badge.hidden = count === 0;
    badge.querySelector("[data-shown]").textContent = count > 99 ? "99+" : count;
  }
}
