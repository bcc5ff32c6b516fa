"""The socket of one document: the y-protocols of npm's y-websocket, over the log of documents/."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import parse_qs
from uuid import UUID

from channels.exceptions import StopConsumer
from django.db import Error as DatabaseFailed
from django.utils import timezone

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, NotVisible, Refusal, SignInNeeded
from accounts.models import Authority, User
from documents.copies import LoadError
from documents.models import Document
from documents.reading import state_of
from documents.services import LARGEST_UPDATE
from live import document_wire as wire
from live.connection import RESTARTING, TOO_MUCH, Place
from live.consumer import LeanConsumer, cutter
from live.document_identity import Card
from live.document_peer import Peer
from live.document_room import BROKEN, Room, close_code, logger
from live.document_rooms import rooms_of
from live.frames import Message
from live.hub import Hub, hub_here
from live.limits import Allowance
from live.rights import ask
from live.shortcut import shortcut_of
from live.standing import Handshake, Standing, people_behind, standing_of
from networks.scoping import actor_in

# A client sends a frame for each change: fast typing is 20 a second, a program may do more.
FRAMES_A_SECOND, BURST = 2_000.0, 20_000.0
LARGEST_FRAME = LARGEST_UPDATE + 1024
NOTHING = b"\x00\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A document as one person may open it; at `ask_again_at` that ends by itself."""

    actor: Actor
    card: Card
    document: Document
    ask_again_at: datetime | None


def open_document(standing: Standing, document_id: UUID) -> Opening:
    """Ask, in a thread, whether the person may read the document. Raises what the HTTP door raises."""
    now = timezone.now()
    user = people_behind([standing], now=now).get(standing)
    if user is None:
        raise SignInNeeded
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        raise NotVisible
    actor = actor_in(user.acting(now), document.network_id)
    if not document.is_in_sight_of(actor):
        raise NotVisible
    actor.require(Permission.DOCUMENT_READ)
    answer = ask([standing], [], wants_all=False)
    return Opening(actor=actor, card=_card(user, actor), document=document, ask_again_at=answer.ask_again_at)


def _card(user: User, actor: Actor) -> Card:
    authority = (
        Authority.objects.filter(pk=actor.represents).order_by("pk").first() if actor.has_seat else None
    )
    return Card(user.display_name, authority.name if authority else "")


class DocumentSocket(LeanConsumer):
    """One client of one document."""

    handlers: ClassVar[Mapping[str, str]] = {
        "websocket.connect": "connected",
        "websocket.receive": "received",
        "websocket.disconnect": "disconnected",
    }
    hub: Hub
    peer: Peer
    room: Room | None = None
    has_entered = False
    has_synced = False

    async def connected(self, _message: Message) -> None:
        """Accept, so that a refusal has a code, and open the document or close."""
        self.hub = hub_here()
        self.allowance = Allowance(FRAMES_A_SECOND, BURST)
        await self.write({"type": "websocket.accept"})
        self.peer = Peer(self.write, cutter(self.write), direct=shortcut_of(self.write))
        self.peer.begin()
        try:
            await self._open()
        except Refusal as refusal:
            self.peer.close(close_code(refusal), refusal.code)
        except DatabaseFailed as failure:
            self._come_again(failure)

    async def _open(self) -> None:
        handshake = Handshake.of(self.handshake)
        now = timezone.now()
        standing = await self.hub.doors.run(standing_of, handshake, needs_origin=True, now=now)
        self.has_entered = await self.hub.doorkeeper.enter(self.peer, standing)
        if not self.has_entered:
            self.peer.close(TOO_MUCH, "too many sockets")
            return
        # Held before anything is asked, so that no change of access goes unnoticed.
        key = f"document:{self._document_id}"
        line = (await self.hub.hold([key]))[key]
        self.peer.places[key] = Place(line, line.epoch, line.delivered)
        document = await self._admit()
        wanted = parse_qs(self.handshake["query_string"].decode("latin-1")).get("epoch", [document.epoch])
        if wanted != [document.epoch]:
            raise Conflict("other_epoch", "The document starts anew. Reload it.")
        self.room = rooms_of(self.hub).room_of(document)
        self.room.enter(self.peer)

    async def _admit(self) -> Document:
        """Ask what the person may do here now. Raises what open_document raises."""
        peer = self.peer
        while True:
            asked_at = peer.person.changes
            opening = await self.hub.doors.run(open_document, peer.standing, self._document_id)
            if asked_at == peer.person.changes:
                peer.person.ask_again_at = opening.ask_again_at
                peer.admit(opening.actor, opening.card, asked_at=asked_at)
                return opening.document

    @property
    def _document_id(self) -> UUID:
        return UUID(self.handshake["url_route"]["kwargs"]["document_id"])

    async def disconnected(self, _message: Message) -> None:
        """Stop: a client that comes again asks for what it missed."""
        raise StopConsumer

    def gone(self) -> None:
        """Leave no trace in room and hub."""
        if self.room is not None:
            self.room.leave(self.peer)
        if self.has_entered:
            self.peer.closed = True
            self.hub.doorkeeper.leave(self.peer)

    # Messages in ---------------------------------------------------------------------------------

    async def received(self, message: Message) -> None:
        """Take one message. Whatever is wrong with it closes the socket with a code and a reason."""
        if self.room is None or self.peer.closed:
            return
        data = message.get("bytes") or b""
        if not self.allowance.spend():
            self.peer.close(TOO_MUCH, "too fast")
            return
        if len(data) > LARGEST_FRAME:
            self.peer.close(TOO_MUCH, "update_too_large")  # as append_updates says it, and pages know it
            return
        try:
            said = wire.read(data)
            if self.peer.is_in_question:
                await self._admit()
            await self._answer(self.room, said)
        except LoadError:
            logger.exception("Document %s can't be opened.", self._document_id)
            self.peer.close(BROKEN, "the document can't be read")
        except Refusal as refusal:
            self.peer.close(close_code(refusal), refusal.code)
        except DatabaseFailed as failure:
            self._come_again(failure)

    def _come_again(self, failure: DatabaseFailed) -> None:
        logger.warning("Document %s can't be served: %s", self._document_id, failure)
        self.peer.close(RESTARTING, "retry=2000")

    async def _answer(self, room: Room, said: wire.Said) -> None:
        if said.is_update:
            if said.payload != NOTHING:
                await self._write(room, said.payload)
        elif said.kind == wire.SYNC:
            await self._sync(room, said.payload)
        elif said.kind == wire.QUERY_AWARENESS:
            self.peer.offer(wire.awareness([*room.awareness.shown.values()]))
        elif self.peer.may_write:
            room.show(self.peer, said.shown)
        else:
            self.peer.deny()

    async def _write(self, room: Room, update: bytes) -> None:
        if self.peer.may_write:
            await room.write(self.peer, update)
        else:
            self.peer.deny()

    async def _sync(self, room: Room, known: bytes) -> None:
        """Answer with what the client lacks; the first time, ask for what we lack and tell who is here."""
        state = await self.hub.doors.run(state_of, self._document_id, known=known)
        if state.epoch != room.epoch:
            raise Conflict("other_epoch", "The document starts anew. Reload it.")
        self.peer.offer(wire.step_2(state.missing))
        if self.has_synced:
            return
        self.has_synced = True
        if self.peer.may_write:
            self.peer.offer(wire.step_1(state.vector))
        if room.awareness.shown:
            self.peer.offer(wire.awareness([*room.awareness.shown.values()]))
