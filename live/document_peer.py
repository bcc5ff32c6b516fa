"""One client of a document: what it gets, merged while it does not read as fast as others write."""

import asyncio

from pycrdt import merge_updates

from access.actor import Actor
from access.policy import Permission
from documents.services import MOST_AT_ONCE
from live import document_wire as wire
from live.connection import Connection
from live.document_identity import Card
from live.frames import Message
from live.outlet import NOT_READING

NO_ACCESS = 4403
# What may wait for a peer that does not read.
MOST_BYTES = 8 * 1024 * 1024
# Seconds between two answers that say the same.
DENIED_EVERY = 1.0


class Peer(Connection):
    """A socket in a document. `actor` was asked for when the person's access had changed `asked_at` times."""

    __slots__ = (
        "_backlog",
        "_backlog_bytes",
        "_denied_at",
        "_flushing",
        "_spoken_at",
        "actor",
        "asked_at",
        "card",
        "may_write",
    )

    def admit(self, actor: Actor, card: Card, *, asked_at: int) -> None:
        """The person may read the document, as this actor, and is asked for again after the next change.

        `card` is what others see of them; `may_write` whether what this client sends is kept.
        """
        self.actor = actor
        self.card = card
        self.asked_at = asked_at
        self.may_write = self.standing.can_write and actor.can(Permission.DOCUMENT_EDIT)

    def begin(self) -> None:
        """The socket is open."""
        self._denied_at = -DENIED_EVERY
        self._backlog: list[bytes] = []
        self._backlog_bytes = 0
        self._flushing: asyncio.Task[None] | None = None
        self._spoken_at = asyncio.get_running_loop().time()

    @property
    def is_in_question(self) -> bool:
        """Has the person's access changed since the actor was asked for?"""
        return self.asked_at != self.person.changes

    def revoked(self, key: str) -> None:
        """A document's socket is about one thing alone: it ends with the access."""
        self.close(NO_ACCESS, "access ended")

    def offer(self, message: Message) -> None:
        """Send now or in turn. What other sockets are told as text has no meaning to a Yjs client."""
        if "bytes" not in message:
            return
        self._spoken_at = asyncio.get_running_loop().time()
        super().offer(message)

    def silent_for(self) -> float:
        """Seconds since something was last sent."""
        return asyncio.get_running_loop().time() - self._spoken_at

    def deny(self) -> None:
        """Say that what was sent is ignored, at most once a second."""
        now = asyncio.get_running_loop().time()
        if now - self._denied_at >= DENIED_EVERY:
            self._denied_at = now
            self.offer(wire.denied(f"This needs the permission {Permission.DOCUMENT_EDIT}."))

    def relay(self, payload: bytes, message: Message) -> None:
        """Hand on what somebody wrote; `message` is the same, ready to send and shared with others."""
        if not self.is_backed_up and not self._backlog:
            self._spoken_at = asyncio.get_running_loop().time()
            self.push(message, message["wire"])
            return
        self._backlog.append(payload)
        self._backlog_bytes += len(payload)
        if self._backlog_bytes > MOST_BYTES:
            self.close(NOT_READING, "not reading")
        elif self._flushing is None and not self.closed:
            self._flushing = asyncio.create_task(self._flush())

    async def _flush(self) -> None:
        """Once the peer reads again, send what has gathered as few frames."""
        while self._backlog and not self.closed:
            await self.drained()
            taken, self._backlog = self._backlog[:MOST_AT_ONCE], self._backlog[MOST_AT_ONCE:]
            self._backlog_bytes = sum(map(len, self._backlog))
            self.offer(wire.update(merge_updates(*taken)))
        self._flushing = None
