"""The clock's door: what is due is found, once a minute."""

from celery import shared_task
from django.utils import timezone

from access.actor import Actor
from tasks.services import BATCH, send_due

# With 500 a batch, as much as a minute holds; what is left waits for the next tick.
MOST_BATCHES = 100


def tick_at(clock: Actor) -> int:
    """Let everything fall due that is due at the clock's time. Returns how many schedules were looked at."""
    looked_at = 0
    for _round in range(MOST_BATCHES):
        batch = send_due(clock)
        looked_at += len(batch)
        if len(batch) < BATCH:
            break
    return looked_at


@shared_task(name="tasks.tick")
def tick() -> int:
    """One tick, each minute. A second one at the same time finds only what the first does not hold."""
    return tick_at(Actor.clock(now=timezone.now()))
