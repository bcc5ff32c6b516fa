"""A message is changed or taken away; what it said is kept."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Forbidden
from files.services import set_aside
from journal.events import MessageDeleted, MessageEdited
from journal.recorder import record
from messaging.attaching import attached_to
from messaging.indexing import message_piece
from messaging.markdown import to_html
from messaging.mentions import named_in, tell_named
from messaging.models import Message, MessageVersion
from messaging.services.posting import LONGEST
from networks.subjects import Subject
from search.indexing import forget, index
from wire.preconditions import check_version
from wire.text import readable


@transaction.atomic
def edit_message(
    actor: Actor,
    *,
    message: Message,
    body: str,
    mentions: Sequence[UUID] = (),
    version: int | None = None,
) -> Message:
    """Change one's own message; of `mentions`, those are told who were not told of it before.

    Raises Stale where `version` is not the current one, Conflict for a deleted message, Forbidden for
    another's, and Invalid.
    """
    actor.require(Permission.MESSAGE_POST)
    text = readable(body, name="body", longest=LONGEST)
    message = _open(message)
    if not message.is_by(actor):
        raise Forbidden(Permission.MESSAGE_POST, "Only its author can change a message.")
    check_version(message.version, version)
    tell_named(actor, message, named_in(actor, message, mentions))
    if text == message.body:
        return message

    _keep(actor, message)
    message.body, message.body_html = text, to_html(text)
    message.version += 1
    message.edited_at = actor.now
    message.save(update_fields=["body", "body_html", "version", "edited_at"])
    index(message_piece(message, message.room.title, actor.now))
    record(
        actor,
        MessageEdited(
            network_id=message.network_id,
            room_id=message.room_id,
            message_id=message.pk,
            number=message.number,
            version=message.version,
        ),
    )
    return message


@transaction.atomic
def delete_message(actor: Actor, *, message: Message) -> Message:
    """Take away one's own message, or as coordinator anyone's. Its number stays, words and files are kept.

    Raises Conflict where it was deleted already.
    """
    actor.require(Permission.MESSAGE_POST if message.is_by(actor) else Permission.MESSAGE_MODERATE)
    message = _open(message)
    _keep(actor, message)
    message.body = message.body_html = ""
    message.version += 1
    message.deleted_at = actor.now
    message.save(update_fields=["body", "body_html", "version", "deleted_at"])
    forget(Subject("message", message.pk))
    record(
        actor,
        *set_aside(attached_to(message)),
        MessageDeleted(
            network_id=message.network_id,
            room_id=message.room_id,
            message_id=message.pk,
            number=message.number,
        ),
    )
    return message


def _open(message: Message) -> Message:
    message = message.locked()
    if message.deleted_at is not None:
        raise Conflict("message_deleted", "This message was deleted.")
    return message


def _keep(actor: Actor, message: Message) -> None:
    MessageVersion.objects.create(
        message=message,
        version=message.version,
        body=message.body,
        replaced_at=actor.now,
        replaced_by_id=actor.person_id,
    )
