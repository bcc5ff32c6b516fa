"""Before a contract ends its authority is asked whether what comes after is planned for."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from access.actor import Actor
from access.refusals import Conflict, Invalid
from needs.ageing import watched_on
from needs.models import CONTRACT, Annex, DemandItem
from needs.services import change_need
from needs.services.annexes import change_annex, open_annex
from needs.services.sheets import undo_sheet
from needs.services.watching import look_ahead
from needs.sheets.columns import ANNEXES
from networks.subjects import Subject, card_of, points_of
from tasks.models import Occurrence, Schedule
from tasks.services import answer, send_due, snooze
from tests.asking import told
from tests.contract_ends import END, FIRST, STEPS, ending, move, noon, watch
from tests.needs.sheets import bring
from tests.promises import waiting
from tests.reminders import OPENED, at, clock


@pytest.fixture
def annex(stockholm: Actor, vans: DemandItem) -> Annex:
    """Stockholm's, private, with a contract until 22 September 2050."""
    return ending(stockholm, vans.need)


@pytest.mark.parametrize(
    ("end", "days"),
    [
        (END, STEPS),
        (date(2052, 2, 29), [date(2050, 8, 29), date(2051, 2, 28), date(2051, 5, 29)]),
        (date(2053, 8, 29), [date(2052, 2, 29), date(2052, 8, 29), date(2052, 11, 29)]),
        (date(2050, 8, 31), [date(2049, 2, 28), date(2049, 8, 31), date(2049, 11, 30)]),
    ],
)
def test_the_days_lie_18_12_and_9_months_before_also_where_months_are_short(
    end: date, days: list[date]
) -> None:
    assert list(watched_on(end)) == days


def test_who_answers_for_the_annex_is_asked_on_each_day_once(annex: Annex, stockholm: Actor) -> None:
    asked = []
    while (day := watch().next_on) is not None:
        for _again in range(2):
            send_due(clock(noon(day)))
        asked.append(watch().anchor_on)
        answer(at(stockholm, noon(day)), occurrence=waiting(), outcome="not_yet")

    assert asked == STEPS
    assert Occurrence.objects.count() == 3
    assert not Occurrence.objects.open().exists()
    assert {name for _cause, name in told()} == {"Stockholm"}


def test_they_hear_of_it_two_weeks_before_and_on_a_day_on_which_people_work(
    stockholm: Actor, vans: DemandItem
) -> None:
    ending(stockholm, vans.need, date(2050, 9, 20))  # 18 months before is a Saturday

    assert watch().next_on == STEPS[0]
    send_due(clock(FIRST - timedelta(days=15)))
    assert told() == []
    send_due(clock(FIRST - timedelta(days=14)))
    assert told() == [("reminder_ahead", "Stockholm")]


def test_days_that_are_past_when_the_end_is_said_are_skipped(stockholm: Actor, vans: DemandItem) -> None:
    annex = ending(stockholm, vans.need, date(2049, 12, 1))  # nine months from today
    assert watch().anchor_on == OPENED.date()

    move(stockholm, annex, date(2050, 8, 31))
    assert watch().anchor_on == date(2049, 8, 31)


@pytest.mark.parametrize("end", [None, date(2049, 11, 30), date(2048, 1, 1)])
def test_of_a_contract_that_ends_in_less_than_nine_months_nobody_is_asked(
    stockholm: Actor, vans: DemandItem, end: date | None
) -> None:
    ending(stockholm, vans.need, end)

    assert not Schedule.objects.filter(subject_kind=CONTRACT).exists()


def test_what_is_planned_for_is_asked_no_more_until_another_end_is_said(
    annex: Annex, stockholm: Actor
) -> None:
    send_due(clock(FIRST))

    assert answer(at(stockholm, FIRST), occurrence=waiting(), outcome="planned") is None

    assert Occurrence.objects.get().outcome == "planned"
    change_annex(at(stockholm, FIRST), annex=annex, current_contract_end=END, users_count=4)
    assert watch().next_on is None
    move(stockholm, annex, date(2051, 9, 22), FIRST)
    assert watch().next_on == date(2050, 3, 22)


def test_not_yet_before_the_day_is_an_answer_for_that_day(annex: Annex, stockholm: Actor) -> None:
    early = FIRST - timedelta(days=10)
    send_due(clock(early))

    assert answer(at(stockholm, early), occurrence=waiting(), outcome="not_yet") == STEPS[1]


def test_an_answer_after_the_next_day_has_passed_waits_for_the_one_after(
    annex: Annex, stockholm: Actor
) -> None:
    send_due(clock(FIRST))
    late = noon(STEPS[1] + timedelta(days=1))

    assert answer(at(stockholm, late), occurrence=waiting(), outcome="not_yet") == STEPS[2]


def test_an_extended_contract_moves_the_watch(annex: Annex, stockholm: Actor) -> None:
    send_due(clock(FIRST))

    move(stockholm, annex, date(2051, 9, 22), FIRST)

    assert watch().next_on == date(2050, 3, 22)
    assert Occurrence.objects.get().outcome == "updated"


def test_a_question_that_waits_is_not_answered_by_an_end_that_is_mended_a_little(
    annex: Annex, stockholm: Actor
) -> None:
    send_due(clock(FIRST))
    later = noon(STEPS[0] + timedelta(days=20))

    for end in (END + timedelta(days=10), END - timedelta(days=40)):
        move(stockholm, annex, end, later)
        assert waiting().due_on == STEPS[0]
    answer(at(stockholm, later), occurrence=waiting(), outcome="not_yet")

    assert watch().anchor_on == date(2049, 8, 13)


def test_an_end_that_is_past_or_removed_ends_the_question(annex: Annex, stockholm: Actor) -> None:
    for end in (date(2049, 3, 1), None):
        move(stockholm, annex, END)
        send_due(clock(FIRST))
        assert waiting().due_on == STEPS[0]

        move(stockholm, annex, end, FIRST)

        assert watch().next_on is None
        assert not Occurrence.objects.open().exists()


def test_another_change_of_the_annex_does_not_wake_a_question_that_sleeps(
    annex: Annex, stockholm: Actor
) -> None:
    send_due(clock(FIRST))
    snooze(at(stockholm, FIRST), occurrence=waiting(), until=date(2049, 4, 12), reason="Nämnden i april")

    change_annex(at(stockholm, FIRST), annex=annex, current_contract_end=END, must_haves="Kylkedja")

    assert watch().next_on == date(2049, 4, 12)


def test_an_answer_is_one_of_two_and_takes_no_note_and_nothing_is_answered_unasked(
    annex: Annex, stockholm: Actor, orebro: Actor, vans: DemandItem
) -> None:
    send_due(clock(FIRST))

    with pytest.raises(Invalid, match="Choose one of not_yet, planned"):
        answer(at(stockholm, FIRST), occurrence=waiting(), outcome="unchanged")
    with pytest.raises(Invalid, match="keeps no note"):
        answer(at(stockholm, FIRST), occurrence=waiting(), outcome="planned", note="Nej")
    with pytest.raises(Conflict, match="nothing_asked"):
        look_ahead(at(orebro, FIRST), annex=open_annex(at(orebro, OPENED), need=vans.need), outcome="planned")


def test_its_people_read_when_the_contract_ends(annex: Annex, stockholm: Actor) -> None:
    subject = Subject(CONTRACT, annex.pk)

    with override("en"):
        card, ((point,),) = card_of(stockholm, subject), points_of(stockholm, [subject]).values()

    assert card.title == "What comes after our contract: Zero-emission deliveries"
    assert card.path == f"/needs/{annex.need_id}/annex/"
    assert point.title == "Today's contract ends on 22 September 2050"
    assert point.path == f"/needs/{annex.need_id}/annex/#id_current_contract_end"


def test_a_sheet_says_when_it_ends_and_an_undone_one_lets_it_be_asked_as_before(
    annex: Annex, stockholm: Actor, vans: DemandItem
) -> None:
    send_due(clock(FIRST))
    stockholm = at(stockholm, FIRST)
    snooze(stockholm, occurrence=waiting(), until=date(2049, 4, 12), reason="Nämnden i april")
    sheet = bring(stockholm, vans, {"current_contract_end": "2051-09-22", **ROW}, kind=ANNEXES)
    assert (watch().anchor_on, watch().next_on) == (date(2050, 3, 22), date(2050, 3, 22))

    undo_sheet(stockholm, sheet=sheet)

    assert (watch().anchor_on, watch().next_on) == (STEPS[0], date(2049, 4, 12))


def test_an_undone_sheet_leaves_a_question_open_that_it_answered(
    annex: Annex, stockholm: Actor, vans: DemandItem
) -> None:
    send_due(clock(FIRST))
    stockholm = at(stockholm, FIRST)
    sheet = bring(stockholm, vans, {"current_contract_end": "2051-09-22", **ROW}, kind=ANNEXES)
    assert not Occurrence.objects.open().exists()

    undo_sheet(stockholm, sheet=sheet)

    assert waiting().due_on == watch().next_on == STEPS[0]
    answer(stockholm, occurrence=waiting(), outcome="planned")
    undo_sheet(
        stockholm,
        sheet=bring(stockholm, vans, {"current_contract_end": "2051-09-22", **ROW}, kind=ANNEXES),
    )
    assert watch().next_on is None


def test_what_an_undone_sheet_had_asked_is_asked_no_more(
    annex: Annex, stockholm: Actor, vans: DemandItem
) -> None:
    stockholm = at(stockholm, OPENED)
    sheet = bring(stockholm, vans, {"current_contract_end": "2049-12-01", **ROW}, kind=ANNEXES)
    send_due(clock(OPENED))
    assert waiting().due_on == OPENED.date()

    undo_sheet(stockholm, sheet=sheet)

    assert not Occurrence.objects.open().exists()
    assert watch().next_on == STEPS[0]


def test_an_undone_sheet_asks_nobody_of_a_need_that_was_replaced(
    annex: Annex, stockholm: Actor, goteborg: Actor, vans: DemandItem
) -> None:
    stockholm = at(stockholm, OPENED)
    sheet = bring(stockholm, vans, {"current_contract_end": "2051-09-22", **ROW}, kind=ANNEXES)
    need = annex.need
    for status in ("internal_review", "hearing", "adopted", "superseded"):
        need = change_need(at(goteborg, OPENED), need=need, status=status)

    undo_sheet(stockholm, sheet=sheet)

    assert watch().next_on is None


def test_an_undone_sheet_that_said_the_first_end_ends_the_watch(stockholm: Actor, vans: DemandItem) -> None:
    stockholm = at(stockholm, OPENED)
    sheet = bring(stockholm, vans, {"current_contract_end": "2050-09-22", **ROW}, kind=ANNEXES)
    assert watch().next_on == STEPS[0]

    undo_sheet(stockholm, sheet=sheet)

    assert watch().next_on is None


ROW = {"local_problem": "Trånga gårdar", "sites_count": "1"}
