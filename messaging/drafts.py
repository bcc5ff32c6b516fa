"""Messages that are ready to be written, and the one statement that writes them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from access.actor import Actor
from accounts.models import Authority, User
from journal.events import MessagePosted
from journal.ids import uuid7
from journal.recorder import record_woven, woven, woven_call
from messaging.markdown import to_html
from messaging.models import Message, Room


class Draft(NamedTuple):
    """A message without a number, and the parameters by which its fact is written beside it."""

    message: Message
    fact: dict[str, Any]


def drafted(
    actor: Actor,
    *,
    room: Room,
    text: str,
    key: str | None = None,
    reply_to: UUID | None = None,
) -> Draft:
    """What the actor is about to say in the room; `text` is known to be readable."""
    message = Message(
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
    message.files_json = None
    return Draft(message, woven(actor, _posted(message), leaves_open="number"))


def _posted(message: Message) -> MessagePosted:
    return MessagePosted(
        network_id=message.network_id,
        room_id=message.room_id,
        message_id=message.pk,
        number=0,
    )


_OWN = {
    "id": "uuid",
    "author_id": "uuid",
    "author_authority_id": "uuid",
    "body": "text",
    "body_html": "text",
    "reply_to_id": "uuid",
    "key": "text",
    "body_hash": "bytea",
    "created_at": "timestamptz",
}
_ROOMS = ("network_id", "zone", "authority_id", "members_only", "room_id")
_TOLD = {
    "fact_epoch": "text",
    "fact_at": "text",
    "fact_actor": "uuid",
    "fact_authority": "uuid",
    "fact_before": "text",
    "fact_after": "text",
}
_EACH = _OWN | _TOLD

# Numbers, messages, facts and names in one statement, which commits by itself: the room's row lock is what
# holds up other authors, so no round trip is made under it. A key that is known gives no row back; it is
# asked for one by one, which no plan can turn into a reading of the whole room. A key that another request
# is writing at this moment breaks its constraint when that commits. Each array stands in a SELECT of its
# own: a planner that saw how long it is would plan anew for each post, which takes longer than the post.
_WRITE = f"""
WITH wanted AS (
    SELECT * FROM unnest({", ".join(f"(SELECT %({name})s::{kind}[])" for name, kind in _EACH.items())})
        WITH ORDINALITY AS new ({", ".join(_EACH)}, turn)
), fresh AS (
    SELECT wanted.*, row_number() OVER (ORDER BY turn) AS place FROM wanted
    WHERE (
        SELECT known.id FROM messaging_message AS known
        WHERE known.room_id = %(room_id)s AND known.author_id = wanted.author_id AND known.key = wanted.key
    ) IS NULL
), numbered AS (
    UPDATE messaging_room SET last_number = last_number + many
    FROM (SELECT count(*) AS many FROM fresh) AS counted
    WHERE id = %(room_id)s AND many > 0
    RETURNING last_number - many AS before
), posted AS (
    INSERT INTO messaging_message ({", ".join(_ROOMS)}, {", ".join(_OWN)}, number, version)
    SELECT %(network_id)s, %(zone)s, %(authority_id)s::uuid, %(members_only)s, %(room_id)s,
        {", ".join(_OWN)}, before + place, 1
    FROM fresh CROSS JOIN numbered
    RETURNING id, number
), told AS (
    SELECT line.id, line.number, line.author_id, line.author_authority_id, fact.epoch, fact.seq
    FROM (SELECT fresh.*, number FROM fresh JOIN posted USING (id) ORDER BY number) AS line,
        LATERAL FACT AS fact
)
SELECT told.id, told.number, person.name, person.email, authority.name, told.epoch, told.seq
FROM told
JOIN accounts_user AS person ON person.id = told.author_id
JOIN accounts_authority AS authority ON authority.id = told.author_authority_id
""".replace("FACT", woven_call("line.number", of="line", each=_TOLD))  # noqa: S608 - no word of anybody's in it


def write(drafts: Sequence[Draft]) -> list[Message]:
    """Write messages of one room in this order; each then has its number and the names it is shown with.

    Returns those that are new: not one whose author gave its key to an earlier message. Raises
    IntegrityError where another request gives the key at this moment; nothing is written then.
    """
    first = drafts[0]
    values: dict[str, Any] = {name: getattr(first.message, name) for name in _ROOMS} | first.fact
    values |= {name: [getattr(draft.message, name) for draft in drafts] for name in _OWN}
    values |= {name: [draft.fact[name] for draft in drafts] for name in _TOLD}
    with _within_what_runs(), connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    if not rows:
        return []
    *_names, epoch, _seq = next(iter(rows.values()))
    record_woven(first.fact["fact_stream"], epoch, max(row[-1] for row in rows.values()))
    return [_named(draft.message, rows[draft.message.pk]) for draft in drafts if draft.message.pk in rows]


def _named(message: Message, row: tuple[Any, ...]) -> Message:
    message.number, name, email, authority, _epoch, _seq = row
    message.author = User(id=message.author_id, name=name, email=email)
    message.author_authority = Authority(id=message.author_authority_id, name=authority)
    return message


def _within_what_runs() -> AbstractContextManager[None]:
    """One statement is its own transaction; inside another one it may fail without harm to that."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()
