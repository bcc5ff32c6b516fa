"""A message enters a room."""

from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Invalid, KeyReused
from accounts.models import Authority, User
from journal.events import MessagePosted
from journal.ids import uuid7
from journal.recorder import record
from messaging.markdown import to_html
from messaging.models import Message, Room
from wire.text import readable

LONGEST = 20_000
LONGEST_KEY = 200


def post_message(
    actor: Actor, *, room: Room, body: str, key: str | None = None, reply_to: UUID | None = None
) -> Message:
    """Post a message for the actor's authority; it has the next number of the room.

    The same `key` and body again give the first message back. Raises Invalid, and KeyReused for
    the same key with another body.
    """
    actor.require(Permission.MESSAGE_POST)
    _check(room, key, reply_to)
    message = _drafted(actor, room, readable(body, name="body", longest=LONGEST), key, reply_to)
    try:
        with transaction.atomic():
            if _insert(message):
                record(actor, _posted(message))
                return message
    except IntegrityError as error:
        if "one_message_per_key" not in str(error):
            raise
    return _first_one(message)


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
        number=message.number,
    )


# Number, message, the author's own reading and the names in one round trip: the room's row lock is what
# holds up other authors, so little is done under it. A key that is known gives no row back; one
# that another request is writing at this moment breaks the key's constraint when that commits.
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
)
SELECT posted.number, person.name, person.email, authority.name
FROM posted
JOIN accounts_user AS person ON person.id = %(author_id)s
JOIN accounts_authority AS authority ON authority.id = %(author_authority_id)s
"""
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


def _insert(message: Message) -> bool:
    """Write the message, set its number and the names it is shown with; False where its key is known."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, {name: getattr(message, name) for name in _COLUMNS})
        row = cursor.fetchone()
    if row is None:
        return False
    message.number, name, email, authority = row
    message.author = User(id=message.author_id, name=name, email=email)
    message.author_authority = Authority(id=message.author_authority_id, name=authority)
    return True


def _first_one(message: Message) -> Message:
    first: Message = Message.objects.get(
        room_id=message.room_id, author_id=message.author_id, key=message.key
    )
    if bytes(first.body_hash) != message.body_hash:
        raise KeyReused
    return first
