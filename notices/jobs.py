"""The clock's door: notices are delivered."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from access.actor import Actor
from notices.delivery import deliver
from notices.services import due_notices
from notices.telling import DELIVER_JOB


@shared_task(name=DELIVER_JOB)
def deliver_notices(*, ids: list[str]) -> int:
    """Deliver these. Running twice finds nothing more to do."""
    return deliver(Actor.clock(now=timezone.now()), map(UUID, ids))


@shared_task(name="notices.sweep")
def sweep_notices() -> int:
    """Deliver what was put off until now, what no nudge arrived for, and what a dead worker held."""
    clock = Actor.clock(now=timezone.now())
    return deliver(clock, due_notices(clock))
