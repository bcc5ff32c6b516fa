"""A client as the contract describes it: it fetches state once, and goes on by events alone."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIClient

from access.actor import Actor
from journal.models import Entry, Stream
from networks.entries import rendered
from networks.models import Network
from networks.streams import streams_of

Rows = dict[str, dict[str, Any]]
# What depends on who reads is fetched by whoever needs it, and is not part of an event's resource.
OF_THE_READER = {"mine", "abilities", "card", "email", "sent_at"}

# The kind of thing that an event's resource is, by the first word of its type.
KINDS = {
    "network": "networks",
    "membership": "memberships",
    "seat": "seats",
    "invitation": "invitations",
    "room": "rooms",
    "message": "messages",
    "document": "documents",
    "need": "needs",
    # What stands beside a need makes a new version of it, and is told with the need.
    **dict.fromkeys(["goal", "stakeholder", "word"], "needs"),
    "file": "files",
    "analysis": "analyses",
    "reminder": "reminders",
    "task": "tasks",
    "decision": "decisions",
    # A signature moves the decision that it stands beside.
    "signatory": "decisions",
}
# Lists show what is still there; a row that says it is over leaves the client's list too.
IS_OVER: dict[str, Callable[[dict[str, Any]], bool]] = {
    "memberships": lambda row: row["left_at"] is not None,
    "seats": lambda row: row["ended_at"] is not None,
    "invitations": lambda row: row["accepted_at"] is not None or row["revoked_at"] is not None,
    "reminders": lambda row: row["answered_at"] is not None,
    "files": lambda row: row["state"] != "kept",
}
_renderer: Any = JSONRenderer()  # it has no types


class Follower:
    """One person's client in one network."""

    def __init__(self, client: APIClient, network: Network, actor: Callable[[], Actor]) -> None:
        self.client, self.network, self.actor = client, network, actor
        self.heads = self._heads()
        self.closed: set[str] = set()
        self.state = self.fetched()

    def fetched(self) -> dict[str, Rows]:
        """All lists of the network, as REST gives them now."""
        base = f"/api/v1/networks/{self.network.pk}"
        state = {
            kind: rows
            for kind in (
                "memberships",
                "seats",
                "invitations",
                "rooms",
                "documents",
                "needs",
                "files",
                "analyses",
                "tasks",
                "decisions",
            )
            if (rows := self._rows(f"{base}/{kind}/"))
        }
        state["networks"] = self._rows("/api/v1/networks/")
        state["reminders"] = self._rows("/api/v1/reminders/")
        state["messages"] = {}
        for room in state.get("rooms", {}):
            state["messages"] |= self._rows(f"/api/v1/rooms/{room}/messages/?after=0")
        return {kind: rows for kind, rows in state.items() if rows}

    def followed(self) -> dict[str, Rows]:
        """The state from the beginning, brought forward by what the person's streams have told since."""
        for entry in self._news():
            self._take(entry)
        if f"network:{self.network.pk}" not in streams_of(self.actor()):
            self.state = {}  # as the frame `revoked` asks for
        return {kind: rows for kind, rows in self.state.items() if rows}

    def _take(self, entry: dict[str, Any]) -> None:
        kind = KINDS.get(entry["type"].split(".")[0])
        if kind is None or kind in self.closed or entry["resource"] is None:
            return
        shape = entry["resource"]
        row = self.state.setdefault(kind, {}).setdefault(shape["id"], {})
        row.update({name: value for name, value in shape.items() if name not in OF_THE_READER})
        if kind in IS_OVER and IS_OVER[kind](row):
            del self.state[kind][shape["id"]]
        if entry["type"] == "message.posted":
            self.state["rooms"][shape["room"]]["last_number"] = entry["data"]["number"]

    def _rows(self, url: str) -> Rows:
        answer = self.client.get(url)
        if answer.status_code in (403, 404):
            # Whoever may not read a list keeps none.
            self.closed |= {url.split("/")[-2]} if answer.status_code == 403 else set()
            return {}
        rows = answer.json()["results"]
        return {row["id"]: {name: row[name] for name in row if name not in OF_THE_READER} for row in rows}

    def _heads(self) -> dict[str, int]:
        streams = Stream.objects.filter(pk__in=streams_of(self.actor())).order_by("pk")
        return dict(streams.values_list("key", "seq"))

    def _news(self) -> Iterator[dict[str, Any]]:
        # A stream that was joined meanwhile is read from its beginning, as `"streams": "mine"` does.
        keys = {*streams_of(self.actor()), *self.heads}
        rows = Entry.objects.filter(stream__in=keys).order_by("at", "id")
        new = [entry for entry in rows if entry.seq > self.heads.get(entry.stream_id, 0)]
        yield from orjson.loads(_renderer.render(rendered(new)))
