"""A person ticks off that they were named."""

from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import NotVisible
from journal.events import MentionSeen
from journal.recorder import record
from notices.models import Cause, Notice


@transaction.atomic
def tick_off_mention(actor: Actor, *, notice_id: UUID) -> None:
    """Say that one has seen where one was named. Twice is once. Raises NotVisible for another's."""
    actor.require(Permission.PROFILE_EDIT)
    mine = Notice.objects.visible_to(actor).filter(pk=notice_id, cause=Cause.MENTION)
    notice = mine.select_for_update(of=("self",), no_key=True).first()
    if notice is None:
        raise NotVisible
    if notice.seen_at is None:
        notice.seen_at = actor.now
        notice.save(update_fields=["seen_at"])
    record(actor, MentionSeen(person_id=actor.person_id, notice_id=notice.pk))
