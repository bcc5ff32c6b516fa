"""Rooms and messages as subjects: what low rooms and sockets may point at."""

from collections.abc import Iterable
from uuid import UUID

from access.actor import Actor
from messaging.models import Message, Room
from networks import subjects


def _rooms(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, subjects.Card]:
    rows = Room.objects.visible_to(actor).filter(pk__in=ids).order_by("pk")
    return {room.pk: subjects.Card(title=room.title, path=f"/rooms/{room.pk}/") for room in rows}


def _network_of_room(pk: UUID) -> UUID | None:
    return Room.objects.filter(pk=pk).values_list("network_id", flat=True).first()


def _heard(actor: Actor) -> list[UUID]:
    return list(Room.objects.visible_to(actor).order_by("pk").values_list("pk", flat=True))


def _messages(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, subjects.Card]:
    rows = Message.objects.visible_to(actor).filter(pk__in=ids).select_related("room").order_by("pk")
    return {
        row.pk: subjects.Card(
            title=row.room.title, path=f"/rooms/{row.room_id}/?around={row.number}#message-{row.number}"
        )
        for row in rows
    }


def _network_of_message(pk: UUID) -> UUID | None:
    return Message.objects.filter(pk=pk).values_list("network_id", flat=True).first()


def register() -> None:
    """Make both kinds known."""
    subjects.register(
        subjects.SubjectKind(kind="room", visible=_rooms, network_of=_network_of_room, heard=_heard)
    )
    subjects.register(subjects.SubjectKind(kind="message", visible=_messages, network_of=_network_of_message))
