"""Rooms and messages as search finds them."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from html import unescape
from time import monotonic
from uuid import UUID

from django.db import connection

from messaging.models import Message, Room
from networks.subjects import Subject
from search.indexing import Piece
from search.sources import SLOWEST_COMMIT, Source, following, register
from wire.nudges import nudge

INDEX_JOB = "messaging.index_messages"
# A worker is hurried at most so often by one process, in seconds; the clock finds what was written between.
PAUSE = 2.0
_TAG = re.compile(r"<[^>]*>")
_last_nudge = [float("-inf")]


def hurry(message: Message) -> None:
    """After the commit, have the message indexed soon: costs the poster nothing but a look at the clock."""
    now = monotonic()
    if now - _last_nudge[0] >= PAUSE:
        _last_nudge[0] = now
        nudge(INDEX_JOB, [message.pk], queue="clock")


def message_piece(message: Message, room_title: str, now: datetime) -> Piece:
    """A message, under the title of its room."""
    return Piece(
        subject=Subject("message", message.pk),
        network_id=message.network_id,
        zone=message.zone,
        authority_id=message.authority_id,
        members_only=message.members_only,
        title=room_title,
        is_titled=False,
        text=unescape(_TAG.sub(" ", message.body_html)),
        author_id=message.author_id,
        at=message.created_at,
        indexed_at=now,
        mark=message.version,
    )


def room_piece(room: Room, now: datetime) -> Piece:
    """A room, by its title."""
    return Piece(
        subject=Subject("room", room.pk),
        network_id=room.network_id,
        zone=room.zone,
        authority_id=room.authority_id,
        members_only=room.members_only,
        title=room.title,
        text="",
        author_id=room.opened_by_id,
        at=room.created_at,
        indexed_at=now,
    )


def _messages(ids: Sequence[UUID], now: datetime) -> Iterable[Piece]:
    # Locked, so that nobody takes a message away between reading it and writing what finds it.
    rows = Message.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids, deleted_at=None)
    return [message_piece(row, row.room.title, now) for row in rows.select_related("room").order_by("pk")]


def _rooms(ids: Sequence[UUID], now: datetime) -> Iterable[Piece]:
    rows = Room.objects.select_for_update(no_key=True).filter(pk__in=ids)
    return [room_piece(row, now) for row in rows.order_by("pk")]


def _first_id(at: datetime) -> UUID:
    """The lowest UUIDv7 of a moment: ids sort by when they were made."""
    return UUID(int=max(0, int(at.timestamp() * 1000)) << 80)


_WAITING = """
SELECT id FROM messaging_{table} AS row
WHERE id >= %s {living}
    AND NOT EXISTS (SELECT FROM search_searchable WHERE subject_kind = %s AND subject_id = row.id)
ORDER BY id LIMIT %s
"""


def _waiting(kind: str, living: str, since: datetime, most: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            _WAITING.format(table=kind, living=living), [_first_id(since - SLOWEST_COMMIT), kind, most]
        )
        return [row[0] for row in cursor.fetchall()]


def register_sources() -> None:
    """Make both kinds findable."""
    register(
        Source(
            kind="message",
            pieces=_messages,
            waiting=lambda since, _now, most: _waiting("message", "AND deleted_at IS NULL", since, most),
            after=partial(following, Message.objects.all()),
        )
    )
    register(
        Source(
            kind="room",
            pieces=_rooms,
            waiting=lambda since, _now, most: _waiting("room", "", since, most),
            after=partial(following, Room.objects.all()),
        )
    )
