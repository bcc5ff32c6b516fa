from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid, Stale
from market.models import MarketAnalysis, Review
from market.services import open_analysis, review
from tasks.models import Schedule
from tests.cast import Cast
from tests.reminders import AFTER_MIDSUMMER, DUE_ON, OPENED, at

GOOD: dict[str, Any] = {
    "question": "Vilka lastcyklar finns?",
    "cadence": "quarterly",
    "next_review_on": DUE_ON,
}


@pytest.fixture
def opened(goteborg: Actor, cast: Cast) -> Callable[..., MarketAnalysis]:
    """Open an analysis owned by Stockholm, with something else than usual."""

    def with_other(**other: Any) -> MarketAnalysis:
        wanted = {**GOOD, "owner_id": cast.people["stockholm"].pk, **other}
        return open_analysis(at(goteborg, OPENED), **wanted)

    return with_other


def test_opening_says_so_to_the_network_and_sets_the_date(
    opened: Callable[..., MarketAnalysis], journal_of: Callable[[str], list[str]]
) -> None:
    analysis = opened(next_review_on=date(2049, 6, 25))

    assert analysis.schedule.next_on == AFTER_MIDSUMMER
    assert journal_of(f"network:{analysis.network_id}")[-1] == "analysis.opened"


def test_the_owners_authority_says_which_days_are_worked(
    opened: Callable[..., MarketAnalysis], cast: Cast
) -> None:
    danish = opened(owner_id=cast.people["aalborg"].pk, next_review_on=date(2049, 6, 25))

    assert danish.schedule.next_on == date(2049, 6, 25)


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"question": " "}, "/question", "blank"),
        ({"question": "x" * 501}, "/question", "too_long"),
        ({"question": "nul\x00"}, "/question", "control_characters"),
        ({"question": "\u202eomvänt"}, "/question", "control_characters"),
        ({"scope": "x" * 4001}, "/scope", "too_long"),
        ({"cadence": "weekly"}, "/cadence", "cadence"),
        ({"cadence": ""}, "/cadence", "cadence"),
        ({"cadence": "FREQ=SECONDLY;COUNT=1000000"}, "/cadence", "cadence"),
        ({"cadence": "FREQ=MONTHLY;INTERVAL=0"}, "/cadence", "cadence"),
        ({"cadence": "FREQ=MONTHLY;UNTIL=20490301"}, "/cadence", "cadence"),
        ({"cadence": "FREQ=MONTHLY;TZID=Mars/Olympus"}, "/cadence", "cadence"),
        ({"deputy_id": uuid4()}, "/deputy", "no_seat"),
        ({"owner_id": uuid4()}, "/owner", "no_seat"),
        ({"next_review_on": OPENED.date() - timedelta(days=1)}, "/next_review_on", "date"),
        ({"next_review_on": date(2054, 3, 2)}, "/next_review_on", "date"),
        ({"next_review_on": date.max}, "/next_review_on", "date"),
    ],
)
def test_bad_input_is_refused_by_name_and_leaves_nothing(
    opened: Callable[..., MarketAnalysis], wrong: dict[str, Any], pointer: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        opened(**wrong)

    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, code)]
    assert not Schedule.objects.exists()


@pytest.mark.parametrize(("who", "code"), [("kiruna", "no_seat"), ("turku", "reads_only")])
def test_an_owner_who_could_not_answer_is_refused(
    opened: Callable[..., MarketAnalysis], cast: Cast, who: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        opened(owner_id=cast.people[who].pk)

    assert (refused.value.errors[0].pointer, refused.value.errors[0].code) == ("/owner", code)


def test_today_is_a_day_to_begin_on(opened: Callable[..., MarketAnalysis]) -> None:
    assert opened(next_review_on=OPENED.date()).schedule.next_on == OPENED.date()


def test_an_observer_opens_and_reviews_nothing(turku: Actor, cast: Cast, analysis: MarketAnalysis) -> None:
    with pytest.raises(Forbidden, match=r"analysis\.manage"):
        open_analysis(at(turku, OPENED), **GOOD, owner_id=cast.people["stockholm"].pk)
    with pytest.raises(Forbidden, match=r"analysis\.review"):
        review(at(turku, OPENED), analysis=analysis, outcome="unchanged")


def test_a_review_ahead_of_time_moves_the_date_by_one_round(
    analysis: MarketAnalysis, stockholm: Actor, journal_of: Callable[[str], list[str]]
) -> None:
    review(at(stockholm, OPENED), analysis=analysis, outcome="updated", note="Fler leverantörer.")

    assert Schedule.objects.get().next_on == AFTER_MIDSUMMER
    assert journal_of(f"person:{stockholm.user_id}") == []


def test_a_second_review_of_the_same_version_is_refused(analysis: MarketAnalysis, stockholm: Actor) -> None:
    review(at(stockholm, OPENED), analysis=analysis, outcome="unchanged", version=1)

    with pytest.raises(Stale):
        review(at(stockholm, OPENED), analysis=analysis, outcome="unchanged", version=1)

    assert Review.objects.count() == 1


def test_a_closed_analysis_is_not_reviewed(analysis: MarketAnalysis, stockholm: Actor) -> None:
    review(at(stockholm, OPENED), analysis=analysis, outcome="closed")

    with pytest.raises(Conflict, match="analysis_closed"):
        review(at(stockholm, OPENED), analysis=analysis, outcome="unchanged")

    assert Schedule.objects.get().next_on is None


def test_a_note_that_hides_something_is_refused(analysis: MarketAnalysis, stockholm: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        review(at(stockholm, OPENED), analysis=analysis, outcome="unchanged", note="\u2066")

    assert refused.value.errors[0].pointer == "/note"
    assert not Review.objects.exists()
