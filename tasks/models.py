from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from journal.ids import uuid7
from networks.models import Network, Seat
from networks.subjects import Subject
from tasks.cadence import Cadence, morning, next_due, working_day
from tasks.ladder import POLICY, Step, first_day, next_step


class CadenceChoice(models.TextChoices):
    """How often something is looked at again, as people read it."""

    MONTHLY = Cadence.MONTHLY.value, _("Every month")
    QUARTERLY = Cadence.QUARTERLY.value, _("Every quarter")
    HALF_YEARLY = Cadence.HALF_YEARLY.value, _("Every half-year")
    YEARLY = Cadence.YEARLY.value, _("Every year")


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Questions about schedules."""

    def due(self, now: datetime) -> "ScheduleQuerySet":
        """Those that the clock has to look at."""
        return self.filter(next_at__lte=now)

    def claimed(self, most: int) -> "ScheduleQuerySet":
        """The first `most` that no other tick holds, locked until the end of the transaction."""
        rows = self.select_for_update(of=("self",), skip_locked=True).select_related("owner")
        return rows.order_by("next_at")[:most]


class Schedule(models.Model):
    """When a subject is due again, and who answers for it. The one place that knows the date.

    `anchor_on` is the day the rounds are counted from, `next_on` the working day on which the
    next one is due, and `next_at` when the clock looks at it: empty where there is nothing to do
    before somebody answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="schedules")
    country = models.CharField(max_length=2)
    cadence = models.CharField(max_length=20, choices=CadenceChoice.choices)
    anchor_on = models.DateField()
    next_on = models.DateField(null=True)
    next_at = models.DateTimeField(null=True)
    step = models.PositiveSmallIntegerField(default=0)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="one_schedule_per_subject"),
            models.CheckConstraint(
                condition=Q(next_on__isnull=False) | Q(next_at=None),
                name="clock_looks_only_where_something_is_due",
            ),
            models.CheckConstraint(
                condition=Q(cadence__in=CadenceChoice.values), name="schedule_cadence_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="schedule_to_look_at"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} on {self.next_on}"

    @property
    def subject(self) -> Subject:
        """What is due."""
        return Subject(self.subject_kind, self.subject_id)

    def locked(self) -> "Schedule":
        """The same schedule, read again under its row lock.

        Whoever changes a subject because of an answer takes this lock first.
        """
        return Schedule.objects.select_for_update(of=("self",)).select_related("owner").get(pk=self.pk)

    def today(self, now: datetime) -> date:
        """What day it is where the owner works."""
        return now.astimezone(ZoneInfo(self.owner.time_zone)).date()

    def begin(self, first_on: date) -> None:
        """Set the first date: that day, or the working day after it."""
        self.anchor_on = first_on
        self._set(working_day(first_on, country=self.country))

    def move(self, now: datetime) -> None:
        """Set the date of the round after this one, later than today."""
        after = max(self.today(now), self.next_on or self.anchor_on)
        cadence = Cadence(self.cadence)
        self._set(next_due(cadence, anchor=self.anchor_on, after=after, country=self.country))

    def stop(self) -> None:
        """Nothing is due any more."""
        self.next_on = self.next_at = None

    @property
    def due_on(self) -> date:
        """The date of a schedule that the clock looks at: the database lets none be without."""
        if self.next_on is None:
            raise ValueError("Nothing is due.")
        return self.next_on

    def climb(self, now: datetime) -> Step:
        """Take the step of the ladder that is due now, and set when to look again."""
        step = next_step(POLICY, step=self.step, due_on=self.due_on, today=self.today(now))
        self.step = step.step
        self.next_at = morning(step.then, zone=self.owner.time_zone) if step.then else None
        return step

    def _set(self, due_on: date) -> None:
        self.next_on, self.step = due_on, 0
        self.next_at = morning(first_day(POLICY, due_on=due_on), zone=self.owner.time_zone)


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    """Questions about what fell due."""

    def visible_to(self, actor: Actor) -> "OccurrenceQuerySet":
        """A person's own, in networks where they have a seat."""
        if not actor.is_signed_in:
            return self.none()
        seats = Seat.objects.active(actor.now).filter(user_id=actor.person_id)
        return self.filter(schedule__owner_id=actor.person_id, network_id__in=seats.values("network_id"))

    def open(self) -> "OccurrenceQuerySet":
        """Those that nobody has answered."""
        return self.filter(answered_at=None)


class Occurrence(models.Model):
    """A subject fell due on a day: what people know as a reminder, until somebody answers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="occurrences")
    due_on = models.DateField()
    due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    outcome = models.CharField(max_length=20, blank=True, default="")

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
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="")),
                name="answered_occurrence_says_who_and_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule.subject_kind} due on {self.due_on}"

    def is_for(self, actor: Actor) -> bool:
        """Is it this person who has to answer, in the network where they stand?"""
        return self.network_id == actor.network_id and self.schedule.owner_id == actor.user_id

    def close(self, actor: Actor, outcome: str) -> None:
        """Write down who answered what."""
        self.answered_at, self.answered_by_id, self.outcome = actor.now, actor.user_id, outcome
        self.save(update_fields=["answered_at", "answered_by", "outcome"])

    @property
    def is_open(self) -> bool:
        """Does it wait for an answer?"""
        return self.answered_at is None

    @property
    def state(self) -> str:
        """Where it stands, in one word."""
        if not self.is_open:
            return "answered"
        return "acknowledged" if self.acknowledged_at else "open"
