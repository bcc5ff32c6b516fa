"""The clock's door: letters are gathered and delivered."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from access.actor import Actor
from notices.delivery import deliver
from notices.models import Digest, Notice
from notices.services import DIGEST_JOB, due_letters, gather_digests
from notices.telling import DELIVER_JOB

# With 500 people a page, more than a site has; a page that finds nobody is the last.
MOST_PAGES = 200


@shared_task(name=DELIVER_JOB)
def deliver_notices(*, ids: list[str]) -> int:
    """Deliver these. Running twice finds nothing more to do."""
    return deliver(Actor.clock(now=timezone.now()), map(UUID, ids))


@shared_task(name=DIGEST_JOB)
def deliver_digests(*, ids: list[str]) -> int:
    """Deliver these. Running twice finds nothing more to do."""
    return deliver(Actor.clock(now=timezone.now()), map(UUID, ids), model=Digest)


@shared_task(name="notices.sweep")
def sweep_notices() -> int:
    """Deliver what was put off until now, what no nudge arrived for, and what a dead worker held."""
    clock = Actor.clock(now=timezone.now())
    digests = deliver(clock, due_letters(clock, model=Digest), model=Digest)
    return digests + deliver(clock, due_letters(clock, model=Notice))


@shared_task(name="notices.gather")
def gather() -> int:
    """Make a digest for everybody with news whose hour has come. Returns for how many people it looked."""
    clock = Actor.clock(now=timezone.now())
    looked_at = 0
    for _page in range(MOST_PAGES):
        people = gather_digests(clock)
        looked_at += len(people)
        if not people:
            break
    return looked_at
