from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from access.actor import Actor
from access.refusals import Forbidden
from journal.models import Entry
from market.models import MarketAnalysis
from networks.services import end_seat
from notices.models import Notice
from tasks.jobs import tick_at
from tasks.models import Occurrence, Schedule
from tasks.services import send_due
from tests.cast import Cast
from tests.factories.market import ScheduleFactory, analyses_of
from tests.reminders import DUE, DUE_ON, clock


def heard(person_id: UUID) -> list[str]:
    return list(Entry.objects.of_stream(f"person:{person_id}").values_list("type", flat=True))


def test_nothing_falls_due_before_eight_in_the_owners_morning(analysis: MarketAnalysis) -> None:
    send_due(clock(DUE - timedelta(seconds=1)))

    assert not Occurrence.objects.exists()


def test_what_is_due_reaches_its_owner_as_one_reminder_and_one_notice(
    analysis: MarketAnalysis, cast: Cast
) -> None:
    owner = cast.people["stockholm"]

    assert send_due(clock()) == [analysis.schedule_id]

    occurrence = Occurrence.objects.get()
    assert (occurrence.due_on, occurrence.due_at, occurrence.state) == (DUE_ON, DUE, "open")
    notice = Notice.objects.get()
    assert (notice.person, notice.cause_id, notice.subject_id) == (owner, occurrence.pk, analysis.pk)
    assert heard(owner.pk) == ["reminder.due"]


def test_a_second_tick_finds_nothing(analysis: MarketAnalysis, cast: Cast) -> None:
    send_due(clock())

    assert send_due(clock(DUE + timedelta(days=60))) == []
    assert Occurrence.objects.count() == Notice.objects.count() == 1


def test_after_three_days_without_a_clock_the_owner_hears_once(analysis: MarketAnalysis, cast: Cast) -> None:
    tick_at(clock(DUE + timedelta(days=3)))

    assert Notice.objects.count() == 1
    assert Occurrence.objects.get().due_on == DUE_ON


def test_an_owner_whose_seat_ended_is_not_told(analysis: MarketAnalysis, goteborg: Actor, cast: Cast) -> None:
    end_seat(goteborg, seat=cast.seats["stockholm"])
    before = heard(cast.people["stockholm"].pk)

    send_due(clock())

    assert not Notice.objects.exists()
    assert heard(cast.people["stockholm"].pk) == before
    assert Occurrence.objects.get().is_open


def test_an_owner_who_moved_west_hears_when_it_is_morning_there(analysis: MarketAnalysis, cast: Cast) -> None:
    owner = cast.people["stockholm"]
    owner.time_zone = "Pacific/Honolulu"
    owner.save()

    send_due(clock())

    assert not Notice.objects.exists()
    assert Schedule.objects.get().next_at == datetime(2049, 3, 25, 18, tzinfo=UTC)


def test_only_the_clock_lets_things_fall_due(goteborg: Actor) -> None:
    with pytest.raises(Forbidden, match=r"clock\.tick"):
        send_due(goteborg)


@pytest.mark.parametrize("due", [1, 3])
def test_a_batch_costs_the_same_however_much_is_due(
    cast: Cast, due: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    analyses_of(cast.network, count=due, owner=cast.people["stockholm"], due_at=DUE)

    with django_assert_num_queries(9 + due):  # and one entry in the journal for each
        send_due(clock())

    assert Notice.objects.count() == due


def test_a_tick_takes_more_than_a_batch(cast: Cast) -> None:
    owner = cast.people["stockholm"]
    schedules = ScheduleFactory.build_batch(501, network=cast.network, owner=owner, next_at=DUE)
    Schedule.objects.bulk_create(schedules)

    assert tick_at(clock()) == 501
    assert Notice.objects.count() == 501
    assert not Schedule.objects.due(DUE).exists()


def test_what_is_planned_for_a_holiday_falls_due_on_the_working_day_after_it(
    analysis: MarketAnalysis,
) -> None:
    schedule = analysis.schedule
    schedule.begin(date(2049, 6, 25))

    assert schedule.next_on == date(2049, 6, 28)
    assert schedule.next_at == datetime(2049, 6, 28, 6, tzinfo=UTC)
