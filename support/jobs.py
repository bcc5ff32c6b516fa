"""The clock's door: the week is written down."""

from celery import shared_task
from django.utils import timezone

from access.actor import Actor
from support.services import keep_week


@shared_task(name="support.keep_week")
def keep_weeks() -> int:
    """Write down how every network stands this week, where that was not done yet."""
    clock = Actor.clock(now=timezone.now())
    kept = 0
    while new := keep_week(clock):
        kept += new
    return kept
