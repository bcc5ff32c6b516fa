"""The clock's door: what was written is made findable."""

from celery import shared_task
from django.utils import timezone

from search.sources import kinds, sweep

# In one tick; what is left waits for the next.
MOST_BATCHES = 50


@shared_task(name="search.sweep")
def sweep_all() -> int:
    """Index what was written since the last tick and no nudge arrived for."""
    now = timezone.now()
    return sum(sweep(kind, now=now, batches=MOST_BATCHES) for kind in kinds())
