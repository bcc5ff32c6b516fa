"""Who is connected, and what they may still hear.

Access is asked once when a socket subscribes, and again whenever something says that it changed: an
entry in the person's own stream, one in a network's, the end of a seat by its date, or a session that is
gone. Until the answer is there the old one holds, which is a matter of milliseconds.
"""

import asyncio
import logging
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseFailed
from django.utils import timezone

from live import frames
from live.connection import NOT_SIGNED_IN, Connection, Person, Place
from live.frames import Message
from live.line import Line
from live.rights import Answer, ask
from live.standing import Standing, people_behind

if TYPE_CHECKING:
    from live.hub import Hub

logger = logging.getLogger(__name__)

MOST_SOCKETS = 100
WORKERS = 2
TICK = 1.0
SWEEP_EVERY_TICKS = 10

# Facts after which the person in whose stream they stand has other rights, or none.
OF_THE_PERSON = {
    "access.changed",
    "employment.started",
    "employment.ended",
    "person.anonymised",
    "token.revoked",
}
# Facts of a network that say whose rights changed, or that everybody's may have.
OF_ONE_SEAT = {"seat.taken", "seat.changed", "seat.ended", "seat.handed_over"}
OF_MANY_SEATS = {"membership.ended"}
# Facts by which something with a stream of its own comes into sight of those who hear them.
OPENING = {
    "room.opened",
    "room.opened_privately",
    "document.created",
    "document.created_privately",
    "document.shared",
}


class Doorkeeper:
    """Asks again about people whose access is in question: the changed before the merely enriched."""

    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self.people: dict[UUID, Person] = {}
        self._urgent: dict[Person, None] = {}
        self._later: dict[Person, None] = {}
        self._wake = asyncio.Event()

    def start(self) -> None:
        """Begin to work and to watch the time."""
        for _ in range(WORKERS):
            self.hub.spawn(self._work())
        self.hub.spawn(self._watch_time())

    async def enter(self, connection: Connection, standing: Standing) -> bool:
        """Let a socket in; False where the person has as many as one may have. Raises DatabaseFailed."""
        person = self.people.setdefault(standing.user_id, Person(standing.user_id))
        if settings.RATE_LIMITS and len(person.connections) >= MOST_SOCKETS:
            return False
        person.connections.add(connection)
        connection.enter(standing, person)
        try:
            await self.hub.hold([person.stream])
        except BaseException:
            self._forget(connection)
            raise
        return True

    def leave(self, connection: Connection) -> None:
        """The socket is gone."""
        for key in list(connection.places):
            self.hub.leave(connection, key)
        self.hub.release([self.hub.lines[connection.person.stream]])
        self._forget(connection)

    def _forget(self, connection: Connection) -> None:
        person = connection.person
        person.connections.discard(connection)
        if not person.connections and self.people.get(person.id) is person:
            del self.people[person.id]

    # What brings access into question -------------------------------------------------------------

    def noticed(self, line: Line, message: Message) -> None:
        """Look at what was handed on for a fact that changes who may hear what."""
        fact = message["fact"]
        if fact in OF_THE_PERSON or fact in OF_ONE_SEAT:
            person = self.people.get(UUID(message["data"]["person_id"]))
            if person is not None:
                self.ask_again(person)
        elif fact in OF_MANY_SEATS:
            for person in {listener.person for listener in line.listeners}:
                self.ask_again(person)
        elif fact in OPENING:
            for person in {listener.person for listener in line.listeners if listener.follows_mine}:
                self.ask_again(person, urgently=False)

    def ask_again(self, person: Person, *, urgently: bool = True) -> None:
        """Put what the person may hear in question."""
        person.changes += 1
        (self._urgent if urgently else self._later)[person] = None
        self._wake.set()

    async def _watch_time(self) -> None:
        ticks = 0
        while True:
            await asyncio.sleep(TICK)
            ticks += 1
            now = timezone.now()
            for person in self.people.values():
                if person.ask_again_at is not None and person.ask_again_at <= now:
                    person.ask_again_at = None
                    self.ask_again(person)
            if ticks % SWEEP_EVERY_TICKS == 0:
                await self._sweep()

    async def _sweep(self) -> None:
        """Notice sessions, tokens and people that open nothing any more, by three queries for all."""
        open_now = [
            (connection.standing, person)
            for person in self.people.values()
            for connection in person.connections
        ]
        standings = {standing for standing, _ in open_now}
        if not standings:
            return
        try:
            alive = await self.hub.delivery.run(people_behind, standings, now=timezone.now())
        except DatabaseFailed as failure:
            logger.warning("Sessions can't be looked at: %s", failure)
            return
        for person in {person for standing, person in open_now if standing not in alive}:
            self.ask_again(person)

    # Asking ---------------------------------------------------------------------------------------

    async def _work(self) -> None:
        while True:
            person = self._next()
            if person is None:
                self._wake.clear()
                await self._wake.wait()
                continue
            try:
                await self._review(person)
            except Exception:  # whatever failed, the question stays open until it is answered
                logger.exception("Access can't be asked.")
                self._urgent[person] = None
                await asyncio.sleep(TICK / 2)

    def _next(self) -> Person | None:
        for queue in (self._urgent, self._later):
            if queue:
                person = next(iter(queue))
                del queue[person]
                return person
        return None

    async def _review(self, person: Person) -> None:
        seen, connections, keys = person.changes, list(person.connections), person.keys
        standings = {connection.standing for connection in connections}
        answer = await self.hub.delivery.run(ask, standings, keys, wants_all=person.follows_mine)
        if seen != person.changes:
            return  # in question again, and queued again
        person.ask_again_at = answer.ask_again_at
        for connection in connections:
            self._apply(connection, answer, keys)
        for connection in connections:
            if connection.follows_mine and not connection.closed:
                await self._join_later_ones(connection, answer, seen)

    def _apply(self, connection: Connection, answer: Answer, keys: set[str]) -> None:
        if connection.standing not in answer.alive:
            connection.close(NOT_SIGNED_IN, "not signed in any more")
        for key in [key for key in connection.places if key in keys and key not in answer.allowed]:
            self.hub.leave(connection, key)
            connection.revoked(key)

    async def _join_later_ones(self, connection: Connection, answer: Answer, seen: int) -> None:
        lines = await self.hub.hold(key for key in answer.mine if key not in connection.places)
        if seen != connection.person.changes or connection.closed:
            self.hub.release(lines.values())
            return
        for key, line in lines.items():
            if key in connection.places:  # subscribed to while we waited
                self.hub.release([line])
                continue
            connection.places[key] = Place(line, line.epoch, line.delivered)
            line.listeners[connection] = line.delivered
            connection.offer(frames.placed("joined", key, line.epoch, line.delivered))
