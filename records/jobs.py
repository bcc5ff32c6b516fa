"""The clock's door: archives of records are made, and forgotten after some days."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from access.actor import Actor
from records.making import forget_old, hurry_due, make_export
from records.services import EXPORT_JOB

# Seconds: all records of an authority take longer than other work, and their lease is renewed meanwhile.
_PATIENCE = 3000


def clock() -> Actor:
    """The product itself, now."""
    return Actor.clock(now=timezone.now())


@shared_task(name=EXPORT_JOB, soft_time_limit=_PATIENCE, time_limit=_PATIENCE + 60)
def make_exports(*, ids: list[str]) -> int:
    """Make these archives. Running twice finds nothing more to do."""
    return sum(make_export(clock, UUID(one)) for one in ids)


@shared_task(name="records.sweep")
def sweep_exports() -> int:
    """Hurry what no nudge arrived for, or whose worker died."""
    return hurry_due(clock())


@shared_task(name="records.forget")
def forget_exports() -> int:
    """Forget archives that have been kept for their days."""
    return forget_old(clock())
