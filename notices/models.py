from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from access.actor import Actor
from journal.ids import uuid7
from networks.models import Network
from networks.subjects import Subject


class Cause(models.TextChoices):
    """Why somebody is told. Each has its mail in templates/notices/mails/."""

    REMINDER_DUE = "reminder_due", "reminder_due"


class Channel(models.TextChoices):
    """By what way somebody is told."""

    MAIL = "mail", "mail"


class State(models.TextChoices):
    """What became of a notice."""

    WAITING = "waiting", "waiting"
    SENT = "sent", "sent"
    WITHHELD = "withheld", "withheld"
    FAILED = "failed", "failed"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about notices."""

    def visible_to(self, actor: Actor) -> "NoticeQuerySet":
        """A person's own."""
        return self.filter(person_id=actor.person_id) if actor.is_signed_in else self.none()

    def waiting(self) -> "NoticeQuerySet":
        """Those whose outcome is open, whether or not a worker holds them now."""
        return self.filter(state=State.WAITING)

    def takeable(self, now: datetime) -> "NoticeQuerySet":
        """Those that a worker may take: never tried, to be tried again, or left by a worker that died."""
        return self.waiting().filter(try_at__lte=now)


class Notice(models.Model):
    """One person is told one thing once, by one channel. Holds no words: they are asked for at delivery.

    `try_at` is both lease and patience: whoever takes the notice moves it past the longest time a
    job may live, and a failure moves it to the next try. `attempts` tells holders apart.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.MAIL)
    cause = models.CharField(max_length=40, choices=Cause.choices)
    cause_id = models.UUIDField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    on_date = models.DateField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True, default="")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cause_id", "cause", "person", "channel"],
                name="one_notice_per_cause_person_and_channel",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, settled_at=None)
                | (Q(state__in=[State.SENT, State.WITHHELD, State.FAILED]) & Q(settled_at__isnull=False)),
                name="notice_waits_or_is_settled",
            ),
        ]
        indexes = [
            models.Index(fields=["try_at"], condition=Q(state="waiting"), name="notice_to_deliver"),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.cause_id} to {self.person_id}"

    @property
    def subject(self) -> Subject:
        """What the notice is about."""
        return Subject(self.subject_kind, self.subject_id)
