from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from access.policy import GRANTS, SEAT_ROLES, Permission
from journal.ids import uuid7
from networks.models import Membership, Network, Seat
from networks.models.network import Phase
from networks.subjects import Subject
from tasks.cadence import ONCE, morning, next_due, working_day
from tasks.ladder import AT_RISK, POLICIES, REVIEW, WATCHED, Policy, first_step
from tasks.models.cadence import CadenceChoice, in_words

# Roles whose seats let people answer.
ANSWERING = [role for role in SEAT_ROLES if Permission.REMINDER_ANSWER in GRANTS[role]]
# In these phases nobody is reminded, and no day counts against anybody.
QUIET_PHASES = (Phase.PAUSED, Phase.CLOSED)


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Questions about schedules."""

    def due(self, now: datetime) -> "ScheduleQuerySet":
        """Those that the clock has to look at."""
        return self.filter(next_at__lte=now)

    def open(self) -> "ScheduleQuerySet":
        """Those of which something is still due some day."""
        return self.filter(next_on__isnull=False)

    def overdue(self, today: date) -> "ScheduleQuerySet":
        """Those whose day has passed without an answer."""
        return self.filter(next_on__lt=today)

    def at_risk(self) -> "ScheduleQuerySet":
        """Those that have waited so long that the facilitator sees that something is wrong."""
        return self.filter(policy__in=WATCHED, step__gt=REVIEW.rungs.index(AT_RISK))

    def orphaned(self, now: datetime) -> "ScheduleQuerySet":
        """Those still due whose owner has no seat any more: in the network, or where it is private to."""
        seats = Seat.objects.active(now)
        seats = seats.filter(network_id=OuterRef("network_id"), user_id=OuterRef("owner_id"))
        there = seats.filter(authority_id=OuterRef("private_to"))
        return self.open().filter(~Exists(seats) | Q(private_to__isnull=False) & ~Exists(there))

    def adoptable(self, now: datetime) -> "ScheduleQuerySet":
        """Orphans whom somebody may take: for what is private only a colleague at that authority."""
        seats = Seat.objects.active(now).filter(network_id=OuterRef("network_id"), role__in=ANSWERING)
        colleague = Exists(seats.filter(authority_id=OuterRef("private_to")))
        return self.orphaned(now).filter(Q(private_to=None) | colleague)

    def departed(self) -> "ScheduleQuerySet":
        """Those still due that are private to an authority which is no member of the network any more."""
        members = Membership.objects.active().filter(
            network_id=OuterRef("network_id"), authority_id=OuterRef("private_to")
        )
        return self.open().filter(~Exists(members), policy__in=WATCHED, private_to__isnull=False)

    def returned(self) -> "ScheduleQuerySet":
        """Those of which nothing is due since their authority left, and which is a member again."""
        members = Membership.objects.active().filter(
            network_id=OuterRef("network_id"), authority_id=OuterRef("private_to")
        )
        return self.filter(Exists(members), departed_on__isnull=False)


class Schedule(models.Model):
    """When a subject is due again, and who answers for it. The one place that knows the date.

    `anchor_on` is the day the rounds are counted from, `next_on` the working day on which the
    next one is due, and `next_at` when the clock looks at it: empty where there is nothing to do
    before somebody answers. `step` counts the rungs of the ladder that have spoken, and `rested`
    the days after the due day on which the network was paused.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="schedules")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,  # nobody looks for them, and each step of a ladder would write it anew
    )
    # The authority whose private zone the subject lies in, if it does: others hear nothing of it.
    private_to = models.UUIDField(null=True)
    country = models.CharField(max_length=2)
    cadence = models.CharField(max_length=120)
    policy = models.CharField(max_length=10, default="review")
    anchor_on = models.DateField()
    next_on = models.DateField(null=True)
    next_at = models.DateTimeField(null=True)
    # Since when nobody is asked because the authority it is private to has left; asked again when it is back.
    departed_on = models.DateField(null=True)
    step = models.PositiveSmallIntegerField(default=0)
    rests_since = models.DateField(null=True)
    rested = models.PositiveSmallIntegerField(default=0)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="one_schedule_per_subject"),
            models.CheckConstraint(
                condition=Q(next_on__isnull=False) | Q(next_at=None),
                name="clock_looks_only_where_something_is_due",
            ),
            models.CheckConstraint(
                condition=Q(departed_on=None) | Q(next_on=None), name="nothing_is_due_of_who_departed"
            ),
            models.CheckConstraint(
                condition=Q(cadence__in=[*CadenceChoice.values, ONCE]) | Q(cadence__startswith="FREQ="),
                name="schedule_cadence_is_known",
            ),
            models.CheckConstraint(condition=Q(policy__in=list(POLICIES)), name="schedule_policy_is_known"),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=models.F("owner")), name="owner_is_not_their_own_deputy"
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

    @property
    def table(self) -> Policy:
        """Who hears of it when."""
        return POLICIES[self.policy]

    @property
    def cadence_words(self) -> str:
        """How often, as people read it."""
        return in_words(self.cadence)

    def locked(self) -> "Schedule":
        """The same schedule, read again under its row lock.

        Whoever changes a subject because of an answer takes this lock first.
        """
        rows = Schedule.objects.select_for_update(of=("self",), no_key=True)
        return rows.select_related("owner").get(pk=self.pk)

    def today(self, now: datetime) -> date:
        """What day it is where the owner works."""
        return now.astimezone(ZoneInfo(self.owner.time_zone)).date()

    def begin(self, first_on: date, now: datetime) -> None:
        """Set the first date: that day, or the working day after it."""
        self.anchor_on = first_on
        self._set(working_day(first_on, country=self.country), now)

    def move(self, now: datetime) -> None:
        """Set the date of the round after this one, later than today; stop where there is none."""
        after = max(self.today(now), self.next_on or self.anchor_on)
        then = next_due(self.cadence, anchor=self.anchor_on, after=after, country=self.country)
        if then is None:
            self.stop()
        else:
            self._set(then, now)

    def renew(self, now: datetime, *, least: timedelta) -> None:
        """Set the first round further than `least` away: who answers early is not asked again soon."""
        after = self.today(now) + least
        then = next_due(self.cadence, anchor=self.anchor_on, after=after, country=self.country)
        if then is None:
            self.stop()
        else:
            self._set(then, now)

    def put_off(self, until: date, now: datetime) -> None:
        """Ask about this round on that day, or the working day after it; the rounds after it stay."""
        self._set(working_day(until, country=self.country), now)

    def stop(self) -> None:
        """Nothing is due any more."""
        self.next_on = self.next_at = self.departed_on = None

    def depart(self, now: datetime) -> None:
        """Nothing is due while the authority that it is private to is no member."""
        self.stop()
        self.departed_on = self.today(now)

    def resume(self, now: datetime) -> None:
        """Its authority is a member again: the next round is due, or, once, what was due meanwhile."""
        today = self.today(now)
        then = next_due(self.cadence, anchor=self.anchor_on, after=today, country=self.country)
        self.departed_on = None
        if then is not None:
            self._set(then, now)
        elif self.cadence == ONCE:
            self.put_off(max(self.anchor_on, today), now)

    def go_to(self, seat: Seat, now: datetime) -> None:
        """Let the person in this seat answer for it from now on; the date stays, the ladder begins anew."""
        self.owner, self.country = seat.user, seat.authority.country
        self.deputy_id = None if self.deputy_id == seat.user_id else self.deputy_id
        if self.next_on is not None:
            self._set(self.next_on, now)

    def hush(self) -> None:
        """Somebody is on it: nobody is told any more before the next date."""
        self.next_at = None

    @property
    def due_on(self) -> date:
        """The date of a schedule of which something is still due."""
        if self.next_on is None:
            raise ValueError("Nothing is due.")
        return self.next_on

    def _set(self, due_on: date, now: datetime) -> None:
        step = first_step(self.table, due_on=due_on, today=self.today(now), country=self.country)
        self.next_on, self.step, self.rests_since, self.rested = due_on, step.step, None, 0
        self.departed_on = None
        self._look_on(step.then)

    def _look_on(self, day: date | None) -> None:
        self.next_at = morning(day, zone=self.owner.time_zone) if day else None
