"""A message enters a room."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Invalid, KeyReused
from accounts.models import Authority, User
from journal.events import MessagePosted
from journal.ids import uuid7
from journal.recorder import record_woven, woven, woven_call
from messaging.attaching import attach, check_number, taken
from messaging.indexing import hurry
from messaging.markdown import to_html
from messaging.mentions import named_in, tell_named
from messaging.models import Message, Room
from wire.text import readable

LONGEST = 20_000
LONGEST_KEY = 200


def post_message(
    actor: Actor,
    *,
    room: Room,
    body: str,
    key: str | None = None,
    reply_to: UUID | None = None,
    attachments: Sequence[UUID] = (),
    mentions: Sequence[UUID] = (),
) -> Message:
    """Post a message for the actor's authority; it has the next number of the room.

    `attachments` are files that the actor uploaded for the room's zone; with one, the body may be empty.
    `mentions` are people who can read it; they are told.

    The same `key` and body again give the first message back. Raises Invalid, and KeyReused for
    the same key with another body.
    """
    actor.require(Permission.MESSAGE_POST)
    _check(room, key, reply_to)
    check_number(attachments)
    text = readable(body, name="body", longest=LONGEST, blank=bool(attachments))
    message = _drafted(actor, room, text, key, reply_to)
    people = named_in(actor, message, mentions) if mentions else []
    for more in filter(None, (attachments, [person.pk for person in people])):
        message.body_hash = sha256(bytes(message.body_hash) + str(more).encode()).digest()
    told = woven(actor, _posted(message), leaves_open="number")
    try:
        position = _insert_all(actor, message, told, attachments, people)
    except IntegrityError as error:
        if "one_message_per_attached_file" in str(error):
            raise taken() from None
        if "one_message_per_key" not in str(error):
            raise
        position = None
    if position is None:
        return _first_one(message)
    record_woven(told["fact_stream"], *position)
    hurry(message)
    return message


def _check(room: Room, key: str | None, reply_to: UUID | None) -> None:
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise Invalid.field("key", "key", f"Give 1 to {LONGEST_KEY} printable characters.")
    if reply_to is not None and not Message.objects.filter(pk=reply_to, room=room).exists():
        raise Invalid.field("reply_to", "reply_to", "There is no such message in this room to answer.")


def _drafted(actor: Actor, room: Room, text: str, key: str | None, reply_to: UUID | None) -> Message:
    return Message(
        id=uuid7(),
        network_id=room.network_id,
        zone=room.zone,
        authority_id=room.authority_id,
        members_only=room.members_only,
        room=room,
        author_id=actor.person_id,
        author_authority_id=actor.represents,
        body=text,
        body_html=to_html(text),
        reply_to_id=reply_to,
        key=key,
        body_hash=sha256(f"{reply_to or ''}\n{text}".encode()).digest(),
        created_at=actor.now,
    )


def _posted(message: Message) -> MessagePosted:
    return MessagePosted(
        network_id=message.network_id,
        room_id=message.room_id,
        message_id=message.pk,
        number=0,
    )


# Number, message, the author's own reading, the fact and the names in one statement, which commits by
# itself: the room's row lock is what holds up other authors, so no round trip is made under it. A key that
# is known gives no row back; one that another request is writing at this moment breaks the key's
# constraint when that commits.
_INSERT = """
WITH numbered AS (
    UPDATE messaging_room SET last_number = last_number + 1
    WHERE id = %(room_id)s AND NOT EXISTS (
        SELECT 1 FROM messaging_message
        WHERE room_id = %(room_id)s AND author_id = %(author_id)s AND key = %(key)s)
    RETURNING last_number
), posted AS (
    INSERT INTO messaging_message (id, network_id, zone, authority_id, members_only, room_id, number,
        author_id, author_authority_id, body, body_html, reply_to_id, key, body_hash, version, created_at)
    SELECT %(id)s, %(network_id)s, %(zone)s, %(authority_id)s::uuid, %(members_only)s, %(room_id)s,
        last_number, %(author_id)s, %(author_authority_id)s, %(body)s, %(body_html)s,
        %(reply_to_id)s::uuid, %(key)s, %(body_hash)s, 1, %(created_at)s
    FROM numbered
    RETURNING number
), seen AS (
    INSERT INTO messaging_reading AS reading (room_id, user_id, ranges)
    SELECT %(room_id)s, %(author_id)s, int8multirange(int8range(number, number + 1)) FROM posted
    ON CONFLICT (room_id, user_id) DO UPDATE SET ranges = reading.ranges + excluded.ranges
), told AS (
    SELECT fact.epoch, fact.seq FROM posted, LATERAL FACT AS fact
)
SELECT posted.number, person.name, person.email, authority.name, told.epoch, told.seq
FROM posted
CROSS JOIN told
JOIN accounts_user AS person ON person.id = %(author_id)s
JOIN accounts_authority AS authority ON authority.id = %(author_authority_id)s
""".replace("FACT", woven_call("posted.number"))
_COLUMNS = (
    "id",
    "network_id",
    "zone",
    "authority_id",
    "members_only",
    "room_id",
    "author_id",
    "author_authority_id",
    "body",
    "body_html",
    "reply_to_id",
    "key",
    "body_hash",
    "created_at",
)


def _insert(message: Message, told: dict[str, Any]) -> tuple[str, int] | None:
    """Write the message and what is told of it, set its number and the names it is shown with.

    Returns epoch and seq of the fact; None where the message's key is known.
    """
    values = {name: getattr(message, name) for name in _COLUMNS} | told
    with _within_what_runs(), connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        row = cursor.fetchone()
    if row is None:
        return None
    message.number, name, email, authority, epoch, seq = row
    message.author = User(id=message.author_id, name=name, email=email)
    message.author_authority = Authority(id=message.author_authority_id, name=authority)
    return epoch, seq


def _insert_all(
    actor: Actor,
    message: Message,
    told: dict[str, Any],
    attachments: Sequence[UUID],
    people: Sequence[User],
) -> tuple[str, int] | None:
    """Write the message with its files and whom it names; without any it stays one statement."""
    message.files_json = None
    if not (attachments or people):
        return _insert(message, told)
    with transaction.atomic():
        position = _insert(message, told)
        if position is not None and attachments:
            attach(actor, message, attachments)
        if position is not None:
            tell_named(actor, message, people)
    return position


def _within_what_runs() -> AbstractContextManager[None]:
    """One statement is its own transaction; inside another one it may fail without harm to that."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _first_one(message: Message) -> Message:
    first: Message = Message.objects.with_files().get(
        room_id=message.room_id, author_id=message.author_id, key=message.key
    )
    if bytes(first.body_hash) != message.body_hash:
        raise KeyReused
    return first
