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
from documents.reading import state_of
from documents.services import MOST_AT_ONCE, append_updates
from live import document_wire as wire
from live.connection import RESTARTING, TOO_MUCH
from live.document_awareness import Awareness
from live.document_peer import Peer
from live.document_wire import Presence
from live.frames import Message

if TYPE_CHECKING:
    from live.document_rooms import Rooms

logger = logging.getLogger(__name__)
OTHER_EPOCH, BROKEN = 4410, 1011
# A y-websocket client that hears nothing for 30 s takes the connection for dead.
LONGEST_SILENCE = 20.0
PAGE = 500
# What one peer may have waiting for the next commit.
MOST_BYTES = 8 * 1024 * 1024


@dataclass(slots=True)
class Batch:
    """What one peer sent since the last commit, and how many bytes that is."""

    peer: Peer
    actor: Actor
    updates: list[bytes]
    size: int = 0

    @property
    def is_full(self) -> bool:
        """Is it as much as one commit takes?"""
        return len(self.updates) >= MOST_AT_ONCE or self.size > MOST_BYTES


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
    except LoadError:
        raise
    except Refusal as refusal:
        return refusal


def news_after(document_id: UUID, seq: int) -> list[tuple[int, bytes]]:
    """A page of the log, in a thread; all that the document holds where the log was compacted meanwhile.

    Raises LoadError, DatabaseFailed.
    """
    rows = list(Update.objects.after(document_id, seq).values_list("seq", "payload")[:PAGE])
    if rows and rows[0][0] == seq + 1:
        return [(number, bytes(payload)) for number, payload in rows]
    state = state_of(document_id)
    return [(state.seq, state.missing)] if state.seq > seq else []


class Room:
    """A document that is open here. Everything up to `seq` was told on to every peer.

    `wanted` is the highest number that a nudge or a look has told of.
    """

    def __init__(self, rooms: "Rooms", document: Document) -> None:
        self.rooms = rooms
        self.document = document
        self.epoch = document.epoch
        self.seq = self.wanted = document.seq
        self.peers: set[Peer] = set()
        self.awareness = Awareness()
        self._arrived: dict[Peer, Batch] = {}
        self._has_space = asyncio.Event()
        self._origins: dict[int, Peer] = {}
        self._is_working = False

    # Who is in it --------------------------------------------------------------------------------

    def enter(self, peer: Peer) -> None:
        """Tell the peer from now on."""
        self.peers.add(peer)

    def leave(self, peer: Peer) -> None:
        """The peer is gone; what it sent is still committed."""
        self.peers.discard(peer)
        gone = self.awareness.leave(peer)
        self._show(gone)
        self.rooms.forget_if_empty(self)

    @property
    def is_empty(self) -> bool:
        """Is nobody here, and nothing left to commit?"""
        return not self.peers and not self._arrived and not self._is_working

    def show(self, peer: Peer, said: Iterable[Presence]) -> None:
        """Tell everybody what a client shows of itself: itself too, so that a lone editor hears something."""
        self._show(self.awareness.take(peer, said))

    def _show(self, shown: list[Presence]) -> None:
        if shown:
            self.tell_all(wire.awareness(shown))
            self.rooms.presences.tell(self, shown)

    def tell_all(self, message: Message) -> None:
        """Tell every peer something that is soon told again."""
        for peer in self.peers:
            if not peer.is_backed_up:  # else it hears with the next renewal, which is due every 15 s
                peer.offer(message)

    def keep_alive(self) -> None:
        """Say something empty to peers that have heard nothing for long; forget who is shown by the dead."""
        gone = self.awareness.forget(now=asyncio.get_running_loop().time())
        if gone:
            self.tell_all(wire.awareness(gone))
        for peer in self.peers:
            if peer.silent_for() > LONGEST_SILENCE:
                peer.offer(wire.awareness([]))

    # Writing -------------------------------------------------------------------------------------

    async def write(self, peer: Peer, update: bytes) -> None:
        """Commit this with whatever else arrives, and then tell it on. Waits where one commit is full."""
        batch = self._arrived.get(peer)
        if batch is None:
            batch = self._arrived[peer] = Batch(peer, peer.actor, [])
        batch.updates.append(update)
        batch.size += len(update)
        self._work()
        while batch.is_full and self._arrived.get(peer) is batch:
            self._has_space.clear()
            await self._has_space.wait()

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
        batches = list(arrived.values())
        for batch in batches:
            batch.actor = batch.peer.actor
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
            return
        if outcome is None:
            return
        self.document = outcome.document  # which was shared, perhaps, since it was opened
        if outcome.seq == self.seq + 1:
            self._tell_update(outcome.seq, bytes(outcome.payload), origin=peer)
        else:
            self._origins[outcome.seq] = peer
            self.wanted = max(self.wanted, outcome.seq)

    def _tell_update(self, seq: int, payload: bytes, *, origin: Peer | None) -> None:
        self.seq = seq
        message = wire.shared(wire.update(payload))
        for peer in self.peers:
            if peer is not origin:
                peer.relay(payload, message)

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
            rows = await self.rooms.hub.doors.run(news_after, self.document.pk, self.seq)
        except (LoadError, DatabaseFailed) as failure:
            logger.warning("The log of %s can't be read: %s", self.document.pk, failure)
            rows = []
        for seq, payload in rows:
            self._tell_update(seq, payload, origin=self._origins.pop(seq, None))
        if not rows:
            self.wanted = self.seq  # the next look tells again


def close_code(refusal: Refusal) -> int:
    """The code with which a refusal closes a document's socket."""
    if isinstance(refusal, TooLarge):
        return TOO_MUCH
    if refusal.code == "other_epoch":
        return OTHER_EPOCH
    return 4000 + refusal.status
