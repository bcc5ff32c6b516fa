"""Rooms and their messages as pages show them: fetched together, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from access.actor import Actor
from messaging.models import Message, Room
from messaging.models.reading import Ranges
from messaging.unread import unread_in
from networks.zones import Zone

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRow:
    """A room in a list, with what the reader has not read of it."""

    room: Room
    unread: int


def rooms_with_unread(actor: Actor) -> list[RoomRow]:
    """The rooms of the network that the actor may enter, shared ones first: two queries."""
    rooms = list(Room.objects.visible_to(actor).select_related("authority").order_by("created_at", "pk"))
    rooms.sort(key=lambda room: room.zone == Zone.AUTHORITY)
    unread = unread_in(actor.person_id, [room.pk for room in rooms])
    return [RoomRow(room=room, unread=unread[room.pk]) for room in rooms]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A stretch of a room's messages, and whether there are more on either side."""

    messages: list[Message] = field(default_factory=list)
    earlier: int | None = None
    is_later: bool = False


def excerpt(room: Room, *, before: int | None = None, around: int | None = None) -> Excerpt:
    """The latest messages of the room, those before a number, or those around one."""
    end = around + SHOWN // 2 if around is not None else before
    rows = Message.objects.in_room(room).with_files().select_related("author", "author_authority")
    bounded = rows.before(end) if end is not None else rows
    found = list(bounded.order_by("-number")[: SHOWN + 1])
    shown = found[:SHOWN][::-1]
    return Excerpt(
        messages=shown,
        earlier=shown[0].number if len(found) > SHOWN else None,
        is_later=bool(shown) and shown[-1].number < room.last_number,
    )


def read_through(ranges: Ranges) -> int:
    """The number up to which everything has been read."""
    return ranges[0][1] if ranges and ranges[0][0] == 1 else 0


def first_unread(messages: Iterable[Message], ranges: Ranges) -> int | None:
    """The number of the first of these messages that was not read; None where all were."""
    for message in messages:
        read = any(low <= message.number <= high for low, high in ranges)
        if not read and message.deleted_at is None:
            return message.number
    return None


def unread_per_network(actor: Actor, places: Iterable[Actor]) -> dict[UUID, int]:
    """Unread messages in each network: one query per network for its rooms, one for all counts."""
    rooms = {
        room_id: place.network_id
        for place in places
        for room_id in Room.objects.visible_to(place).order_by("pk").values_list("pk", flat=True)
    }
    totals: dict[UUID, int] = {}
    for room_id, count in unread_in(actor.person_id, rooms).items():
        network_id = rooms[room_id]
        if network_id is not None:
            totals[network_id] = totals.get(network_id, 0) + count
    return totals
