"""A notice is taken by one worker at a time, and its outcome is written down."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from notices.models import Notice, State
from notices.patience import GIVES_UP_AFTER, is_final, wait_after

# Longer than any job may live (CELERY_TASK_TIME_LIMIT): when it has run out, the holder is dead.
LEASE = timedelta(minutes=10)


@transaction.atomic
def lease_notice(actor: Actor, *, notice_id: UUID) -> Notice | None:
    """Take a notice for this worker alone; None where there is nothing to do or another has it."""
    actor.require(Permission.CLOCK_TICK)
    free = Notice.objects.takeable(actor.now).filter(pk=notice_id)
    notice = (
        free.select_for_update(of=("self",), skip_locked=True).select_related("person", "network").first()
    )
    if notice is None:
        return None
    notice.attempts += 1
    notice.try_at = actor.now + LEASE
    notice.save(update_fields=["attempts", "try_at"])
    return notice


@transaction.atomic
def settle_notice(actor: Actor, *, notice: Notice, state: State, remark: str = "") -> None:
    """Write the outcome down, unless the lease ran out and another worker took the notice."""
    actor.require(Permission.CLOCK_TICK)
    held = Notice.objects.waiting().filter(pk=notice.pk, attempts=notice.attempts)
    held.update(state=state, settled_at=actor.now, remark=remark[:300])


@transaction.atomic
def put_off_notice(actor: Actor, *, notice: Notice, error: OSError) -> None:
    """Try again later what a server did not take; give up where that is of no use, or after four days."""
    actor.require(Permission.CLOCK_TICK)
    remark = f"{type(error).__name__}: {error}"
    if is_final(error) or actor.now - notice.created_at >= GIVES_UP_AFTER:
        settle_notice(actor, notice=notice, state=State.FAILED, remark=remark)
        return
    held = Notice.objects.waiting().filter(pk=notice.pk, attempts=notice.attempts)
    held.update(try_at=actor.now + wait_after(notice.attempts), remark=remark[:300])


def due_notices(actor: Actor, *, most: int = 500) -> list[UUID]:
    """Ids of notices that no worker holds: put off until now, or left behind by one that died."""
    actor.require(Permission.CLOCK_TICK)
    due = Notice.objects.takeable(actor.now).order_by("try_at", "pk")
    return list(due.values_list("pk", flat=True)[:most])
