"""Snoozing, handing over, and what somebody who left leaves behind."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict, Invalid, Malformed, NotVisible
from accounts.services import end_employment
from market.models import MarketAnalysis
from networks.models import Seat
from networks.services import end_seat, name_deputy
from notices.models import Notice
from tasks.answering import answer_occurrence
from tasks.models import Occurrence, Schedule
from tasks.services import acknowledge, adopt_orphans, answer, hand_over, send_due, snooze
from tests.cast import Cast
from tests.factories.networks import SeatFactory
from tests.reminders import DUE, DUE_ON, at, clock

A_WEEK_LATER = DUE_ON + timedelta(days=7)


@pytest.fixture
def colleague(cast: Cast) -> Seat:
    """Stockholm's deputy, with a seat of their own."""
    seat: Seat = SeatFactory.create(membership=cast.seats["stockholm"].membership, user__name="Kollegan")
    name_deputy(cast.actor("stockholm"), seat=cast.seats["stockholm"], deputy=seat.user)
    return seat


def standing(cast: Cast, seat: Seat) -> Actor:
    cast.people["colleague"] = seat.user
    return at(cast.actor("colleague"), DUE)


def test_more_time_moves_the_date_once_and_says_why(
    reminder: Occurrence, stockholm: Actor, journal_of: Callable[[str], list[str]]
) -> None:
    asleep = snooze(at(stockholm, DUE), occurrence=reminder, until=A_WEEK_LATER, reason="Väntar på svar")

    schedule = Schedule.objects.get()
    assert (asleep.state, asleep.reason, schedule.next_on) == ("snoozed", "Väntar på svar", A_WEEK_LATER)
    assert journal_of(f"person:{stockholm.user_id}") == ["reminder.due", "reminder.answered"]
    assert journal_of(f"network:{reminder.network_id}")[-1] == "analysis.changed"
    send_due(clock(DUE + timedelta(days=7)))
    later = Occurrence.objects.select_related("schedule").get(answered_at=None)
    assert later.due_on == A_WEEK_LATER
    next_on = answer(at(stockholm, DUE + timedelta(days=7)), occurrence=later, outcome="unchanged")
    assert next_on == date(2049, 6, 28)


@pytest.mark.parametrize(
    ("until", "reason", "pointer"),
    [
        (DUE_ON, "Väntar", "/until"),
        (DUE_ON - timedelta(days=1), "Väntar", "/until"),
        (DUE_ON + timedelta(days=91), "Väntar", "/until"),
        (date.max, "Väntar", "/until"),
        (A_WEEK_LATER, " ", "/reason"),
        (A_WEEK_LATER, "x" * 501, "/reason"),
        (A_WEEK_LATER, "\u202e", "/reason"),
    ],
)
def test_more_time_without_bounds_or_reason_is_refused(
    reminder: Occurrence, stockholm: Actor, until: date, reason: str, pointer: str
) -> None:
    with pytest.raises(Invalid) as refused:
        snooze(at(stockholm, DUE), occurrence=reminder, until=until, reason=reason)

    assert refused.value.errors[0].pointer == pointer
    assert Schedule.objects.get().next_on == DUE_ON


def test_what_was_answered_or_is_anothers_gets_no_more_time(
    reminder: Occurrence, stockholm: Actor, orebro: Actor
) -> None:
    with pytest.raises(NotVisible):
        snooze(at(orebro, DUE), occurrence=reminder, until=A_WEEK_LATER, reason="Nej")
    answer(at(stockholm, DUE), occurrence=reminder, outcome="unchanged")
    with pytest.raises(Conflict, match="reminder_already_answered"):
        snooze(at(stockholm, DUE), occurrence=reminder, until=A_WEEK_LATER, reason="Nej")


def test_the_deputy_is_asked_this_time_and_answers(
    reminder: Occurrence,
    stockholm: Actor,
    colleague: Seat,
    cast: Cast,
    journal_of: Callable[[str], list[str]],
) -> None:
    handed = hand_over(at(stockholm, DUE), occurrence=reminder)

    assert (handed.deputy_id, handed.holder_id) == (colleague.user_id, colleague.user_id)
    assert Notice.objects.get(person=colleague.user).cause == "reminder_deputy"
    assert journal_of(f"person:{colleague.user_id}") == ["reminder.due"]
    assert answer(standing(cast, colleague), occurrence=reminder, outcome="unchanged")
    assert journal_of(f"person:{stockholm.user_id}")[-1] == "reminder.answered"
    assert Schedule.objects.get().owner_id == stockholm.user_id


def test_from_then_on_the_ladder_speaks_to_the_deputy(
    reminder: Occurrence, stockholm: Actor, colleague: Seat
) -> None:
    hand_over(at(stockholm, DUE), occurrence=reminder)

    send_due(clock(DUE + timedelta(days=1)))

    assert Notice.objects.get(cause="reminder_late").person == colleague.user


def test_without_a_deputy_or_twice_it_is_not_handed_over(
    reminder: Occurrence, stockholm: Actor, cast: Cast
) -> None:
    with pytest.raises(Conflict, match="no_deputy"):
        hand_over(at(stockholm, DUE), occurrence=reminder)
    Schedule.objects.update(deputy=cast.people["orebro"])
    hand_over(at(stockholm, DUE), occurrence=reminder)
    with pytest.raises(Conflict, match="already_handed_over"):
        hand_over(at(stockholm, DUE), occurrence=reminder)


def test_a_deputy_who_only_reads_does_not_stand_in(
    reminder: Occurrence, stockholm: Actor, cast: Cast
) -> None:
    Schedule.objects.update(deputy=cast.people["turku"])

    with pytest.raises(Conflict, match="no_deputy"):
        hand_over(at(stockholm, DUE), occurrence=reminder)


def test_all_four_doors_over_http(reminder: Occurrence, stockholm_client: APIClient, cast: Cast) -> None:
    Schedule.objects.update(deputy=cast.people["orebro"])
    base = f"/api/v1/reminders/{reminder.pk}"

    handed = stockholm_client.post(f"{base}/hand-over/")
    asleep = stockholm_client.post(
        f"{base}/snooze/", {"until": "2049-04-01", "reason": "Väntar"}, format="json"
    )

    assert (handed.status_code, handed.json()["handed_over_at"] is None) == (200, False)
    assert asleep.status_code == 400  # in our days, 2049 is more than ninety days ahead
    assert asleep.json()["errors"][0]["pointer"] == "/until"


@pytest.mark.parametrize(
    ("act", "wanted", "state"),
    [
        ("acknowledge", {}, "acknowledged"),
        ("answer", {"outcome": "unchanged"}, "answered"),
        ("answer", {"outcome": "done", "note": "Sett"}, "answered"),
        ("answer", {"outcome": "not_relevant"}, "answered"),
        ("snooze", {"until": A_WEEK_LATER, "reason": "Väntar"}, "snoozed"),
    ],
)
def test_an_answer_from_afar_is_the_same_verb(
    reminder: Occurrence, cast: Cast, act: str, wanted: dict[str, Any], state: str
) -> None:
    person = cast.people["stockholm"].acting(DUE)

    assert answer_occurrence(person, occurrence_id=reminder.pk, act=act, **wanted).state == state


def test_an_answer_from_afar_is_refused_to_others_and_for_other_acts(
    reminder: Occurrence, cast: Cast
) -> None:
    with pytest.raises(NotVisible):
        answer_occurrence(cast.people["orebro"].acting(DUE), occurrence_id=reminder.pk, act="acknowledge")
    with pytest.raises(Malformed):
        answer_occurrence(cast.people["stockholm"].acting(DUE), occurrence_id=reminder.pk, act="burn")


def test_after_the_seat_ended_nothing_is_answered(reminder: Occurrence, goteborg: Actor, cast: Cast) -> None:
    end_seat(goteborg, seat=cast.seats["stockholm"])

    with pytest.raises(NotVisible):
        answer_occurrence(cast.people["stockholm"].acting(DUE), occurrence_id=reminder.pk, act="acknowledge")


def test_the_deputy_of_the_seat_takes_over_from_who_left(
    reminder: Occurrence,
    goteborg: Actor,
    colleague: Seat,
    cast: Cast,
    journal_of: Callable[[str], list[str]],
) -> None:
    acknowledge(at(cast.actor("stockholm"), DUE), occurrence=reminder)
    end_seat(goteborg, seat=cast.seats["stockholm"])

    assert adopt_orphans(clock()) == [reminder.schedule_id]
    assert adopt_orphans(clock()) == []

    schedule = Schedule.objects.get()
    assert (schedule.owner, schedule.next_on) == (colleague.user, DUE_ON)
    reminder.refresh_from_db()
    assert (reminder.state, reminder.acknowledged_at) == ("open", None)
    assert journal_of(f"person:{colleague.user_id}") == ["reminder.due"]
    assert journal_of(f"network:{reminder.network_id}")[-1] == "analysis.changed"
    send_due(clock(DUE))
    assert Notice.objects.filter(person=colleague.user, cause="reminder_due").exists()


def test_without_a_deputy_a_colleague_takes_over_and_without_one_the_coordinator(
    analysis: MarketAnalysis, goteborg: Actor, cast: Cast
) -> None:
    other = SeatFactory.create(membership=cast.seats["stockholm"].membership)
    end_seat(goteborg, seat=cast.seats["stockholm"])
    adopt_orphans(clock())
    assert Schedule.objects.get().owner == other.user

    end_seat(goteborg, seat=other)
    adopt_orphans(clock())
    assert Schedule.objects.get().owner == cast.people["goteborg"]


def test_leaving_the_authority_leaves_no_orphan_either(analysis: MarketAnalysis, cast: Cast) -> None:
    employment = cast.people["stockholm"].employments.get()
    end_employment(clock(employment.started_at + timedelta(days=1)), employment=employment)

    adopt_orphans(clock())

    assert Schedule.objects.get().owner == cast.people["goteborg"]


def test_what_is_due_no_more_stays_as_it_was(analysis: MarketAnalysis, goteborg: Actor, cast: Cast) -> None:
    Schedule.objects.update(next_on=None, next_at=None)
    end_seat(goteborg, seat=cast.seats["stockholm"])

    assert adopt_orphans(clock()) == []
