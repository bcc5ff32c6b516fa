from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from access.actor import Actor
from access.refusals import Forbidden
from support.jobs import keep_weeks
from support.models import HealthWeek
from support.services import keep_week, monday
from tests.cast import Cast
from tests.factories.networks import NetworkFactory
from tests.reminders import clock
from tests.support.conftest import MONDAY, Owe


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 23, 12, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), date(2026, 11, 16)),  # still Sunday in Stockholm
        (datetime(2026, 11, 22, 23, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2027, 1, 1, 12, tzinfo=UTC), date(2026, 12, 28)),
    ],
)
def test_a_week_begins_on_monday_in_stockholm(now: datetime, day: date) -> None:
    assert monday(now) == day


def test_a_week_is_written_down_once(spring: Cast, owe: Owe) -> None:
    owe(spring.people["stockholm"], date(2049, 3, 19))

    assert keep_week(clock(MONDAY)) == 2
    assert keep_week(clock(MONDAY + timedelta(days=6, hours=12))) == 0
    assert keep_week(clock(MONDAY + timedelta(days=7))) == 2

    week = HealthWeek.objects.get(network=spring.network, week_on=MONDAY.date())
    assert (week.members, week.fresh, week.late, week.overdue) == (5, 4, 1, 1)
    assert week.phase == "shaping_demand"


def test_a_clock_that_was_down_on_monday_writes_the_week_when_it_is_back(spring: Cast) -> None:
    assert keep_week(clock(MONDAY + timedelta(days=3))) == 2
    assert set(HealthWeek.objects.values_list("week_on", flat=True)) == {MONDAY.date()}


def test_a_network_that_is_new_gets_its_row_in_its_first_week(spring: Cast) -> None:
    keep_week(clock(MONDAY))
    NetworkFactory.create()

    assert keep_week(clock(MONDAY + timedelta(hours=1))) == 1


@pytest.mark.parametrize("networks", [1, 3])
def test_keeping_costs_the_same_however_many_networks(
    spring: Cast, networks: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    NetworkFactory.create_batch(networks)

    with django_assert_num_queries(9):
        assert keep_week(clock(MONDAY)) == 2 + networks


def test_only_the_clock_keeps_weeks(goteborg: Actor) -> None:
    with pytest.raises(Forbidden, match=r"clock\.tick"):
        keep_week(goteborg)


def test_the_clock_s_job_keeps_every_network_s_week(spring: Cast) -> None:
    assert keep_weeks() == 2
    assert keep_weeks() == 0
