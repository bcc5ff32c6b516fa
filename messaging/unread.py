"""What a person has read, and how much they have not: head minus what is read, computed, never counted."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from messaging.models.reading import Ranges, pairs_of

_OWN = """
SELECT own.number FROM messaging_message AS own
WHERE own.room_id = room.id AND own.author_id = %(user)s AND own.number > coalesce(reading.own_since, 0)
"""
_READING = """
LEFT JOIN messaging_reading AS reading ON reading.room_id = room.id AND reading.user_id = %(user)s
"""
# What is deleted and was not read is taken off, as is one's own: both indexed, and few after what was read.
_UNREAD = f"""
SELECT room.id, room.last_number
    - coalesce((SELECT sum(upper(part) - lower(part)) FROM unnest(reading.ranges) AS part), 0)
    - (SELECT count(*) FROM ({_OWN}) AS own
       WHERE reading.ranges IS NULL OR NOT reading.ranges @> own.number)
    - (SELECT count(*) FROM messaging_message AS message
       WHERE message.room_id = room.id AND message.deleted_at IS NOT NULL
         AND (reading.ranges IS NULL OR NOT reading.ranges @> message.number)
         AND (message.author_id <> %(user)s OR message.number <= coalesce(reading.own_since, 0)))
FROM messaging_room AS room {_READING}
WHERE room.id = ANY(%(rooms)s)
"""  # noqa: S608 - no word of anybody's in it
_READ = f"""
SELECT room.last_number, coalesce(reading.ranges, '{{}}')
    + coalesce((SELECT range_agg(int8range(number, number + 1)) FROM ({_OWN}) AS own), '{{}}')
FROM messaging_room AS room {_READING}
WHERE room.id = %(room)s
"""  # noqa: S608 - no word of anybody's in it


class Read(NamedTuple):
    """Where a room stands, and what of it one person has read."""

    last_number: int
    ranges: Ranges


def unread_in(user_id: UUID, room_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The number of unread messages in each room, by one query however many."""
    wanted = list(room_ids)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, {"user": user_id, "rooms": wanted})
        return {room_id: int(count) for room_id, count in cursor.fetchall()}


def read_in(user_id: UUID, room_id: UUID) -> Read:
    """What somebody has read in a room, their own messages included."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"user": user_id, "room": room_id})
        last_number, ranges = cursor.fetchone()
    return Read(last_number, pairs_of(ranges))
