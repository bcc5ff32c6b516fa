"""A line says by when a decision is expected, and its authority is asked on that day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from access.actor import Actor
from access.refusals import Invalid
from needs.models import EXPECTED, Annex, DemandItem, DemandLine, DemandLineVersion
from needs.services.lines import change_line, withdraw_line
from networks.subjects import Subject, points_of
from tasks.models import Occurrence
from tasks.services import answer, send_due, snooze
from tests.asking import told
from tests.promises import ASKED, DAY, day_of, promised, waiting
from tests.reminders import OPENED, at, clock


def test_who_answers_for_the_annex_is_asked_by_the_day_and_hears_of_it_two_weeks_before(
    promise: DemandLine, stockholm: Actor
) -> None:
    send_due(clock(ASKED - timedelta(days=15)))
    assert told() == []

    send_due(clock(ASKED - timedelta(days=14)))
    send_due(clock(ASKED))

    assert told() == [("reminder_ahead", "Stockholm"), ("reminder_due", "Stockholm")]
    assert waiting().schedule.subject_kind == EXPECTED
    assert waiting().due_at == ASKED


def test_a_day_in_summer_time_begins_at_eight_where_the_owner_is(
    stockholm: Actor, vans: DemandItem, quiet: Annex
) -> None:
    promised(stockholm, vans, date(2049, 3, 29))

    send_due(clock(datetime(2049, 3, 29, 6, tzinfo=UTC)))

    assert waiting().due_at == datetime(2049, 3, 29, 6, tzinfo=UTC)


def test_a_day_on_which_nobody_works_is_asked_about_on_the_next_that_is(
    stockholm: Actor, vans: DemandItem, quiet: Annex
) -> None:
    promised(stockholm, vans, date(2052, 2, 29))  # a Thursday
    assert day_of() == date(2052, 2, 29)

    change_line(at(stockholm, OPENED), line=DemandLine.objects.get(), decision_expected_on=date(2049, 12, 24))

    assert day_of() == date(2049, 12, 27)


def test_not_decided_yet_moves_the_day_and_says_nothing_of_the_volumes(
    promise: DemandLine, stockholm: Actor, journal_of: Any
) -> None:
    send_due(clock(ASKED))

    then = answer(at(stockholm, ASKED), occurrence=waiting(), outcome="not_decided", day=date(2049, 9, 1))

    assert then == day_of() == date(2049, 9, 1)
    now = DemandLine.objects.get()
    assert (now.decision_expected_on, now.version, now.said_since) == (date(2049, 9, 1), 2, 1)
    assert (now.reported_on, now.valid_until) == (promise.reported_on, promise.valid_until)
    assert DemandLineVersion.objects.get(line=promise, number=2).decision_expected_on == date(2049, 9, 1)
    assert not Occurrence.objects.open().exists()
    assert "demand.changed" in journal_of(f"authority:{promise.network_id}:{stockholm.authority_id}")


def test_raising_the_commitment_keeps_the_promise_and_ends_the_question(
    promise: DemandLine, stockholm: Actor
) -> None:
    send_due(clock(ASKED))

    raised = change_line(at(stockholm, ASKED), line=promise, commitment="C3", decision_ref="KS 2049/12")

    assert raised.decision_expected_on is None
    assert day_of() is None
    assert Occurrence.objects.get().outcome == "updated"


def test_a_raised_line_may_name_the_day_of_the_next_decision(promise: DemandLine, stockholm: Actor) -> None:
    then = date(2049, 11, 30)

    change_line(
        at(stockholm, ASKED),
        line=promise,
        commitment="C3",
        decision_ref="KS 2049/12",
        decision_expected_on=then,
    )

    assert DemandLine.objects.get().decision_expected_on == day_of() == then


def test_no_decision_is_expected_any_more(promise: DemandLine, stockholm: Actor) -> None:
    send_due(clock(ASKED))

    assert answer(at(stockholm, ASKED), occurrence=waiting(), outcome="not_expected") is None

    assert DemandLine.objects.get().decision_expected_on is None
    assert day_of() is None


def test_many_lines_are_one_question_and_later_ones_keep_their_day(
    promise: DemandLine, stockholm: Actor, vans: DemandItem
) -> None:
    soon = promised(stockholm, vans, DAY + timedelta(days=10), 20)
    later = promised(stockholm, vans, date(2049, 8, 2), 30)
    send_due(clock(ASKED))
    (asked,) = points_of(at(stockholm, ASKED), [Subject(EXPECTED, promise.annex_id)]).values()

    answer(at(stockholm, ASKED), occurrence=waiting(), outcome="not_decided", day=DAY + timedelta(days=2))

    assert Occurrence.objects.count() == 1
    assert [point.path.rsplit("/", 2)[1] for point in asked] == [str(promise.pk), str(soon.pk)]
    for one in (promise, soon, later):
        one.refresh_from_db()
    assert promise.decision_expected_on == DAY + timedelta(days=2)
    assert soon.decision_expected_on == DAY + timedelta(days=10)
    assert (later.decision_expected_on, later.version) == (date(2049, 8, 2), 1)


def test_a_question_waits_until_each_line_that_is_due_has_its_answer(
    promise: DemandLine, stockholm: Actor, vans: DemandItem
) -> None:
    other = promised(stockholm, vans, DAY, 20)
    send_due(clock(ASKED))

    change_line(at(stockholm, ASKED), line=promise, commitment="C3", decision_ref="KS 2049/12")
    assert day_of() == DAY
    withdraw_line(at(stockholm, ASKED), line=other)

    assert day_of() is None
    assert not Occurrence.objects.open().exists()


def test_another_change_of_a_line_does_not_wake_a_question_that_sleeps(
    promise: DemandLine, stockholm: Actor
) -> None:
    send_due(clock(ASKED))
    snooze(at(stockholm, ASKED), occurrence=waiting(), until=date(2049, 4, 12), reason="Nämnden i april")

    change_line(at(stockholm, ASKED), line=promise, place="SE110")

    assert day_of() == date(2049, 4, 12)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"decision_expected_on": date(2049, 2, 27)}, "expected_when"),
        ({"decision_expected_on": date(2054, 3, 2)}, "expected_when"),
        ({"commitment": "C1", "decision_expected_on": DAY}, "expected_at"),
        ({"commitment": "C4", "decision_ref": "KS 1", "decision_expected_on": DAY}, "expected_at"),
    ],
)
def test_days_out_of_bounds_and_of_lines_that_expect_nothing_are_refused(
    stockholm: Actor, vans: DemandItem, said: dict[str, Any], code: str
) -> None:
    other = {name: value for name, value in said.items() if name != "decision_expected_on"}

    with pytest.raises(Invalid) as refused:
        promised(stockholm, vans, said["decision_expected_on"], **other)

    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/decision_expected_on", code)]


def test_a_past_day_stays_while_other_things_change(promise: DemandLine, stockholm: Actor) -> None:
    later = ASKED + timedelta(days=40)

    changed = change_line(at(stockholm, later), line=promise, place="SE110")

    assert changed.decision_expected_on == DAY


def test_an_answer_needs_its_day_and_takes_no_other(promise: DemandLine, stockholm: Actor) -> None:
    send_due(clock(ASKED))

    for outcome, day in (("not_decided", None), ("not_expected", DAY)):
        with pytest.raises(Invalid, match="answer that takes one"):
            answer(at(stockholm, ASKED), occurrence=waiting(), outcome=outcome, day=day)
    for outcome, day in (("not_decided", DAY - timedelta(days=1)), ("not_decided", date(2060, 1, 1))):
        with pytest.raises(Invalid, match="five years"):
            answer(at(stockholm, ASKED), occurrence=waiting(), outcome=outcome, day=day)
    with pytest.raises(Invalid, match="Choose one of"):
        answer(at(stockholm, ASKED), occurrence=waiting(), outcome="unchanged")
    with pytest.raises(Invalid, match="keeps no note"):
        answer(at(stockholm, ASKED), occurrence=waiting(), outcome="not_expected", note="Nej")
