"""A message enters a room."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Invalid, KeyReused
from accounts.models import User
from messaging.attaching import attach, check_number, taken
from messaging.drafts import Draft, drafted, write
from messaging.indexing import hurry
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
    check_number(attachments)
    draft = draft_of(actor, room=room, body=body, key=key, reply_to=reply_to, may_be_blank=bool(attachments))
    people = named_in(actor, draft.message, mentions) if mentions else []
    for more in filter(None, (attachments, [person.pk for person in people])):
        draft.message.body_hash = sha256(bytes(draft.message.body_hash) + str(more).encode()).digest()
    try:
        is_alone = not (attachments or people)
        new = write([draft]) if is_alone else _write_with(actor, draft, attachments, people)
    except IntegrityError as error:
        if "one_message_per_attached_file" in str(error):
            raise taken() from None
        if "one_message_per_key" not in str(error):
            raise
        new = []
    if not new:
        return _first_one(draft.message)
    hurry(new[0])
    return new[0]


def post_together(drafts: Sequence[Draft]) -> list[Message]:
    """Write drafts of one room in one go: its row is locked once. They have no files and name nobody.

    Returns the new messages. What is missing among them must be posted by itself, to be answered as it
    deserves: its key is known, or being written at this moment.
    """
    try:
        new = write(drafts)
    except IntegrityError as error:
        if "one_message_per_key" not in str(error):
            raise
        return []
    for message in new[:1]:
        hurry(message)
    return new


def draft_of(
    actor: Actor,
    *,
    room: Room,
    body: str,
    key: str | None = None,
    reply_to: UUID | None = None,
    may_be_blank: bool = False,
) -> Draft:
    """What `post_message` would write. Raises what that raises of what can be said beforehand."""
    actor.require(Permission.MESSAGE_POST)
    _check(room, key, reply_to)
    text = readable(body, name="body", longest=LONGEST, blank=may_be_blank)
    return drafted(actor, room=room, text=text, key=key, reply_to=reply_to)


def _check(room: Room, key: str | None, reply_to: UUID | None) -> None:
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise Invalid.field("key", "key", f"Give 1 to {LONGEST_KEY} printable characters.")
    if reply_to is not None and not Message.objects.filter(pk=reply_to, room=room).exists():
        raise Invalid.field("reply_to", "reply_to", "There is no such message in this room to answer.")


@transaction.atomic
def _write_with(
    actor: Actor, draft: Draft, attachments: Sequence[UUID], people: Sequence[User]
) -> list[Message]:
    """Write the message with its files, and tell those whom it names."""
    new = write([draft])
    for message in new:
        if attachments:
            attach(actor, message, attachments)
        tell_named(actor, message, people)
    return new


def _first_one(message: Message) -> Message:
    first: Message = Message.objects.with_files().get(
        room_id=message.room_id, author_id=message.author_id, key=message.key
    )
    if bytes(first.body_hash) != message.body_hash:
        raise KeyReused
    return first
