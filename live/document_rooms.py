"""The documents that are open in this process, one room each."""

from uuid import UUID
from weakref import WeakKeyDictionary

from django.utils import timezone

from access.actor import Actor
from documents.models import Document
from documents.models.document import LOG
from documents.services import tell_changes
from live.document_presence import Presences
from live.document_room import Room
from live.hub import Hub

STREAM = "document:"


class Rooms:
    """All rooms of one hub: finds them, and tells them what the table and other processes say."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.rooms: dict[UUID, Room] = {}
        self.presences = Presences(hub, self.rooms)
        hub.hears_log(LOG, self._heard, self._look)

    def room_of(self, document: Document) -> Room:
        """The document's room, opened if nobody is in it yet; `document` was read just now."""
        room = self.rooms.get(document.pk)
        if room is None:
            room = self._opened(document)
        else:
            room.heard(document.epoch, document.seq)
            if room.epoch != document.epoch:
                room = self._opened(document)
        return room

    def _opened(self, document: Document) -> Room:
        room = self.rooms[document.pk] = Room(self, document)
        self.presences.ask(room)
        return room

    def forget_if_empty(self, room: Room) -> None:
        """Drop a room that nobody needs."""
        if room.is_empty and self.rooms.get(room.document.pk) is room:
            del self.rooms[room.document.pk]

    def _heard(self, key: str, epoch: str, seq: int) -> None:
        room = self.rooms.get(UUID(key.partition(":")[2]))
        if room is not None and epoch == room.epoch:
            room.heard(epoch, seq)

    async def _look(self) -> None:
        """Heal lost nudges by one query for all, and keep quiet clients from giving up."""
        for room in list(self.rooms.values()):
            room.keep_alive()
        heard = [UUID(key.removeprefix(STREAM)) for key in self.hub.lines if key.startswith(STREAM)]
        if heard:
            await self.hub.delivery.run(_tell_changes, heard)
        if not self.rooms:
            return
        for pk, epoch, seq in await self.hub.delivery.run(_heads, list(self.rooms)):
            open_here = self.rooms.get(pk)
            if open_here is not None:
                open_here.heard(epoch, seq)


def _tell_changes(ids: list[UUID]) -> None:
    """Let listeners know what they were not told of at once, in a thread."""
    tell_changes(Actor.clock(now=timezone.now()), document_ids=ids)


def _heads(ids: list[UUID]) -> list[tuple[UUID, str, int]]:
    rows = Document.objects.filter(pk__in=ids).order_by("pk")
    return list(rows.values_list("pk", "epoch", "seq"))


_rooms: "WeakKeyDictionary[Hub, Rooms]" = WeakKeyDictionary()


def rooms_of(hub: Hub) -> Rooms:
    """The rooms of a hub."""
    if hub not in _rooms:
        _rooms[hub] = Rooms(hub)
    return _rooms[hub]
