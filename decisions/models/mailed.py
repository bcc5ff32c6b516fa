from datetime import datetime
from typing import Any, Self

from django.db import models


class MailedQuerySet(models.QuerySet[Any]):
    """Questions about rows that are mailed."""

    def open(self, now: datetime) -> Self:
        """Those that are of any use to whoever gets the mail."""
        return self.filter(expires_at__gt=now)

    def to_mail(self, now: datetime) -> Self:
        """Those whose mail has not left, or whose sender died before saying so."""
        return self.open(now).filter(sent_at=None, send_after__lte=now)


class Mailed(models.Model):
    """A row that one mail belongs to: the row comes first, and says when the mail has left."""

    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    send_attempts = models.PositiveSmallIntegerField(default=0)
    send_after = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
