from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import models


class CalendarKey(models.Model):
    """The secret in the address of a person's calendar. Only its digest is kept; a new one ends the old."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="calendar_key"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"

    def note_read(self, now: datetime) -> None:
        """Remember that a program asked for the calendar, to the day."""
        if self.read_at is None or self.read_at.date() != now.date():
            CalendarKey.objects.filter(pk=self.pk).update(read_at=now)


class CalendarLine(models.Model):
    """One entry as a person's calendar showed it last: calendars ask how often it has changed, and when.

    `source` is the id of what it stands for, `fingerprint` of what was shown.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "source"], name="one_line_per_person_and_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source} to {self.person_id}, {self.sequence}"


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()
