"""What was bought is asked for half a year after demand was handed over, after a year, and then yearly."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid
from needs.ageing import captured_on
from needs.missed import begin_missed
from needs.models import REALISED, Annex, DemandItem, DemandLine
from needs.services import change_need
from needs.services.capturing import tell_volumes
from needs.services.lines import change_line, withdraw_line
from needs.services.realised import note_volume
from networks.models import Membership
from networks.subjects import Subject, card_of, points_of
from tasks.models import Occurrence, Schedule
from tasks.services import answer, send_due
from tests.asking import told
from tests.factories.demand import wanting
from tests.reminders import OPENED, at, clock

# Started by 8 March 2049: asked by 8 September, 8 March 2050 (a Tuesday), and so on to 2053.
START = date(2049, 3, 8)
ROUNDS = [date(2049, 9, 8), date(2050, 3, 8), date(2051, 3, 8), date(2052, 3, 8), date(2053, 3, 8)]
FIRST = datetime(2049, 9, 8, 6, tzinfo=UTC)


def bought(actor: Actor, item: DemandItem, mid: int = 10, **other: Any) -> DemandLine:
    """So many, decided."""
    terms: dict[str, Any] = {
        "period_from": date(2049, 1, 1),
        "period_to": date(2052, 12, 31),
        "earliest_start": START,
        "commitment": "C4",
        "decision_ref": "KS 2049/1",
        **other,
    }
    return wanting(at(actor, OPENED), item, mid, **terms)


@pytest.fixture
def line(stockholm: Actor, vans: DemandItem, quiet: Annex) -> DemandLine:
    """Ten vans at C4."""
    return bought(stockholm, vans)


def day_of() -> date | None:
    """When the question is due."""
    return Schedule.objects.get(subject_kind=REALISED).next_on


def waiting() -> Occurrence:
    """The one reminder that waits."""
    return Occurrence.objects.open().select_related("schedule").get()


def noted(actor: Actor, line: DemandLine, now: datetime) -> None:
    """Four were bought."""
    note_volume(
        at(actor, now), line=line, reference="Avrop 7", quantity=line.quantity_low, on_date=now.date()
    )


def test_the_days_are_counted_from_the_latest_start_and_a_leap_day_has_one_each_year() -> None:
    assert list(captured_on(START)) == ROUNDS
    assert captured_on(date(2048, 2, 29)) == (
        date(2048, 8, 29),
        date(2049, 2, 28),
        date(2050, 2, 28),
        date(2051, 2, 28),
        date(2052, 2, 29),
    )
    assert captured_on(date(2049, 8, 31))[0] == date(2050, 2, 28)


def test_an_authority_is_asked_on_five_days_and_no_more(line: DemandLine, stockholm: Actor) -> None:
    asked = []
    while (day := day_of()) is not None:
        now = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=12)
        send_due(clock(now))
        asked.append(Schedule.objects.get(subject_kind=REALISED).anchor_on)
        answer(at(stockholm, now), occurrence=waiting(), outcome="all_noted")

    assert asked == ROUNDS
    assert {name for _cause, name in told()} == {"Stockholm"}
    assert not Occurrence.objects.open().exists()


def test_noting_what_was_bought_is_an_answer(line: DemandLine, stockholm: Actor) -> None:
    send_due(clock(FIRST))
    with override("en"):
        ((point,),) = points_of(at(stockholm, FIRST), [Subject(REALISED, line.annex_id)]).values()
    assert point.title == "Electric van, 10 vehicles, C4: 0 noted as bought"
    assert point.path == f"/needs/{line.need_id}/demand/{line.pk}/#bought-title"

    noted(stockholm, line, FIRST)

    assert Occurrence.objects.get().outcome == "all_noted"
    assert day_of() == ROUNDS[1]


def test_of_several_lines_each_needs_a_volume_or_the_word_that_there_is_none(
    line: DemandLine, stockholm: Actor, vans: DemandItem
) -> None:
    bought(stockholm, vans, 20, earliest_start=START + timedelta(days=20))
    send_due(clock(FIRST))

    noted(stockholm, line, FIRST)
    assert waiting().is_open
    answer(at(stockholm, FIRST), occurrence=waiting(), outcome="all_noted")

    assert Occurrence.objects.count() == 1
    assert day_of() == ROUNDS[1]  # the other's round, twenty days later, was answered with it


def test_what_was_noted_long_before_is_no_answer(line: DemandLine, stockholm: Actor) -> None:
    noted(stockholm, line, FIRST - timedelta(days=60))
    assert day_of() == ROUNDS[0]

    noted(stockholm, line, FIRST - timedelta(days=10))
    assert day_of() == ROUNDS[1]


def test_an_answered_round_is_not_asked_again_because_a_line_changed(
    line: DemandLine, stockholm: Actor
) -> None:
    early = FIRST - timedelta(days=10)
    tell_volumes(at(stockholm, early), annex=line.annex)

    change_line(at(stockholm, early), line=line, commitment="C5")
    change_line(at(stockholm, early), line=DemandLine.objects.get(), latest_start=START + timedelta(days=3))

    assert day_of() == ROUNDS[1] + timedelta(days=3)


@pytest.mark.parametrize(
    ("commitment", "is_asked"), [("C0", False), ("C1", False), ("C2", True), ("C3", True), ("C4", True)]
)
def test_what_is_planned_is_asked_about_once_the_need_is_adopted(
    stockholm: Actor, goteborg: Actor, vans: DemandItem, commitment: str, *, is_asked: bool
) -> None:
    bought(stockholm, vans, commitment=commitment)
    assert Schedule.objects.filter(subject_kind=REALISED).exists() is (commitment == "C4")

    need = vans.need
    for status in ("internal_review", "hearing", "adopted"):
        need = change_need(at(goteborg, OPENED), need=need, status=status)
    assert Schedule.objects.filter(subject_kind=REALISED).exists() is is_asked

    change_need(at(goteborg, OPENED), need=need, status="superseded")
    assert not Schedule.objects.filter(subject_kind=REALISED, next_on__isnull=False).exists()


def test_a_line_that_is_declared_late_is_asked_about_from_the_next_round_on(
    stockholm: Actor, vans: DemandItem, quiet: Annex
) -> None:
    bought(stockholm, vans, earliest_start=date(2048, 3, 9))

    assert day_of() == date(2049, 3, 9)


def test_withdrawing_the_last_line_ends_the_question(line: DemandLine, stockholm: Actor) -> None:
    send_due(clock(FIRST))

    withdraw_line(at(stockholm, FIRST), line=line)

    assert day_of() is None
    assert not Occurrence.objects.open().exists()


def test_only_the_authority_itself_answers_and_only_when_asked(
    line: DemandLine, stockholm: Actor, goteborg: Actor, quiet: Annex
) -> None:
    send_due(clock(FIRST))
    with override("en"):
        card = card_of(goteborg, Subject(REALISED, line.annex_id))
    assert card.title == "What Stockholms stad has bought: Zero-emission deliveries"
    with pytest.raises((Conflict, Forbidden)):
        tell_volumes(at(goteborg, FIRST), annex=line.annex)
    with pytest.raises(Invalid, match="keeps no note"):
        answer(at(stockholm, FIRST), occurrence=waiting(), outcome="all_noted", note="x")
    withdraw_line(at(stockholm, FIRST), line=line)
    with pytest.raises(Conflict, match="nothing_asked"):
        tell_volumes(at(stockholm, FIRST), annex=line.annex)


def test_lines_that_were_said_before_anybody_asked_are_asked_about(
    line: DemandLine, stockholm: Actor
) -> None:
    Schedule.objects.filter(subject_kind=REALISED).delete()

    assert begin_missed(clock(OPENED)) == 1

    assert day_of() == ROUNDS[0]
    with CaptureQueriesContext(connection) as found:
        assert begin_missed(clock(OPENED)) == 0
    assert len(found) == 2  # what is asked about, and what never will be, is not looked at again


def test_who_left_is_asked_nothing_and_what_is_only_wished_for_neither(
    line: DemandLine, stockholm: Actor, orebro: Actor, vans: DemandItem
) -> None:
    bought(orebro, vans, commitment="C1", decision_ref="")
    bought(orebro, vans, commitment="C2", decision_ref="")  # asked of once the need is adopted
    Schedule.objects.filter(subject_kind=REALISED).delete()
    Membership.objects.filter(authority=line.declared_by).update(left_at=OPENED)

    with CaptureQueriesContext(connection) as found:
        assert begin_missed(clock(OPENED)) == 0

    assert len(found) == 2
    assert not Schedule.objects.filter(subject_kind=REALISED).exists()


def test_after_all_rounds_nothing_is_begun_however_often_it_is_looked_at(line: DemandLine) -> None:
    Schedule.objects.filter(subject_kind=REALISED).delete()

    assert begin_missed(clock(datetime(2054, 1, 1, tzinfo=UTC))) == 0
