from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid, NotVisible
from journal.models import Entry
from market.models import MarketAnalysis, Review
from market.services import review
from notices.models import Notice, State
from tasks.models import Occurrence, Schedule
from tasks.services import acknowledge, answer, send_due
from tests.reminders import AFTER_MIDSUMMER, DUE, DUE_ON, at, clock

NEXT_DAY = DUE + timedelta(days=1)


def test_nothing_changed_moves_the_date_past_midsummer_eve(
    reminder: Occurrence, stockholm: Actor, journal_of: Callable[[str], list[str]]
) -> None:
    moved = answer(at(stockholm, NEXT_DAY), occurrence=reminder, outcome="unchanged")

    assert moved == Schedule.objects.get().next_on == AFTER_MIDSUMMER
    reminder.refresh_from_db()
    assert (reminder.state, reminder.outcome, reminder.answered_by_id) == (
        "answered",
        "unchanged",
        stockholm.user_id,
    )
    assert journal_of(f"person:{stockholm.user_id}") == ["reminder.due", "reminder.answered"]
    assert journal_of(f"network:{stockholm.network_id}")[-1] == "analysis.reviewed"
    assert Review.objects.get().authority_id == stockholm.authority_id


def test_the_next_round_falls_due_at_its_own_date(reminder: Occurrence, stockholm: Actor) -> None:
    answer(at(stockholm, NEXT_DAY), occurrence=reminder, outcome="unchanged")
    two_weeks_ahead = DUE.replace(month=6, day=14, hour=6)

    assert send_due(clock(two_weeks_ahead - timedelta(seconds=1))) == []
    assert len(send_due(clock(two_weeks_ahead))) == 1
    assert list(Occurrence.objects.order_by("due_on").values_list("due_on", flat=True)) == [
        DUE_ON,
        AFTER_MIDSUMMER,
    ]


def test_an_answer_after_many_rounds_gives_a_date_to_come(reminder: Occurrence, stockholm: Actor) -> None:
    late = DUE + timedelta(days=400)

    moved = answer(at(stockholm, late), occurrence=reminder, outcome="updated", note="Två nya modeller.")

    assert moved is not None
    assert late.date() < moved < late.date() + timedelta(days=100)


def test_closing_leaves_nothing_due(reminder: Occurrence, stockholm: Actor) -> None:
    assert answer(at(stockholm, NEXT_DAY), occurrence=reminder, outcome="closed") is None

    schedule = Schedule.objects.get()
    assert (schedule.next_on, schedule.next_at) == (None, None)


def test_a_second_answer_is_refused(reminder: Occurrence, stockholm: Actor) -> None:
    answer(at(stockholm, NEXT_DAY), occurrence=reminder, outcome="unchanged")

    with pytest.raises(Conflict, match="reminder_already_answered"):
        answer(at(stockholm, NEXT_DAY), occurrence=reminder, outcome="unchanged")

    assert Schedule.objects.get().next_on == AFTER_MIDSUMMER


def test_an_unknown_outcome_leaves_the_reminder_open(reminder: Occurrence, stockholm: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        answer(at(stockholm, NEXT_DAY), occurrence=reminder, outcome="maybe")

    assert refused.value.errors[0].pointer == "/outcome"
    reminder.refresh_from_db()
    assert reminder.is_open


def test_an_answer_spares_the_mail_that_has_not_left(reminder: Occurrence, stockholm: Actor) -> None:
    answer(at(stockholm, NEXT_DAY), occurrence=reminder, outcome="unchanged")

    notice = Notice.objects.get()
    assert (notice.state, notice.remark) == (State.WITHHELD, "answered before it was sent")


def test_acknowledging_keeps_the_date(reminder: Occurrence, stockholm: Actor) -> None:
    taken = acknowledge(at(stockholm, NEXT_DAY), occurrence=reminder)

    assert (taken.state, taken.acknowledged_at) == ("acknowledged", NEXT_DAY)
    assert Schedule.objects.get().next_on == DUE_ON
    with pytest.raises(Conflict, match="reminder_already_acknowledged"):
        acknowledge(at(stockholm, NEXT_DAY), occurrence=reminder)


def test_what_is_acknowledged_can_be_answered(reminder: Occurrence, stockholm: Actor) -> None:
    acknowledge(at(stockholm, NEXT_DAY), occurrence=reminder)

    assert answer(at(stockholm, NEXT_DAY), occurrence=reminder, outcome="unchanged") == AFTER_MIDSUMMER


@pytest.mark.parametrize("verb", [acknowledge, answer])
def test_another_persons_reminder_is_out_of_sight(
    reminder: Occurrence, orebro: Actor, verb: Callable[..., object]
) -> None:
    more = {"outcome": "unchanged"} if verb is answer else {}

    with pytest.raises(NotVisible):
        verb(at(orebro, NEXT_DAY), occurrence=reminder, **more)


def test_who_only_reads_answers_nothing(reminder: Occurrence, turku: Actor) -> None:
    with pytest.raises(Forbidden, match=r"reminder\.answer"):
        answer(at(turku, NEXT_DAY), occurrence=reminder, outcome="unchanged")


def test_a_review_by_the_coordinator_answers_the_owners_reminder(
    reminder: Occurrence,
    analysis: MarketAnalysis,
    goteborg: Actor,
    stockholm: Actor,
    journal_of: Callable[[str], list[str]],
) -> None:
    review(at(goteborg, NEXT_DAY), analysis=analysis, outcome="unchanged")

    reminder.refresh_from_db()
    assert (reminder.state, reminder.answered_by_id) == ("answered", goteborg.user_id)
    assert journal_of(f"person:{stockholm.user_id}") == ["reminder.due", "reminder.answered"]
    assert Entry.objects.filter(type="analysis.reviewed").count() == 1
    connection.check_constraints()
