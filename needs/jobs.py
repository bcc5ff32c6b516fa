"""The clock's door: what nobody imported is forgotten, and what should be asked and is not is begun."""

from celery import shared_task
from django.utils import timezone

from access.actor import Actor
from needs.missed import begin_missed
from needs.services.drafts import forget_drafts


@shared_task(name="needs.forget_drafts")
def forget() -> int:
    """Forget what is older than a day."""
    return forget_drafts(Actor.clock(now=timezone.now()))


@shared_task(name="needs.begin_missed")
def begin() -> int:
    """Ask about lines and contracts that nobody was asked about."""
    return begin_missed(Actor.clock(now=timezone.now()))
