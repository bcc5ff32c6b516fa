"""One document in this process: who has it open, and the one writer who commits what they send.

What has arrived while a commit was running is the next commit. Only what is committed is told on.
"""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import Error as DatabaseFailed
from django.utils import timezone

from access.actor import Actor
from access.refusals import Refusal, TooLarge
from documents.copies import LoadError
from documents.models import Document, Update
from documents.services import MOST_AT_ONCE, append_updates
from live import document_wire as wire
from live.connection import RESTARTING, TOO_MUCH
from live.document_awareness import Awareness
from live.document_peer import Peer
from live.document_wire import Presence
from live.frames import Message
from live.nudges import nudge

if TYPE_CHECKING:
    from live.document_rooms import Rooms

logger = logging.getLogger(__name__)
OTHER_EPOCH, BROKEN = 4410, 1011
# A y-websocket client that hears nothing for 30 s takes the connection for dead.
LONGEST_SILENCE = 20.0
PAGE = 500
# What one peer may have waiting for the next commit.
MOST_BYTES = 8 * 1024 * 1024


def log_key(document_id: UUID) -> str:
    """What nudges call the log of a document. Its stream in the journal is another thing."""
    return f"updates:{document_id}"


@dataclass(frozen=True, slots=True)
class Batch:
    """What one peer sent since the last commit."""

    peer: Peer
    actor: Actor
    updates: list[bytes]


Outcome = Update | Refusal | None


def commit(document: Document, batches: Iterable[Batch]) -> list[Outcome]:
    """Commit what each peer sent, in a thread; a refusal is only for whom it concerns.

    Raises LoadError, DatabaseFailed.
    """
    return [_outcome(document, batch) for batch in batches]


def _outcome(document: Document, batch: Batch) -> Outcome:
    actor = replace(batch.actor, now=timezone.now())
    try:
        return append_updates(actor, document=document, updates=batch.updates)
    except Refusal as refusal:
        return refusal


def rows_after(document_id: UUID, seq: int) -> list[tuple[int, bytes]]:
    """A page of the log, in a thread."""
    rows = Update.objects.after(document_id, seq).values_list("seq", "payload")[:PAGE]
    return [(number, bytes(payload)) for number, payload in rows]


class Room:
    """A document that is open here. Everything up to `seq` was told on to every peer.

    `wanted` is the highest number that a nudge or a look has told of.
    """

    def __init__(self, rooms: "Rooms", document: Document) -> None:
        self.rooms = rooms
        self.document = document
        self.epoch = document.epoch
        self.seq = self.wanted = self._nudged = document.seq
        self.peers: set[Peer] = set()
        self.awareness = Awareness()
        self._arrived: dict[Peer, list[bytes]] = {}
        self._has_space = asyncio.Event()
        self._origins: dict[int, Peer] = {}
        self._is_working = False
        self._is_nudging = False

    # Who is in it --------------------------------------------------------------------------------

    def enter(self, peer: Peer) -> None:
        """Tell the peer from now on."""
        self.peers.add(peer)

    def leave(self, peer: Peer) -> None:
        """The peer is gone; what it sent is still committed."""
        self.peers.discard(peer)
        gone = self.awareness.leave(peer)
        if gone:
            self._tell(wire.awareness(gone))
        self.rooms.forget_if_empty(self)

    @property
    def is_empty(self) -> bool:
        """Is nobody here, and nothing left to commit?"""
        return not self.peers and not self._arrived and not self._is_working

    def show(self, peer: Peer, said: Iterable[Presence]) -> None:
        """Tell everybody what a client shows of itself: itself too, so that a lone editor hears something."""
        shown = self.awareness.take(peer, said)
        if shown:
            self._tell(wire.awareness(shown))

    def _tell(self, message: Message) -> None:
        for peer in self.peers:
            if not peer.is_backed_up:  # else it hears with the next renewal, which is due every 15 s
                peer.offer(message)

    def keep_alive(self) -> None:
        """Say something empty to peers that have heard nothing for long."""
        for peer in self.peers:
            if peer.silent_for() > LONGEST_SILENCE:
                peer.offer(wire.awareness([]))

    # Writing -------------------------------------------------------------------------------------

    async def write(self, peer: Peer, update: bytes) -> None:
        """Commit this with whatever else arrives, and then tell it on. Waits where one commit is full."""
        self._arrived.setdefault(peer, []).append(update)
        self._work()
        while self._is_full_of(peer):
            self._has_space.clear()
            await self._has_space.wait()

    def _is_full_of(self, peer: Peer) -> bool:
        updates = self._arrived.get(peer, ())
        return len(updates) >= MOST_AT_ONCE or sum(map(len, updates)) > MOST_BYTES

    def _work(self) -> None:
        if not self._is_working:
            self._is_working = True
            self.rooms.hub.spawn(self._keep_working())

    async def _keep_working(self) -> None:
        try:
            while self._arrived or self.wanted > self.seq:
                if self._arrived:
                    await self._commit_arrived()
                if self.wanted > self.seq:
                    await self._read_on()
        finally:
            self._is_working = False
            self.rooms.forget_if_empty(self)

    async def _commit_arrived(self) -> None:
        arrived, self._arrived = self._arrived, {}
        self._has_space.set()
        batches = [Batch(peer, peer.actor, updates) for peer, updates in arrived.items()]
        try:
            outcomes = await self.rooms.hub.doors.run(commit, self.document, batches)
        except LoadError:
            logger.exception("What was written in %s can't be kept.", self.document.pk)
            self._end(arrived, BROKEN, "the document can't be read")
        except DatabaseFailed:
            # They come again with all that was not kept: they ask what we have, and send the rest.
            self._end(arrived, RESTARTING, "retry=2000")
        else:
            for batch, outcome in zip(batches, outcomes, strict=True):
                self._conclude(batch.peer, outcome)

    def _conclude(self, peer: Peer, outcome: Outcome) -> None:
        if isinstance(outcome, Refusal):
            peer.close(close_code(outcome), outcome.code)
        elif outcome is not None and outcome.seq == self.seq + 1:
            self._tell_update(outcome.seq, bytes(outcome.payload), origin=peer)
        elif outcome is not None:
            self._origins[outcome.seq] = peer
            self.wanted = max(self.wanted, outcome.seq)

    def _tell_update(self, seq: int, payload: bytes, *, origin: Peer | None) -> None:
        self.seq = seq
        message = wire.update(payload)
        for peer in self.peers:
            if peer is not origin:
                peer.relay(payload, message)
        if origin is not None:
            self._nudge_others()

    def _end(self, peers: Iterable[Peer], code: int, reason: str) -> None:
        for peer in list(peers):
            peer.close(code, reason)

    # Other processes -----------------------------------------------------------------------------

    def heard(self, epoch: str, seq: int) -> None:
        """A nudge or a look says where the log stands."""
        if epoch != self.epoch:
            self._end(self.peers, OTHER_EPOCH, "reload")
            return
        self.wanted = max(self.wanted, seq)
        if self.wanted > self.seq:
            self._work()

    async def _read_on(self) -> None:
        """Tell on what other processes have committed."""
        try:
            rows = await self.rooms.hub.doors.run(rows_after, self.document.pk, self.seq)
        except DatabaseFailed as failure:
            logger.warning("The log of %s can't be read: %s", self.document.pk, failure)
            rows = []
        for seq, payload in rows:
            self._tell_update(seq, payload, origin=self._origins.pop(seq, None))
        if not rows:
            self.wanted = self.seq  # the next look tells again

    def _nudge_others(self) -> None:
        if not self._is_nudging:
            self._is_nudging = True
            self.rooms.hub.spawn(self._keep_nudging())

    async def _keep_nudging(self) -> None:
        while self._nudged < self.seq:
            self._nudged = self.seq
            await self.rooms.hub.doors.run(nudge, log_key(self.document.pk), self.epoch, self.seq)
        self._is_nudging = False


def close_code(refusal: Refusal) -> int:
    """The code with which a refusal closes a document's socket."""
    if isinstance(refusal, TooLarge):
        return TOO_MUCH
    if refusal.code == "other_epoch":
        return OTHER_EPOCH
    return 4000 + refusal.status
