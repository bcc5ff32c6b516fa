"""The shapes of rooms and messages on the wire, the same for every reader."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import connection

from accounts.models import Authority, User
from journal.resources import renders
from messaging.models import Message, Room
from messaging.models.attachment import FILES, AttachedShape
from networks.shapes import Named


class About(TypedDict):
    """What a room is about: a kind of thing, and its id."""

    kind: str
    id: UUID


class RoomShape(TypedDict):
    """A room, without what one reader has read of it."""

    id: UUID
    network: UUID
    title: str
    zone: str
    authority: UUID | None
    members_only: bool
    about: About | None
    last_number: int
    created_at: datetime


class MessageShape(TypedDict):
    """A message; a deleted one says only that it was there."""

    id: UUID
    room: UUID
    number: int
    body: str
    body_html: str
    author: Named
    authority: Named
    reply_to: UUID | None
    attachments: list[AttachedShape]
    version: int
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


class Reading(TypedDict):
    """What one reader has read of a room, as [first, last] pairs, and how much not."""

    unread: int
    ranges: list[list[int]]


class Unread(TypedDict):
    """How much one reader has not read."""

    unread: int


class ListedRoomShape(RoomShape):
    """A room with what its reader has not read."""

    mine: Unread


class RoomDetailShape(RoomShape):
    """A room with what its reader may do in it, and has read."""

    mine: Reading
    abilities: list[str]


class MessageDetailShape(MessageShape):
    """A message with what its reader may do with it."""

    abilities: list[str]


def room_shape(room: Room) -> RoomShape:
    """A room, without what one reader has read of it."""
    about: About | None = {"kind": room.about_kind, "id": room.about_id} if room.about_id else None
    return {
        "id": room.pk,
        "network": room.network_id,
        "title": room.title,
        "zone": room.zone,
        "authority": room.authority_id,
        "members_only": room.members_only,
        "about": about,
        "last_number": room.last_number,
        "created_at": room.created_at,
    }


def message_shape(message: Message) -> MessageShape:
    """A message; a deleted one says only that it was there."""
    return {
        "id": message.pk,
        "room": message.room_id,
        "number": message.number,
        "body": message.body,
        "body_html": message.body_html,
        "author": {"id": message.author_id, "name": message.author.display_name},
        "authority": {"id": message.author_authority_id, "name": message.author_authority.name},
        "reply_to": message.reply_to_id,
        "attachments": message.attachments,
        "version": message.version,
        "created_at": message.created_at,
        "edited_at": message.edited_at,
        "deleted_at": message.deleted_at,
    }


def _rooms(ids: Iterable[UUID]) -> dict[UUID, RoomShape]:
    return {room.pk: room_shape(room) for room in Room.objects.filter(pk__in=ids).order_by("pk")}


# The hub asks for each event: written out, so that nothing has to be compiled.
_MESSAGES = """
SELECT message.id, message.room_id, message.number, message.body, message.body_html, message.reply_to_id,
       message.version, message.created_at, message.edited_at, message.deleted_at,
       FILES,
       person.id, person.name, person.email, person.anonymised_at, authority.id, authority.name
FROM messaging_message AS message
JOIN accounts_user AS person ON person.id = message.author_id
JOIN accounts_authority AS authority ON authority.id = message.author_authority_id
WHERE message.id = ANY(%s)
""".replace("FILES", FILES.format(message="message.id"))
_OWN = (
    *("id", "room_id", "number", "body", "body_html", "reply_to_id"),
    *("version", "created_at", "edited_at", "deleted_at"),
)


def _messages(ids: Iterable[UUID]) -> dict[UUID, MessageShape]:
    with connection.cursor() as cursor:
        cursor.execute(_MESSAGES, [list(ids)])
        return {row[0]: message_shape(_message(row)) for row in cursor.fetchall()}


def _message(row: tuple[Any, ...]) -> Message:
    files, person_id, name, email, anonymised_at, authority_id, authority = row[len(_OWN) :]
    message = Message(
        **dict(zip(_OWN, row, strict=False)),
        author=User(id=person_id, name=name, email=email, anonymised_at=anonymised_at),
        author_authority=Authority(id=authority_id, name=authority),
    )
    message.files_json = files
    return message


def register() -> None:
    """Tell the journal which shape stands beside which event."""
    renders("room.opened", "room.opened_privately", id_field="room_id", render=_rooms)
    renders("message.posted", "message.edited", "message.deleted", id_field="message_id", render=_messages)
