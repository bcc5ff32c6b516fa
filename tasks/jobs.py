"""The clock's door: what is due is found once a minute, and what nobody owns is given away."""

from celery import shared_task
from django.utils import timezone

from access.actor import Actor
from tasks.services import BATCH, adopt_orphans, end_departed, resume_returned, send_due
from wire.heartbeats import beat

# With 500 a batch, as much as a minute holds; what is left waits for the next tick.
MOST_BATCHES = 400
HEARTBEAT = "tasks.tick"


def tick_at(clock: Actor) -> int:
    """Let everything fall due that is due at the clock's time. Returns how many schedules were looked at."""
    looked_at = 0
    for _round in range(MOST_BATCHES):
        batch = send_due(clock)
        looked_at += len(batch)
        if len(batch) < BATCH:
            break
    beat(HEARTBEAT, now=timezone.now(), note=f"looked at {looked_at}")
    return looked_at


@shared_task(name="tasks.tick")
def tick() -> int:
    """One tick, each minute. A second one at the same time finds only what the first does not hold."""
    return tick_at(Actor.clock(now=timezone.now()))


@shared_task(name="tasks.adopt_orphans")
def adopt() -> int:
    """Give away what people without a seat left behind."""
    return len(adopt_orphans(Actor.clock(now=timezone.now())))


@shared_task(name="tasks.end_departed")
def depart() -> int:
    """Ask nobody about what is private to authorities that have left."""
    return len(end_departed(Actor.clock(now=timezone.now())))


@shared_task(name="tasks.resume_returned")
def come_back() -> int:
    """Ask again about what is private to authorities that are members again."""
    return len(resume_returned(Actor.clock(now=timezone.now())))
