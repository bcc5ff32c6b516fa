"""What is stuck in the clock and why, asked of the tables alone: no broker has to answer."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Min

from notices.models import Notice, State
from tasks.models import Schedule
from wire.heartbeats import last_beat

TICK = "tasks.tick"
# A tick each minute may be late by a slow batch, and no more.
PATIENCE = timedelta(minutes=5)
LOOKS_BACK = timedelta(days=7)


def complaints(now: datetime) -> Iterator[str]:
    """One sentence for each thing that does not move, with what to do about it."""
    yield from _beat(now)
    yield from _overdue(now)
    yield from _left_behind(now)
    yield from _dead_letters(now)
    yield from _orphans(now)


def _beat(now: datetime) -> Iterator[str]:
    at = last_beat(TICK)
    if at is None:
        yield "The clock has never ticked: start beat, and a worker for the queue clock."
    elif now - at > PATIENCE:
        yield f"The clock last ticked at {at:%Y-%m-%d %H:%M}Z: is beat running, and a worker for clock?"


def _overdue(now: datetime) -> Iterator[str]:
    waiting = Schedule.objects.due(now - PATIENCE)
    number = waiting.count()
    if number:
        oldest = waiting.aggregate(at=Min("next_at"))["at"]
        yield f"{number} schedules wait since {oldest:%Y-%m-%d %H:%M}Z to be looked at: run `manage.py tick`."


def _left_behind(now: datetime) -> Iterator[str]:
    number = Notice.objects.takeable(now - PATIENCE).filter(attempts=0).count()
    if number:
        yield f"{number} notices were never tried: is a worker running for the queue mail?"
    number = Notice.objects.takeable(now - PATIENCE).filter(attempts__gt=0).count()
    if number:
        yield f"{number} leases or waits of notices ran out, and no sweep took them."


def _dead_letters(now: datetime) -> Iterator[str]:
    failed = Notice.objects.filter(state=State.FAILED, settled_at__gt=now - LOOKS_BACK)
    for notice in failed.order_by("-settled_at")[:5]:
        yield f"Notice {notice.pk} was given up at {notice.settled_at:%Y-%m-%d %H:%M}Z: {notice.remark}"
    if (number := failed.count()) > 5:
        yield f"{number} notices were given up in the last seven days."


def _orphans(now: datetime) -> Iterator[str]:
    number = Schedule.objects.orphaned(now).exclude(pk__in=Schedule.objects.adoptable(now)).count()
    if number:
        yield f"{number} private things belong to nobody: invite somebody to a seat at their authority."
