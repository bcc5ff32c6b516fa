"""Any order of ticks, answers, more time, deputies, people who leave and pauses: nobody is told wrongly."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from access.actor import Actor
from access.refusals import Conflict
from accounts.models import User
from market.models import MarketAnalysis
from networks.models import Network, Seat
from networks.scoping import actor_in
from networks.services import end_seat
from notices.models import Notice
from tasks.cadence import works_in
from tasks.ladder import DUE as DUE_RUNG
from tasks.ladder import ESCALATED, JULY, LATE, REVIEW
from tasks.models import Occurrence, Schedule
from tasks.services import acknowledge, adopt_orphans, answer, hand_over, send_due, snooze
from tests.cast import Cast
from tests.factories.networks import SeatFactory
from tests.reminders import DUE, clock

PAST_DUE = REVIEW.rungs.index(DUE_RUNG)
PAST_LATE = REVIEW.rungs.index(LATE)
PAST_ESCALATED = REVIEW.rungs.index(ESCALATED)


class Year(RuleBasedStateMachine):
    """One analysis over months, and what may be said of it beside it."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.now: datetime = DUE - timedelta(days=20)

    def teardown(self) -> None:
        """Leave everything as it was for the next run."""
        transaction.savepoint_rollback(self.point)

    @property
    def schedule(self) -> Schedule:
        """The one that there is, as it is now."""
        return Schedule.objects.select_related("owner", "network").get()

    def open_reminder(self) -> Occurrence | None:
        """What waits for an answer."""
        return Occurrence.objects.open().select_related("schedule").order_by("pk").first()

    def actor(self, person: User) -> Actor:
        """Somebody in the network, now."""
        return actor_in(person.acting(self.now), self.cast.network.pk)

    def holder(self) -> Actor:
        """Whoever has it."""
        return self.actor(self.schedule.owner)

    @rule(days=st.sampled_from([0, 1, 1, 1, 3, 7, 30]))
    def tick(self, days: int) -> None:
        """So many days pass without a clock, and then it ticks twice."""
        self.now += timedelta(days=days)
        before = set(Notice.objects.values_list("cause_id", "person_id", "cause"))
        paused = self.schedule.network.phase == "paused"
        send_due(clock(self.now))
        send_due(clock(self.now))
        new = set(Notice.objects.values_list("cause_id", "person_id", "cause")) - before
        assert not (paused and new), "told while the network rests"
        assert len({(cause_id, person) for cause_id, person, _cause in new}) == len(new), "told twice at once"
        local = self.now.date()
        late = {cause for _id, _person, cause in new} - {"reminder_ahead", "reminder_soon", "reminder_due"}
        assert not late or (local.month != JULY and works_in("SE")(local)), "told on a quiet day"
        if not paused:
            self._check_nothing_was_skipped()

    def _check_nothing_was_skipped(self) -> None:
        one, step = self.open_reminder(), self.schedule.step
        if one is None or one.acknowledged_at:
            return
        told = set(Notice.objects.filter(cause_id=one.pk).values_list("cause", flat=True))
        if step > PAST_LATE:
            assert "reminder_late" in told
        elif step > PAST_DUE:
            assert "reminder_due" in told
        if step > PAST_ESCALATED:
            coordinates = one.holder_id == self.cast.people["goteborg"].pk
            assert coordinates or "reminder_coordinator" in told

    @precondition(lambda self: self.open_reminder() is not None)
    @rule(outcome=st.sampled_from(["unchanged", "updated"]))
    def answer(self, outcome: str) -> None:
        """The owner answers; the next date is later than today and a working day."""
        one = self.open_reminder()
        assert one is not None
        moved = answer(self.holder(), occurrence=one, outcome=outcome)
        assert moved is not None
        assert moved > max(self.now.date(), one.due_on)
        assert works_in("SE")(moved)

    @precondition(lambda self: self.open_reminder() is not None)
    @rule()
    def take_it_up(self) -> None:
        """The owner is on it: the date stays."""
        one, due_on = self.open_reminder(), self.schedule.next_on
        assert one is not None
        if one.acknowledged_at is None:
            acknowledge(self.holder(), occurrence=one)
        assert self.schedule.next_on == due_on
        assert self.schedule.next_at is None

    @precondition(lambda self: self.open_reminder() is not None)
    @rule(days=st.integers(1, 60))
    def more_time(self, days: int) -> None:
        """The owner asks for more time."""
        one = self.open_reminder()
        assert one is not None
        until = max(self.now.date(), one.due_on) + timedelta(days=days)
        if until <= self.now.date() + timedelta(days=90):
            snooze(self.holder(), occurrence=one, until=until, reason="Väntar")
            due_on = self.schedule.next_on
            assert due_on is not None
            assert due_on >= until

    @precondition(lambda self: self.open_reminder() is not None)
    @rule()
    def hand_over(self) -> None:
        """The owner asks their deputy, where they have one."""
        one = self.open_reminder()
        assert one is not None
        with suppress(Conflict):
            assert hand_over(self.holder(), occurrence=one).holder_id != self.schedule.owner_id

    @rule()
    def leave(self) -> None:
        """The owner leaves the network, unless they coordinate it; somebody else has it at once."""
        coordinator = self.cast.people["goteborg"]
        owner = self.schedule.owner
        if owner == coordinator:
            return
        end_seat(self.actor(coordinator), seat=Seat.objects.not_ended().get(user=owner))
        adopt_orphans(clock(self.now))
        assert self.schedule.owner != owner

    @rule(phase=st.sampled_from(["paused", "shaping_demand"]))
    def change_phase(self, phase: str) -> None:
        """The network rests, or goes on."""
        Network.objects.filter(pk=self.cast.network.pk).update(phase=phase)

    @invariant()
    def at_most_one_waits_and_each_day_is_due_once(self) -> None:
        """As the database holds too."""
        assert Occurrence.objects.open().count() <= 1
        days = list(Occurrence.objects.values_list("due_on", flat=True))
        assert len(days) == len(set(days))

    @invariant()
    def nothing_is_said_of_what_was_answered(self) -> None:
        """Once there is an answer, nobody hears of that occurrence any more."""
        for one in Occurrence.objects.exclude(answered_at=None):
            later = Notice.objects.filter(cause_id=one.pk, created_at__gt=one.answered_at)
            assert not later.exists()

    @invariant()
    def somebody_with_a_seat_answers_for_it(self) -> None:
        """Nothing is left behind."""
        assert not Schedule.objects.orphaned(self.now).exists()


@pytest.mark.timeout(240)
@pytest.mark.django_db
def test_any_order_of_a_year_tells_each_step_once_and_nobody_after_an_answer(
    analysis: MarketAnalysis, cast: Cast
) -> None:
    SeatFactory.create(membership=cast.seats["stockholm"].membership, user__name="Kollegan")
    Seat.objects.filter(pk=cast.seats["orebro"].pk).update(role="steering")
    Schedule.objects.update(deputy=cast.people["orebro"])
    Year.cast = cast
    run_state_machine_as_test(
        Year,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
