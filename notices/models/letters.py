from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """What became of a letter."""

    WAITING = "waiting", "waiting"
    GATHERED = "gathered", "gathered"
    SENT = "sent", "sent"
    WITHHELD = "withheld", "withheld"
    FAILED = "failed", "failed"


OPEN = (State.WAITING, State.GATHERED)
SETTLED = (State.SENT, State.WITHHELD, State.FAILED)


class LetterQuerySet(models.QuerySet[Any]):
    """Questions about what is to be mailed."""

    def takeable(self, now: datetime) -> Self:
        """Those that a worker may take: never tried, to be tried again, or left by a worker that died."""
        return self.filter(state=State.WAITING, try_at__lte=now)


class Letter(models.Model):
    """One mail to one person, and what became of it.

    `try_at` is both lease and patience: whoever takes the letter moves it past the longest time a
    job may live, and a failure moves it to the next try. `attempts` tells holders apart.
    """

    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        abstract = True


WAITS_OR_IS_SETTLED = Q(state__in=OPEN, settled_at=None) | Q(state__in=SETTLED, settled_at__isnull=False)
