from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from access.actor import Actor
from journal.ids import uuid7
from networks.models import Network, Seat
from tasks.models.schedule import Schedule

SNOOZED = "snoozed"
DEPARTED = "departed"  # what is written on a reminder that nobody answered before its authority left


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    """Questions about what fell due."""

    def visible_to(self, actor: Actor) -> "OccurrenceQuerySet":
        """A person's own and what they were asked to answer as deputy, where they have a seat."""
        if not actor.is_signed_in:
            return self.none()
        seats = Seat.objects.active(actor.now).filter(user_id=actor.person_id)
        mine = Q(schedule__owner_id=actor.person_id) | Q(deputy_id=actor.person_id)
        return self.filter(mine, network_id__in=seats.values("network_id"))

    def open(self) -> "OccurrenceQuerySet":
        """Those that nobody has answered."""
        return self.filter(answered_at=None)


class Occurrence(models.Model):
    """A subject is due on a day: what people know as a reminder, until somebody answers.

    `deputy` was asked to answer too: by the ladder, or, from `handed_over_at` on, by the owner.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    # Found by the days of a schedule, and by the people it asks: each index more is one more to write.
    schedule = models.ForeignKey(
        Schedule, on_delete=models.PROTECT, related_name="occurrences", db_index=False
    )
    due_on = models.DateField()
    due_at = models.DateTimeField()
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    handed_over_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    outcome = models.CharField(max_length=20, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "due_on"], name="one_occurrence_per_schedule_and_day"
            ),
            models.UniqueConstraint(
                fields=["schedule"], condition=Q(answered_at=None), name="one_open_occurrence_per_schedule"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="", answered_by=None)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome=""))
                | Q(answered_at__isnull=False, answered_by=None, outcome=DEPARTED),
                name="answered_occurrence_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=Q(handed_over_at=None) | Q(deputy__isnull=False),
                name="occurrence_is_handed_to_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deputy"], condition=Q(deputy__isnull=False), name="occurrences_of_a_deputy"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule.subject_kind} due on {self.due_on}"

    @property
    def people(self) -> list[UUID]:
        """Who may answer: the owner, and the deputy where they were asked."""
        return [self.schedule.owner_id, *([self.deputy_id] if self.deputy_id else [])]

    @property
    def holder_id(self) -> UUID:
        """Whose it is this time."""
        return self.deputy_id if self.handed_over_at and self.deputy_id else self.schedule.owner_id

    def is_for(self, actor: Actor) -> bool:
        """Is it this person who has to answer, in the network where they stand?"""
        return self.network_id == actor.network_id and actor.user_id in self.people

    def close(self, actor: Actor, outcome: str, *, reason: str = "") -> None:
        """Write down who answered what."""
        self.answered_at, self.answered_by_id, self.outcome = actor.now, actor.user_id, outcome
        self.reason = reason
        self.save(update_fields=["answered_at", "answered_by", "outcome", "reason"])

    @property
    def is_open(self) -> bool:
        """Does it wait for an answer?"""
        return self.answered_at is None

    @property
    def state(self) -> str:
        """Where it stands, in one word."""
        if not self.is_open:
            return SNOOZED if self.outcome == SNOOZED else "answered"
        return "acknowledged" if self.acknowledged_at else "open"
