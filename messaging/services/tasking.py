"""A message becomes a task."""

from datetime import date
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict
from messaging.models import Message
from networks.subjects import Subject
from tasks.models import Task
from tasks.services import give_task


@transaction.atomic
def make_task(
    actor: Actor,
    *,
    message: Message,
    title: str,
    due_on: date,
    person_id: UUID | None = None,
    authority_id: UUID | None = None,
) -> Task:
    """Ask somebody to do by a day what a message is about; the task stays in the message's zone.

    Raises Conflict for a message that was taken away or that observers don't see, as they hear of
    every task; NotVisible for one out of sight, and what `give_task` refuses.
    """
    actor.require(Permission.TASK_GIVE)
    if message.members_only:
        raise Conflict("members_only_message", "Observers hear of tasks, and must not hear of this message.")
    if message.deleted_at is not None:
        raise Conflict("message_deleted", "This message was taken away in the meantime.")
    return give_task(
        actor,
        title=title,
        details=message.body[:4000],
        due_on=due_on,
        person_id=person_id,
        authority_id=authority_id,
        zone=message.zone,
        about=Subject("message", message.pk),
    )
