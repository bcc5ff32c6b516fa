"""Following streams from a cursor without hole or repeat.

Join first, then read: a line is held before anything is read, and a socket goes live in the same step in
which it has read all that the line has handed on. What the line hands on at or below that is dropped.
"""

import asyncio
from collections.abc import Mapping
from typing import NamedTuple

from django.db import Error as DatabaseFailed

from access.refusals import SignInNeeded
from live import frames, reading
from live.connection import Connection, Place
from live.frames import Frame, Message
from live.hub import Hub
from live.line import Line
from live.reading import EMPTY, Head
from live.rights import Answer, ask

# Seconds between tries to go on with a backlog while the database is away.
PAUSE = 0.5


class Cursor(NamedTuple):
    """Where a client stands in a stream. Without an epoch it can only stand at the beginning."""

    epoch: str | None
    after: int

    def fits(self, head: Head) -> bool:
        """Does the history that stands at `head` continue from here?"""
        if self.epoch != head.epoch and (self.epoch or self.after):
            return False
        return self.after <= head.seq


Wanted = Mapping[str, Cursor | None]


async def subscribe(hub: Hub, connection: Connection, wanted: Wanted, *, wants_all: bool) -> "Subscription":
    """Follow the streams in `wanted` from their cursors, those without one from now on.

    `wants_all`: also every other stream of the person's, later ones included. Nothing is sent before
    `Subscription.begin`. Raises SignInNeeded where the person is gone, DatabaseFailed.
    """
    while True:
        seen = connection.person.changes
        answer = await hub.doors.run(ask, [connection.standing], list(wanted), wants_all=wants_all)
        if not answer.alive:
            raise SignInNeeded
        connection.person.ask_again_at = answer.ask_again_at
        subscription = Subscription(hub, connection, wanted, answer, wants_all=wants_all)
        await subscription.settle()
        if seen == connection.person.changes:
            return subscription
        hub.release(subscription.lines.values())


class Subscription:
    """Streams that are held and may be heard, about to be followed."""

    def __init__(
        self, hub: Hub, connection: Connection, wanted: Wanted, answer: Answer, *, wants_all: bool
    ) -> None:
        self.hub = hub
        self.connection = connection
        self.wanted = wanted
        self.answer = answer
        self.wants_all = wants_all
        self.lines: dict[str, Line] = {}
        self.heads: dict[str, Head] = {}

    async def settle(self) -> None:
        """Hold the lines, and ask the table about cursors that the lines alone can't judge."""
        self.lines = await self.hub.hold(sorted({*self.answer.allowed, *self.answer.mine}))
        doubtful = [key for key, cursor in self.wanted.items() if cursor and self._is_doubtful(key, cursor)]
        if not doubtful:
            return
        try:
            self.heads = await self.hub.doors.run(reading.heads, doubtful)
        except BaseException:
            self.hub.release(self.lines.values())
            raise

    def _is_doubtful(self, key: str, cursor: Cursor) -> bool:
        return key in self.lines and not cursor.fits(self.lines[key].head)

    def cursors(self) -> dict[str, Cursor]:
        """Where the client stands in each stream before the first frame."""
        return {key: self.wanted.get(key) or Cursor(*line.head) for key, line in self.lines.items()}

    def begin(self, reply: Frame) -> None:
        """Send the reply, then follow. Nothing in here waits, so that nothing comes in between."""
        places = {key: self._place(key, line) for key, line in self.lines.items()}
        self.connection.follows_mine |= self.wants_all
        streams = {
            key: {"epoch": line.epoch, "head": max(line.delivered, self.heads.get(key, EMPTY).seq)}
            for key, line in self.lines.items()
        }
        answer = {"frame": "reply", **reply, "streams": streams, "refused": self.answer.refused}
        self.connection.offer(frames.message(answer))
        behind = [place for place in places.values() if place is not None and not self._go_live(place)]
        if behind:
            self.hub.spawn(_catch_up(self.hub, self.connection, behind))

    def _place(self, key: str, line: Line) -> Place | None:
        """Take the place in the line; None where the one that the connection has already stays."""
        cursor = self.wanted.get(key)
        if cursor is None and key in self.connection.places:
            self.hub.release([line])
            return None
        self.hub.leave(self.connection, key)
        head = self.heads.get(key)
        if head is not None and (head.epoch != line.epoch or head.seq > line.delivered):
            self.hub.judge(line, head)
        start = Cursor(line.epoch, line.delivered) if cursor is None else cursor
        place = Place(line, line.epoch, start.after)
        if not start.fits(Head(line.epoch, max(line.delivered, line.wanted))):
            place.cursor = OUT_OF_SIGHT
        self.connection.places[key] = place
        return place

    def _go_live(self, place: Place) -> bool:
        if place.cursor == OUT_OF_SIGHT:
            _start_anew(self.connection, place)
        return _join(self.connection, place)


# The cursor of a place that can't be continued.
OUT_OF_SIGHT = -1


def _join(connection: Connection, place: Place) -> bool:
    """Go live if everything that the line has handed on was read."""
    if place.epoch != place.line.epoch:
        _start_anew(connection, place)
    if place.cursor < place.line.delivered:
        return False
    place.line.listeners[connection] = place.cursor
    return True


def _start_anew(connection: Connection, place: Place) -> None:
    """Tell that the cursor can't be continued, and go on from the head."""
    line = place.line
    place.epoch, place.cursor = line.head
    connection.offer(frames.placed("resync", line.key, line.epoch, line.delivered))


async def _catch_up(hub: Hub, connection: Connection, places: list[Place]) -> None:
    for place in places:
        while _is_current(connection, place) and not _join(connection, place):
            try:
                messages = await hub.page(place.line.key, place.cursor)
            except DatabaseFailed:
                await asyncio.sleep(PAUSE)
                continue
            if _is_current(connection, place):
                await _send_page(connection, place, messages)


async def _send_page(connection: Connection, place: Place, messages: list[Message]) -> None:
    first = messages[0] if messages else None
    if first is None or (first["epoch"], first["seq"]) != (place.epoch, place.cursor + 1):
        _start_anew(connection, place)
        return
    for message in messages:
        if not _is_current(connection, place):
            return
        connection.offer(message)
        place.cursor = message["seq"]
        if connection.is_backed_up:
            await connection.drained()


def _is_current(connection: Connection, place: Place) -> bool:
    """Does the connection still follow the stream from this place? Else it left, or subscribed anew."""
    return not connection.closed and connection.places.get(place.line.key) is place
