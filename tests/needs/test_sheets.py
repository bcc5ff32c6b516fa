"""Sheets out and in: what goes out comes in unchanged, and nothing comes in by halves."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid
from needs.models import Annex, DemandItem, DemandLine, DemandLineVersion
from needs.services import sheets as verbs
from needs.services.annexes import change_annex
from needs.services.lines import change_line, declare_line, withdraw_line
from needs.services.realised import begin_trust
from needs.services.sheets import plan_sheet
from needs.sheets.columns import ANNEXES, LINES
from needs.sheets.writing import FORMS
from tests.answers import footprint
from tests.factories.demand import a_line, an_item
from tests.factories.needs import a_need
from tests.factories.sheets import a_row, csv_sheet, xlsx_sheet
from tests.needs.sheets import bring, faults, out

JournalOf = Callable[[str], list[str]]


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def outcomes(actor: Actor, vans: DemandItem, content: bytes, kind: str = LINES) -> list[str]:
    return [step.outcome for step in plan_sheet(actor, need=vans.need, kind=kind, content=content).steps]


WORDS = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"],
        exclude_characters="\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    ),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    word=WORDS,
    sign=st.sampled_from(["", "=", "+", "-", "@", "'=", "'", "\uff1d"]),
    quantity=st.decimals(min_value="0.01", max_value="1000000000", places=2),
    form=st.sampled_from(sorted(FORMS)),
    language=st.sampled_from(["sv", "en"]),
)
def test_what_goes_out_comes_in_unchanged(
    stockholm: Actor, vans: DemandItem, word: str, sign: str, quantity: Decimal, form: str, language: str
) -> None:
    text = f"{sign}{word}"
    amounts = dict.fromkeys(("quantity_low", "quantity_mid", "quantity_high"), quantity)
    budget = dict.fromkeys(("budget_low", "budget_mid", "budget_high"), quantity)
    money = {**budget, "currency": "SEK", "price_year": 2030, "vat_included": True}
    a_line(stockholm, vans, **amounts, **money, commitment="C3", decision_ref=text, place="SE232")
    a_line(stockholm, vans, **amounts)
    annexes = Annex.objects.filter(need=vans.need)
    change_annex(
        stockholm,
        annex=annexes.get(),
        local_problem=text,
        users_count=7,
        current_contract_end=date(2031, 1, 1),
    )

    with translation.override(language):
        for kind in (LINES, ANNEXES):
            found = outcomes(stockholm, vans, out(stockholm, vans, kind, form), kind)
            assert set(found) == {"unchanged"}


def test_new_rows_become_lines_by_the_verb_of_the_form(
    stockholm: Actor, vans: DemandItem, journal_of: JournalOf
) -> None:
    sheet = bring(stockholm, vans, a_row(vans), a_row(vans, period_to="2032-12-31", place="se232"))

    assert (sheet.added, sheet.changed, sheet.unchanged, sheet.name) == (2, 0, 0, "Rader.csv")
    assert [line.place for line in DemandLine.objects.order_by("pk")] == ["", "SE232"]
    assert DemandLineVersion.objects.count() == 2
    stream = f"authority:{vans.network_id}:{stockholm.authority_id}"
    assert journal_of(stream) == [
        "annex.opened_privately",
        "demand.declared",
        "demand.declared",
        "sheet.imported",
    ]


def test_a_row_is_known_by_id_or_by_item_period_and_window(stockholm: Actor, vans: DemandItem) -> None:
    line = a_line(stockholm, vans)

    by_key = bring(stockholm, vans, a_row(vans, quantity_high="30"))
    by_id = bring(stockholm, vans, {"id": str(line.pk), "commitment": "C2", "place": "SE1"})
    line.refresh_from_db()
    assert (by_key.changed, by_id.changed, DemandLine.objects.count()) == (1, 1, 1)
    assert (line.quantity_high, line.commitment, line.version) == (Decimal(30), "C2", 3)


def test_the_second_of_two_alike_imports_finds_nothing_to_do(stockholm: Actor, vans: DemandItem) -> None:
    bring(stockholm, vans, a_row(vans))

    with pytest.raises(Conflict, match="nothing_to_import"):
        bring(stockholm, vans, a_row(vans))
    assert DemandLine.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "column", "code"),
    [
        ({"quantity_low": "-5"}, "quantity_low", "range"),
        ({"quantity_low": "NaN"}, "quantity_low", "number"),
        ({"quantity_high": "Infinity"}, "quantity_high", "number"),
        ({"quantity_high": "1000000001"}, "quantity_high", "range"),
        ({"quantity_high": "9" * 30}, "quantity_high", "number"),
        ({"quantity_high": "1"}, "quantity_high", "order"),
        ({"quantity_mid": "=10"}, "quantity_mid", "formula"),
        ({"quantity_mid": ""}, "quantity_mid", "required"),
        ({"period_to": "2030-12-31"}, "period_to", "period"),
        ({"period_from": "i vår"}, "period_from", "day"),
        ({"latest_start": "2031-01-01"}, "latest_start", "starts"),
        ({"commitment": "C3"}, "decision_ref", "decision_ref"),
        ({"commitment": "C9"}, "commitment", "choice"),
        ({"item": "Båt"}, "item", "item"),
        ({"item": ""}, "item", "item"),
        ({"unit": "kilo"}, "unit", "unit"),
        ({"budget_low": "5"}, "budget_mid", "budget"),
        ({"place": "Sverige"}, "place", "too_long"),
        ({"place": "12345"}, "place", "place"),
        ({"valid_until": "2020-01-01"}, "valid_until", "date_past"),
        ({"id": "7"}, "id", "id"),
    ],
)
def test_a_wrong_cell_is_told_by_row_and_column_and_nothing_comes_in(
    stockholm: Actor, vans: DemandItem, wrong: dict[str, str], column: str, code: str
) -> None:
    good = a_row(vans, period_to="2033-12-31")

    assert faults(stockholm, vans, good, a_row(vans, **wrong))[0] == (f"/rows/3/{column}", code)


def test_lines_of_others_and_rows_of_other_needs_are_unknown(
    stockholm: Actor, orebro: Actor, goteborg: Actor, vans: DemandItem
) -> None:
    theirs = a_line(orebro, vans, visibility="group")
    other = a_need(goteborg, zone="network")
    withdrawn = withdraw_line(stockholm, line=a_line(stockholm, vans))

    assert faults(stockholm, vans, a_row(vans, id=theirs.pk)) == [("/rows/2/id", "unknown_id")]
    assert faults(goteborg, vans, a_row(vans, id=theirs.pk)) == [("/rows/2/id", "unknown_id")]
    assert faults(stockholm, vans, a_row(vans, id=withdrawn.pk)) == [("/rows/2/id", "unknown_id")]
    assert faults(stockholm, vans, a_row(vans, need_id=other.pk)) == [("/rows/2/need_id", "other_need")]


def test_two_rows_about_one_line_are_refused(stockholm: Actor, vans: DemandItem) -> None:
    assert faults(stockholm, vans, a_row(vans), a_row(vans))[0] == ("/rows/2/item", "row_twice")
    line = a_line(stockholm, vans)
    assert faults(stockholm, vans, a_row(vans, place="SE1"), a_row(vans, id=line.pk, place="SE2")) == [
        ("/rows/3/id", "row_twice")
    ]
    a_line(stockholm, vans)
    assert faults(stockholm, vans, a_row(vans, place="SE1")) == [("/rows/2/id", "several_lines")]


def test_what_somebody_changed_since_the_sheet_was_fetched_is_not_overwritten(
    stockholm: Actor, vans: DemandItem
) -> None:
    line = a_line(stockholm, vans)
    fetched = {"id": line.pk, "version": line.version, "place": "SE1"}
    change_line(stockholm, line=line, commitment="C2")

    assert faults(stockholm, vans, fetched) == [("/rows/2/version", "stale")]


def test_a_line_keeps_its_item_and_what_was_shown_stays_shown(
    stockholm: Actor, goteborg: Actor, vans: DemandItem
) -> None:
    boat = an_item(goteborg, vans.need, name_sv="Båt", name_en="Boat")
    line = a_line(stockholm, vans, visibility="group")

    assert faults(stockholm, vans, {"id": line.pk, "item": "Båt", "place": "SE1"}) == [
        ("/rows/2/item", "item_stays")
    ]
    assert faults(stockholm, vans, {"id": line.pk, "item_id": vans.pk, "visibility": "aggregate"}) == [
        ("/rows/2/visibility", "shown")
    ]
    assert bring(stockholm, vans, a_row(boat)).added == 1


def test_what_is_held_in_trust_is_not_shown_by_a_sheet(stockholm: Actor, vans: DemandItem) -> None:
    begin_trust(stockholm, network=vans.network)

    assert faults(stockholm, vans, a_row(vans, visibility="group")) == [("/rows/2/visibility", "in_trust")]
    bring(stockholm, vans, a_row(vans))
    assert DemandLine.objects.get().in_trust


def test_nothing_stays_of_an_import_that_dies_in_its_last_row(
    stockholm: Actor, vans: DemandItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = a_line(stockholm, vans)

    def dying(actor: Actor, **said: Any) -> DemandLine:
        if said["period_to"] == date(2034, 12, 31):
            raise MemoryError
        return declare_line(actor, **said)

    monkeypatch.setattr(verbs, "declare_line", dying)
    rows = [a_row(vans, period_to=f"{year}-12-31") for year in (2032, 2033, 2034)]
    before = footprint()
    with pytest.raises(MemoryError):
        bring(stockholm, vans, a_row(vans, place="SE1"), *rows)

    assert footprint() == before
    line.refresh_from_db()
    assert (line.version, line.place) == (1, "")


def test_the_first_200_faults_are_told_and_all_are_counted(stockholm: Actor, vans: DemandItem) -> None:
    rows = [a_row(vans, commitment="C9") for _row in range(300)]

    with pytest.raises(Invalid, match="300 things in 300 rows") as refused:
        bring(stockholm, vans, *rows)
    assert len(refused.value.errors) == 200


def test_a_formula_in_a_book_is_refused(stockholm: Actor, vans: DemandItem) -> None:
    content = xlsx_sheet([a_row(vans, quantity_mid="=5+5", quantity_low=5)])
    plan = plan_sheet(stockholm, need=vans.need, kind=LINES, content=content)

    assert [(fault.column, fault.code) for _step, fault in plan.faults] == [("quantity_mid", "formula")]


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_at_a_sheet_costs_three_queries(
    stockholm: Actor, vans: DemandItem, rows: int, django_assert_num_queries: Any
) -> None:
    need = vans.need
    content = csv_sheet([a_row(vans, period_to=f"203{row + 1}-12-31") for row in range(rows)])

    with django_assert_num_queries(3):
        plan = plan_sheet(stockholm, need=need, kind=LINES, content=content)

    assert plan.count("new") == rows


def test_who_may_not_declare_may_not_look_either(turku: Actor, vans: DemandItem) -> None:
    with pytest.raises(Forbidden):
        plan_sheet(turku, need=vans.need, kind=LINES, content=csv_sheet([a_row(vans)]))
    with pytest.raises(Forbidden):
        bring(turku, vans, a_row(vans))


def test_a_kind_that_is_none_and_a_sheet_without_rows_are_refused(stockholm: Actor, vans: DemandItem) -> None:
    with pytest.raises(Invalid, match="Choose one of"):
        plan_sheet(stockholm, need=vans.need, kind="party", content=b"")
    with pytest.raises(Invalid, match="no row"):
        plan_sheet(stockholm, need=vans.need, kind=LINES, content=b"item,commitment,place\n")


def test_everything_that_is_wrong_with_a_row_is_told_at_once(stockholm: Actor, vans: DemandItem) -> None:
    wrong = {
        "quantity_low": "30",
        "period_to": "2030-01-01",
        "commitment": "C3",
        "place": "Skåne",
        "latest_start": "2020-01-01",
        "price_year": "x",
    }
    line = a_line(stockholm, vans)

    for row in (a_row(vans, **wrong), a_row(vans, **wrong, id=str(line.pk))):
        assert dict(faults(stockholm, vans, row)) == {
            "/rows/2/price_year": "number",
            "/rows/2/quantity_mid": "order",
            "/rows/2/period_to": "period",
            "/rows/2/decision_ref": "decision_ref",
            "/rows/2/place": "place",
            "/rows/2/latest_start": "starts",
        }
