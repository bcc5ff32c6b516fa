"""What people have read."""

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Invalid
from journal.events import MessagesRead
from journal.recorder import record
from messaging.models import Reading, Room
from messaging.models.reading import Ranges
from messaging.unread import Read, read_in


@transaction.atomic
def mark_read(actor: Actor, *, room: Room, through: int) -> Reading:
    """Note that the actor has read everything up to and including number `through`.

    A number past the last message means the last message. Raises Invalid below 0.
    """
    actor.require(Permission.MESSAGE_READ)
    reading = _locked(actor, room)
    before = read_in(actor.person_id, room.pk)
    last = min(_number(through, "through"), before.last_number)
    ranges = _merged([*before.ranges, (1, last)]) if last else before.ranges
    record(actor, *_changed(reading, before, ranges))
    return reading


@transaction.atomic
def mark_unread(actor: Actor, *, room: Room, since: int) -> Reading:
    """Take the message `since` and all later ones as unread again."""
    actor.require(Permission.MESSAGE_READ)
    reading = _locked(actor, room)
    first = _number(since, "since")
    before = read_in(actor.person_id, room.pk)
    kept = [(low, min(high, first - 1)) for low, high in before.ranges if low < first]
    record(actor, *_changed(reading, before, kept))
    return reading


def _number(number: int, name: str) -> int:
    if not 0 <= number < 2**62:
        raise Invalid.field(name, "number", "Give the number of a message.")
    return number


def _locked(actor: Actor, room: Room) -> Reading:
    Reading.objects.bulk_create(
        [Reading(room=room, user_id=actor.person_id, ranges=[])], ignore_conflicts=True
    )
    return Reading.objects.select_for_update(no_key=True).get(room=room, user_id=actor.person_id)


def _merged(ranges: Ranges) -> Ranges:
    merged: Ranges = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return merged


def _changed(reading: Reading, before: Read, ranges: Ranges) -> list[MessagesRead]:
    """Keep what is read now; own messages that were there already are among the ranges from here on."""
    reading.ranges = ranges
    if ranges == before.ranges:
        return []
    reading.own_since = before.last_number
    reading.save(update_fields=["ranges", "own_since"])
    room = reading.room
    return [
        MessagesRead(
            person_id=reading.user_id, network_id=room.network_id, room_id=room.pk, ranges=reading.ranges
        )
    ]
