from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from access.actor import Actor
from market.models import MarketAnalysis
from networks.services import end_seat
from notices.models import Notice, State
from tasks.doctor import complaints
from tasks.jobs import tick_at
from tasks.models import Occurrence, Schedule
from tests.cast import Cast
from tests.factories.market import AnalysisFactory
from tests.reminders import DUE, clock
from wire.heartbeats import beat


@pytest.fixture
def ticking(db: None) -> None:
    """The clock has just ticked."""
    beat("tasks.tick", now=DUE)


def said() -> str:
    return "\n".join(complaints(DUE))


def test_a_clock_that_never_ticked_or_stopped_is_told(db: None) -> None:
    assert "never ticked" in said()
    beat("tasks.tick", now=DUE - timedelta(minutes=6))
    assert "last ticked at 2049-03-25 06:54Z" in said()


def test_a_clock_that_is_well_says_so(db: None) -> None:
    tick_at(clock(timezone.now()))
    told = StringIO()

    call_command("clock_doctor", stdout=told)

    assert told.getvalue() == "The clock is well.\n"


def test_a_clock_that_is_not_well_ends_with_1(db: None) -> None:
    with pytest.raises(SystemExit):
        call_command("clock_doctor", stdout=StringIO())


def test_what_waits_too_long_is_counted(ticking: None, cast: Cast) -> None:
    AnalysisFactory.create(
        network=cast.network, owner=cast.people["stockholm"], due_at=DUE - timedelta(hours=1)
    )

    assert "1 schedules wait since 2049-03-25 06:00Z" in said()


@pytest.mark.parametrize(("attempts", "words"), [(0, "never tried"), (2, "leases or waits")])
def test_notices_that_nobody_took_are_told(
    ticking: None, reminder: Occurrence, attempts: int, words: str
) -> None:
    Notice.objects.update(try_at=DUE - timedelta(hours=1), attempts=attempts)

    assert words in said()


def test_dead_letters_are_named(ticking: None, reminder: Occurrence) -> None:
    Notice.objects.update(state=State.FAILED, settled_at=DUE, remark="550 no such box")

    assert "550 no such box" in said()


def test_private_things_that_nobody_may_inherit_are_told(
    ticking: None, analysis: MarketAnalysis, cast: Cast, goteborg: Actor
) -> None:
    Schedule.objects.update(private_to=cast.authority("stockholm").pk)
    end_seat(goteborg, seat=cast.seats["stockholm"])

    assert "belong to nobody" in said()
