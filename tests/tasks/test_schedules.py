"""A schedule alone, without a database: which day it is, and when the clock looks again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from journal.ids import uuid7
from networks.models import Network
from networks.subjects import Subject
from tasks.claims import Claimed
from tasks.ladder import Audience
from tasks.models import Occurrence, Schedule
from tests.reminders import DUE, DUE_ON

JANUARY = datetime(2027, 1, 4, 9, tzinfo=UTC)


def schedule(*, zone: str = "Europe/Stockholm", country: str = "SE", cadence: str = "quarterly") -> Schedule:
    """Something that nobody has planned yet."""
    owner = User(email="kim@orebro.example", time_zone=zone)
    network = Network(phase="market_analysis")
    return Schedule(subject_kind="analysis", owner=owner, network=network, country=country, cadence=cadence)


@pytest.mark.parametrize(
    ("zone", "now", "day"),
    [
        ("Europe/Stockholm", datetime(2027, 3, 1, 22, 59, tzinfo=UTC), date(2027, 3, 1)),
        ("Europe/Stockholm", datetime(2027, 3, 1, 23, 0, tzinfo=UTC), date(2027, 3, 2)),
        ("Europe/Stockholm", datetime(2027, 7, 1, 22, 0, tzinfo=UTC), date(2027, 7, 2)),
        ("Europe/Helsinki", datetime(2027, 3, 1, 22, 0, tzinfo=UTC), date(2027, 3, 2)),
        ("America/Nuuk", datetime(2027, 3, 2, 1, 0, tzinfo=UTC), date(2027, 3, 1)),
        ("UTC", datetime(2027, 12, 31, 23, 59, tzinfo=UTC), date(2027, 12, 31)),
    ],
)
def test_today_is_the_day_where_the_owner_works(zone: str, now: datetime, day: date) -> None:
    assert schedule(zone=zone).today(now) == day


@pytest.mark.parametrize(
    ("country", "first", "due_on"),
    [
        ("SE", date(2049, 3, 25), date(2049, 3, 25)),
        ("SE", date(2027, 6, 25), date(2027, 6, 28)),
        ("DK", date(2027, 6, 25), date(2027, 6, 25)),
        ("SE", date(2027, 12, 24), date(2027, 12, 27)),
        ("FI", date(2027, 12, 6), date(2027, 12, 7)),
    ],
)
def test_a_plan_begins_on_a_working_day_and_remembers_the_day_that_was_meant(
    country: str, first: date, due_on: date
) -> None:
    planned = schedule(country=country)

    planned.begin(first, JANUARY)

    assert (planned.anchor_on, planned.next_on, planned.due_on, planned.step) == (first, due_on, due_on, 0)


@pytest.mark.parametrize(
    ("zone", "looks_at"),
    [
        ("Europe/Stockholm", datetime(2049, 3, 11, 7, tzinfo=UTC)),
        ("Europe/Helsinki", datetime(2049, 3, 11, 6, tzinfo=UTC)),
        ("UTC", datetime(2049, 3, 11, 8, tzinfo=UTC)),
    ],
)
def test_the_clock_looks_two_weeks_ahead_at_eight_in_the_owners_morning(
    zone: str, looks_at: datetime
) -> None:
    planned = schedule(zone=zone)

    planned.begin(DUE_ON, JANUARY)

    assert planned.next_at == looks_at


@pytest.mark.parametrize(
    ("cadence", "then"),
    [
        ("monthly", date(2049, 4, 26)),
        ("quarterly", date(2049, 6, 28)),
        ("half-yearly", date(2049, 9, 27)),
        ("yearly", date(2050, 3, 25)),
    ],
)
def test_an_answer_moves_it_by_its_cadence_to_a_working_day(cadence: str, then: date) -> None:
    planned = schedule(cadence=cadence)
    planned.begin(DUE_ON, JANUARY)

    planned.move(DUE)

    assert (planned.next_on, planned.anchor_on, planned.step) == (then, DUE_ON, 0)


def test_an_answer_ahead_of_time_moves_it_by_one_round_and_no_more() -> None:
    planned = schedule()
    planned.begin(DUE_ON, JANUARY)

    planned.move(datetime(2049, 1, 2, 9, tzinfo=UTC))
    planned.move(datetime(2049, 1, 2, 9, tzinfo=UTC))

    assert planned.next_on == date(2049, 9, 27)


def claimed() -> Claimed:
    """What is due, as a tick holds it before anybody was told."""
    return Claimed(
        id=uuid7(),
        network_id=uuid7(),
        phase="market_analysis",
        owner_id=uuid7(),
        time_zone="Europe/Stockholm",
        deputy_id=None,
        private_to=None,
        subject_kind="analysis",
        subject_id=uuid7(),
        country="SE",
        policy="review",
        due_on=DUE_ON,
    )


def test_when_its_time_has_come_the_owner_hears_and_the_clock_looks_again_a_day_later() -> None:
    due = claimed()

    step = due.climb(DUE)

    assert set(step.heard) == {Audience.OWNER}
    assert (due.step, due.next_at, due.due_on) == (3, DUE + timedelta(days=1), DUE_ON)
    assert not due.climb(DUE).heard


@pytest.mark.parametrize("phase", ["paused", "closed"])
def test_while_the_network_rests_nothing_is_said_and_the_clock_looks_again_tomorrow(phase: str) -> None:
    due = claimed()
    due.phase = phase

    assert not due.climb(DUE).heard
    assert (due.step, due.next_at, due.rests_since) == (0, DUE + timedelta(days=1), DUE_ON)


def test_days_of_rest_after_the_due_day_are_not_counted_as_late() -> None:
    due = claimed()
    due.climb(DUE)
    due.phase = "paused"
    for day in (2, 3, 40):
        due.climb(DUE + timedelta(days=day))
    due.phase = "shaping_demand"

    step = due.climb(DUE + timedelta(days=42))

    assert {rung.name for rung in step.heard.values()} == {"late"}
    assert (due.rested, due.rests_since) == (40, None)


def test_rest_before_the_due_day_pushes_nothing() -> None:
    due = claimed()
    due.phase = "paused"
    due.climb(DUE - timedelta(days=14))
    due.phase = "shaping_demand"

    due.climb(DUE)

    assert due.rested == 0
    assert due.step == 3


def test_what_is_put_off_keeps_its_rounds() -> None:
    planned = schedule()
    planned.begin(DUE_ON, JANUARY)

    planned.put_off(date(2049, 4, 10), DUE)  # a Saturday

    assert (planned.next_on, planned.step) == (date(2049, 4, 12), 0)
    planned.move(datetime(2049, 4, 12, 9, tzinfo=UTC))
    assert planned.next_on == date(2049, 6, 28)


def test_what_is_put_off_until_tomorrow_says_nothing_before() -> None:
    planned = schedule()
    planned.begin(DUE_ON, JANUARY)

    planned.put_off(date(2049, 3, 26), DUE)

    assert (planned.step, planned.next_at) == (2, DUE + timedelta(days=1))


def test_what_is_due_once_stops_when_it_was_answered() -> None:
    planned = schedule(cadence="once")
    planned.begin(DUE_ON, JANUARY)

    planned.move(DUE)

    assert planned.next_on is None


def test_what_has_stopped_is_due_never_and_says_so() -> None:
    planned = schedule()
    planned.begin(DUE_ON, JANUARY)

    planned.stop()

    assert (planned.next_on, planned.next_at) == (None, None)
    with pytest.raises(ValueError, match="Nothing is due"):
        _ = planned.due_on


def test_what_is_due_is_named_by_kind_and_id() -> None:
    planned = schedule()

    assert planned.subject == Subject("analysis", planned.subject_id)
    assert str(planned).startswith("analysis ")


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "open"),
        ({"acknowledged_at": DUE}, "acknowledged"),
        ({"answered_at": DUE}, "answered"),
        ({"acknowledged_at": DUE, "answered_at": DUE}, "answered"),
    ],
)
def test_a_reminder_stands_in_one_word(fields: dict[str, datetime], state: str) -> None:
    assert Occurrence(due_on=DUE_ON, due_at=DUE, **fields).state == state


def test_a_reminder_is_open_until_it_is_answered_whoever_is_on_it() -> None:
    assert Occurrence(acknowledged_at=DUE).is_open
    assert not Occurrence(answered_at=DUE).is_open
