from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from access.actor import Actor
from access.refusals import Forbidden
from journal.models import Entry
from market.models import MarketAnalysis
from networks.models import Network, Seat
from networks.services import end_seat, name_deputy
from notices.models import Notice
from tasks.jobs import tick_at
from tasks.models import Occurrence, Schedule
from tasks.services import acknowledge, send_due
from tests.cast import Cast
from tests.factories.market import ScheduleFactory, analyses_of
from tests.factories.networks import SeatFactory
from tests.reminders import DUE, DUE_ON, OPENED, at, clock


def heard(person_id: UUID) -> list[str]:
    return list(Entry.objects.of_stream(f"person:{person_id}").values_list("type", flat=True))


def told(cause: str | None = None) -> list[tuple[str, str]]:
    """Who was told, and why, oldest first."""
    rows = Notice.objects.select_related("person").order_by("created_at", "cause", "person__name")
    return [(row.cause, row.person.name) for row in rows if cause in (None, row.cause)]


def days_after(days: int) -> Actor:
    return clock(DUE + timedelta(days=days))


def test_nothing_is_said_before_eight_in_the_owners_morning_two_weeks_ahead(analysis: MarketAnalysis) -> None:
    send_due(clock(DUE - timedelta(days=14, seconds=1)))

    assert not Occurrence.objects.exists()
    assert send_due(days_after(-14)) == [analysis.schedule_id]
    assert told() == [("reminder_ahead", "Stockholm")]


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


def test_the_ladder_from_two_weeks_ahead_to_the_facilitator(
    analysis: MarketAnalysis, cast: Cast, goteborg: Actor
) -> None:
    name_deputy(cast.actor("stockholm"), seat=cast.seats["stockholm"], deputy=_colleague(cast).user)
    SeatFactory.create(membership=cast.seats["aalborg"].membership, role="steering", user__name="Styrgruppen")

    for day in range(-20, 60):
        send_due(days_after(day))

    assert told() == [
        ("reminder_ahead", "Stockholm"),
        ("reminder_soon", "Stockholm"),
        ("reminder_due", "Stockholm"),
        ("reminder_deputy", "Kollegan"),
        ("reminder_late", "Stockholm"),
        ("reminder_coordinator", "Goteborg"),
        ("reminder_steering", "Styrgruppen"),
    ]
    assert Occurrence.objects.count() == 1
    assert heard(cast.people["goteborg"].pk) == ["reminder.escalated"]
    assert Schedule.objects.at_risk().get() == analysis.schedule
    assert Schedule.objects.get().next_at is None


def _colleague(cast: Cast) -> Seat:
    seat: Seat = SeatFactory.create(
        membership=cast.seats["stockholm"].membership, user__name="Kollegan", user__time_zone="UTC"
    )
    return seat


def test_from_the_day_after_on_the_deputy_sees_the_reminder_too(analysis: MarketAnalysis, cast: Cast) -> None:
    deputy = _colleague(cast)
    Schedule.objects.update(deputy=deputy.user)
    now = DUE + timedelta(days=1)

    send_due(clock())
    assert not Occurrence.objects.visible_to(deputy.user.acting(now)).exists()
    send_due(clock(now))

    assert Occurrence.objects.visible_to(deputy.user.acting(now)).exists()
    assert heard(deputy.user_id) == ["reminder.due"]


@pytest.mark.parametrize("phase", ["paused", "closed"])
def test_while_the_network_rests_nobody_is_told(analysis: MarketAnalysis, cast: Cast, phase: str) -> None:
    Network.objects.filter(pk=cast.network.pk).update(phase=phase)

    for day in range(-20, 60):
        send_due(days_after(day))
    assert not Occurrence.objects.exists()
    Network.objects.filter(pk=cast.network.pk).update(phase="shaping_demand")
    send_due(days_after(60))
    send_due(days_after(61))

    assert told() == [("reminder_due", "Stockholm"), ("reminder_late", "Stockholm")]


def test_acknowledging_pauses_the_ladder_and_the_date_stays(
    analysis: MarketAnalysis, stockholm: Actor
) -> None:
    send_due(clock())
    acknowledge(at(stockholm, DUE), occurrence=Occurrence.objects.get())

    for day in range(1, 60):
        send_due(days_after(day))

    assert told() == [("reminder_due", "Stockholm")]
    assert Schedule.objects.get().next_on == DUE_ON


def test_a_second_tick_finds_nothing(analysis: MarketAnalysis, cast: Cast) -> None:
    send_due(clock())

    assert send_due(clock(DUE + timedelta(hours=20))) == []
    assert Occurrence.objects.count() == Notice.objects.count() == 1


def test_after_three_days_without_a_clock_the_owner_hears_once(analysis: MarketAnalysis, cast: Cast) -> None:
    send_due(days_after(-14))

    tick_at(days_after(3))

    assert told() == [("reminder_ahead", "Stockholm"), ("reminder_late", "Stockholm")]
    assert Occurrence.objects.get().due_on == DUE_ON


def test_an_owner_whose_seat_ended_is_not_told(analysis: MarketAnalysis, goteborg: Actor, cast: Cast) -> None:
    end_seat(goteborg, seat=cast.seats["stockholm"])
    before = heard(cast.people["stockholm"].pk)

    send_due(clock())

    assert not Notice.objects.exists()
    assert heard(cast.people["stockholm"].pk) == before
    assert Occurrence.objects.get().is_open


def test_an_owner_who_moved_west_hears_when_it_is_morning_there(analysis: MarketAnalysis, cast: Cast) -> None:
    send_due(days_after(-3))
    owner = cast.people["stockholm"]
    owner.time_zone = "Pacific/Honolulu"
    owner.save()

    send_due(clock())

    assert told() == [("reminder_soon", "Stockholm")]
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
    schedule.begin(date(2049, 6, 25), OPENED)

    assert schedule.next_on == date(2049, 6, 28)
    assert schedule.next_at == datetime(2049, 6, 14, 6, tzinfo=UTC)
