"""Files go with a message: a part of its verb, in its transaction."""

from collections.abc import Sequence
from uuid import UUID

from access.actor import Actor
from access.refusals import Invalid
from files.models import StoredFile
from messaging.models import Attachment, Message
from messaging.models.attachment import files_json

MOST = 10


def check_number(files: Sequence[UUID]) -> None:
    """Raise Invalid for too many files, or one twice."""
    if len(files) > MOST:
        raise Invalid.field("attachments", "too_many", f"A message may have {MOST} files.")
    if len(set(files)) < len(files):
        raise Invalid.field("attachments", "twice", "Attach each file once.")


def attach(actor: Actor, message: Message, files: Sequence[UUID]) -> None:
    """Attach one's own uploads, which lie where the message does. Raises Invalid.

    That no other message has them is held by a constraint; see `taken`.
    """
    own = StoredFile.objects.kept().filter(
        pk__in=files,
        network_id=message.network_id,
        zone=message.zone,
        authority_id=message.authority_id,
        members_only=message.members_only,
        uploaded_by_id=actor.person_id,
    )
    if own.count() < len(files):
        raise Invalid.field(
            "attachments", "attachment", "Attach files that you uploaded yourself for this room's zone."
        )
    Attachment.objects.bulk_create(
        Attachment(message=message, file_id=pk, position=position) for position, pk in enumerate(files)
    )
    message.files_json = files_json(message.pk)


def taken() -> Invalid:
    """One of the files belongs to a message already."""
    return Invalid.field("attachments", "attached", "One of the files belongs to a message already.")


def attached_to(message: Message) -> list[UUID]:
    """Ids of the files of a message."""
    rows = Attachment.objects.filter(message=message).order_by("position")
    return list(rows.values_list("file_id", flat=True))
