from datetime import date

from django.conf import settings
from django.db import models

from access.actor import Actor
from journal.ids import uuid7
from networks.models import Network
from networks.subjects import Subject
from notices.kinds import Kind
from notices.models.digest import Digest
from notices.models.letters import OPEN, WAITS_OR_IS_SETTLED, Letter, LetterQuerySet, State


class Cause(models.TextChoices):
    """Why somebody is told. What is said of each stands in notices/words.py."""

    REMINDER_AHEAD = "reminder_ahead", "reminder_ahead"
    REMINDER_SOON = "reminder_soon", "reminder_soon"
    REMINDER_DUE = "reminder_due", "reminder_due"
    REMINDER_LATE = "reminder_late", "reminder_late"
    REMINDER_DEPUTY = "reminder_deputy", "reminder_deputy"
    REMINDER_COORDINATOR = "reminder_coordinator", "reminder_coordinator"
    REMINDER_STEERING = "reminder_steering", "reminder_steering"
    TASK_GIVEN = "task_given", "task_given"
    MENTION = "mention", "mention"
    NUDGE = "nudge", "nudge"
    DECISION_ASKED = "decision_asked", "decision_asked"
    DECISION_AHEAD = "decision_ahead", "decision_ahead"
    DECISION_SOON = "decision_soon", "decision_soon"
    DECISION_CLOSED = "decision_closed", "decision_closed"
    DECISION_LINK_CLOSED = "decision_link_closed", "decision_link_closed"


KIND_OF: dict[str, Kind] = {
    Cause.REMINDER_AHEAD: Kind.AHEAD,
    Cause.REMINDER_SOON: Kind.AHEAD,
    Cause.REMINDER_DUE: Kind.DUE,
    Cause.REMINDER_LATE: Kind.DUE,
    Cause.REMINDER_DEPUTY: Kind.DUE,
    Cause.REMINDER_COORDINATOR: Kind.FOLLOWING,
    Cause.REMINDER_STEERING: Kind.FOLLOWING,
    Cause.TASK_GIVEN: Kind.TASK,
    Cause.MENTION: Kind.MENTION,
    Cause.NUDGE: Kind.NUDGE,
    Cause.DECISION_ASKED: Kind.DECISION,
    Cause.DECISION_AHEAD: Kind.DECISION,
    Cause.DECISION_SOON: Kind.DECISION,
    Cause.DECISION_CLOSED: Kind.DECISION,
    Cause.DECISION_LINK_CLOSED: Kind.DECISION,
}


class Channel(models.TextChoices):
    """By what way somebody is told."""

    MAIL = "mail", "mail"


class NoticeQuerySet(LetterQuerySet):
    """Questions about notices."""

    def visible_to(self, actor: Actor) -> "NoticeQuerySet":
        """A person's own."""
        return self.filter(person_id=actor.person_id) if actor.is_signed_in else self.none()

    def waiting(self) -> "NoticeQuerySet":
        """Those whose outcome is open, whether or not a worker holds them now."""
        return self.filter(state__in=OPEN)

    def to_gather(self) -> "NoticeQuerySet":
        """Those that wait for their person's next digest."""
        return self.filter(state=State.GATHERED, digest=None)

    def unseen_mentions(self) -> "NoticeQuerySet":
        """Mentions that the person has not ticked off."""
        return self.filter(cause=Cause.MENTION, seen_at=None)


class Notice(Letter):
    """One person is told one thing once, by one channel. Holds no words: they are asked for at delivery.

    What the person wants gathered waits for a digest, from `try_at` on. A link in its mail that
    answers works once: `answered_at` says when it was used.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.MAIL)
    cause = models.CharField(max_length=40, choices=Cause.choices)
    cause_id = models.UUIDField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    on_date = models.DateField()
    digest = models.ForeignKey(
        Digest, on_delete=models.PROTECT, related_name="notices", null=True, db_index=False
    )
    answered_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cause_id", "cause", "person", "channel"],
                name="one_notice_per_cause_person_and_channel",
            ),
            models.CheckConstraint(condition=WAITS_OR_IS_SETTLED, name="notice_waits_or_is_settled"),
        ]
        indexes = [
            models.Index(fields=["try_at"], condition=models.Q(state="waiting"), name="notice_to_deliver"),
            models.Index(
                fields=["try_at", "person"],
                condition=models.Q(state="gathered", digest=None),
                name="notice_to_gather",
            ),
            models.Index(
                fields=["digest"], condition=models.Q(digest__isnull=False), name="notices_of_a_digest"
            ),
            models.Index(
                fields=["person"],
                condition=models.Q(cause="mention", seen_at=None),
                name="mention_to_see",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.cause_id} to {self.person_id}"

    @property
    def subject(self) -> Subject:
        """What the notice is about."""
        return Subject(self.subject_kind, self.subject_id)

    @property
    def kind(self) -> Kind:
        """What people choose a way for."""
        return KIND_OF[self.cause]

    def can_wait(self, today: date) -> bool:
        """Is it of no matter whether the person hears of it tonight or in the morning?"""
        return self.kind is not Kind.DUE or self.on_date < today
