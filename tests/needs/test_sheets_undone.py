"""Imports are undone by going forward; annexes come in by sheets too."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from access.actor import Actor
from access.refusals import Conflict
from needs.models import Annex, DemandItem, DemandLine, SheetImport
from needs.services.annexes import open_annex, share_annex
from needs.services.lines import change_line
from needs.services.sheets import undo_sheet
from needs.sheets.columns import ANNEXES
from tasks.models import Occurrence, Schedule
from tasks.services import send_due
from tests.answers import footprint
from tests.factories.demand import a_line, an_item
from tests.factories.needs import a_need
from tests.factories.sheets import a_row
from tests.needs.sheets import bring, faults
from tests.reminders import at, clock

JournalOf = Callable[[str], list[str]]


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def test_an_undone_import_withdraws_what_it_added_and_sets_back_what_it_changed(
    stockholm: Actor, vans: DemandItem, journal_of: JournalOf
) -> None:
    line = a_line(stockholm, vans, valid_until=stockholm.now.date() + timedelta(days=90))
    sheet = bring(stockholm, vans, a_row(vans, place="SE1"), a_row(vans, period_to="2033-12-31"))

    undo_sheet(stockholm, sheet=sheet)

    line.refresh_from_db()
    added = DemandLine.objects.exclude(pk=line.pk).get()
    assert (line.place, line.version, line.is_holding, added.is_holding) == ("", 3, True, False)
    assert line.valid_until == stockholm.now.date() + timedelta(days=90)
    assert journal_of(f"authority:{vans.network_id}:{stockholm.authority_id}")[-3:] == [
        "demand.withdrawn",
        "demand.changed",
        "sheet.undone",
    ]
    with pytest.raises(Conflict, match="sheet_undone"):
        undo_sheet(stockholm, sheet=sheet)


def test_an_import_whose_lines_were_changed_since_is_not_undone(stockholm: Actor, vans: DemandItem) -> None:
    sheet = bring(stockholm, vans, a_row(vans), a_row(vans, period_to="2033-12-31"))
    change_line(stockholm, line=DemandLine.objects.latest("pk"), commitment="C2")
    before = footprint()

    with pytest.raises(Conflict, match=r"changed_since: .*: 3\."):
        undo_sheet(stockholm, sheet=sheet)
    assert footprint() == before


def test_an_import_is_undone_for_a_day_and_not_where_it_showed_a_line(
    cast: Any, stockholm: Actor, vans: DemandItem
) -> None:
    a_line(stockholm, vans)
    sheet = bring(stockholm, vans, a_row(vans, visibility="group"))
    with pytest.raises(Conflict, match="undo_shown"):
        undo_sheet(stockholm, sheet=sheet)
    SheetImport.objects.update(imported_at=stockholm.now - timedelta(hours=25))
    with pytest.raises(Conflict, match="undo_too_late"):
        undo_sheet(cast.actor("stockholm"), sheet=sheet)


def test_an_annex_is_written_by_a_sheet_and_set_back(stockholm: Actor, vans: DemandItem) -> None:
    opened = bring(
        stockholm,
        vans,
        {"local_problem": "Trånga gårdar", "annual_cost": "5", "currency": "SEK"},
        kind=ANNEXES,
    )
    annex = Annex.objects.get()
    assert (opened.added, annex.local_problem, annex.is_private) == (1, "Trånga gårdar", True)

    share_annex(stockholm, annex=annex)
    changed = bring(
        stockholm,
        vans,
        {"local_problem": "Trånga gator", "users_count": "9", "current_contract_end": "2031-01-01"},
        kind=ANNEXES,
    )
    undo_sheet(stockholm, sheet=changed)
    annex.refresh_from_db()
    assert (annex.local_problem, annex.users_count, annex.current_contract_end) == (
        "Trånga gårdar",
        None,
        None,
    )
    assert (annex.annual_cost, annex.currency) == (Decimal(5), "SEK")
    with pytest.raises(Conflict, match="changed_since"):
        undo_sheet(stockholm, sheet=opened)


def test_an_annex_that_a_sheet_opened_stays_and_says_nothing(stockholm: Actor, vans: DemandItem) -> None:
    sheet = bring(
        stockholm, vans, {"local_problem": "Trånga gårdar", "readiness": 3, "users_count": 4}, kind=ANNEXES
    )

    undo_sheet(stockholm, sheet=sheet)

    annex = Annex.objects.get()
    assert (annex.local_problem, annex.readiness, annex.users_count) == ("", None, None)


@pytest.mark.parametrize(
    ("wrong", "column", "code"),
    [
        ({"readiness": "6"}, "readiness", "whole_number"),
        ({"users_count": "-1"}, "users_count", "whole_number"),
        ({"annual_cost": "5"}, "currency", "currency"),
        ({"current_contract_end": "1980-01-01"}, "current_contract_end", "date_reach"),
        ({"must_haves": "x" * 4001}, "must_haves", "too_long"),
        ({"id": "0197b5e6-0000-7000-8000-000000000000"}, "id", "unknown_id"),
    ],
)
def test_a_wrong_annex_is_told_by_its_column(
    stockholm: Actor, vans: DemandItem, wrong: dict[str, str], column: str, code: str
) -> None:
    row = {"local_problem": "Trångt", "confidence": "3", "sites_count": "1", **wrong}

    assert faults(stockholm, vans, row, kind=ANNEXES)[0] == (f"/rows/2/{column}", code)


def test_an_authority_has_one_annex_in_a_sheet(stockholm: Actor, vans: DemandItem) -> None:
    row = {"local_problem": "Trångt", "confidence": "3", "sites_count": "1"}

    assert faults(stockholm, vans, row, row, kind=ANNEXES) == [("/rows/3", "row_twice")]


def test_an_undone_import_brings_back_since_when_lines_say_what_they_say(
    stockholm: Actor, vans: DemandItem
) -> None:
    line = a_line(
        stockholm, vans, commitment="C2", decision_expected_on=stockholm.now.date() + timedelta(days=30)
    )
    said = (line.reported_on, line.valid_until, line.decision_expected_on)
    stockholm = at(stockholm, stockholm.now + timedelta(days=400))
    sheet = bring(stockholm, vans, a_row(vans, place="SE1", commitment="C3", decision_ref="KS 1"))
    line.refresh_from_db()
    assert (line.reported_on, line.decision_expected_on) == (stockholm.now.date(), None)

    undo_sheet(stockholm, sheet=sheet)

    line.refresh_from_db()
    assert (line.reported_on, line.valid_until, line.decision_expected_on) == said
    assert (line.commitment, line.place, line.version) == ("C2", "", 3)
    assert line.is_stale(stockholm.now.date())
    promise = Schedule.objects.get(subject_kind="expected_decision")
    assert promise.anchor_on == stockholm.now.date()  # what was expected is past: it is asked about now


def test_an_undone_annex_is_as_old_as_before_and_its_question_waits_again(
    stockholm: Actor, vans: DemandItem
) -> None:
    opened = stockholm.now
    stockholm = at(stockholm, opened + timedelta(days=100))
    day = stockholm.now.date() + timedelta(days=3)
    annex = open_annex(at(stockholm, opened), need=vans.need, local_problem="Trångt", next_confirm_on=day)
    asked_on = annex.next_confirm_on
    send_due(clock(stockholm.now))
    assert Occurrence.objects.open().count() == 1
    row = {"local_problem": "Trånga gårdar", "users_count": "9", "sites_count": "1"}
    sheet = bring(stockholm, vans, row, kind=ANNEXES)
    assert not Occurrence.objects.open().exists()

    undo_sheet(stockholm, sheet=sheet)

    annex = Annex.objects.with_names().get()
    assert (annex.confirmed_on, annex.next_confirm_on) == (opened.date(), asked_on)
    assert Occurrence.objects.open().get().due_on == asked_on
    assert Occurrence.objects.count() == 1
