"""What one cell says, in every way in which programs and people write it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needs.models import Commitment
from needs.sheets import cells

RISKY = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"


@given(st.text())
def test_no_text_is_written_so_that_it_runs_and_each_is_read_as_it_was(text: str) -> None:
    written = cells.guarded(text)

    assert written[:1] not in {*RISKY}
    if not written.lstrip().startswith("="):
        assert cells.said(written) == text


@pytest.mark.parametrize("text", ["=1+1", "+46 8 508", "-", "@SUM(A1)", "\t=1", "'=1", "''@a", "'hej", "hej"])
def test_what_looks_like_a_formula_gets_an_apostrophe_and_loses_it_again(text: str) -> None:
    assert cells.said(cells.guarded(text)) == text
    assert (cells.guarded(text) == text) == (text in ("'hej", "hej"))


@pytest.mark.parametrize("value", ["=1+1", "  =HYPERLINK(A1)", cells.Formula("=5"), cells.Formula("5")])
def test_a_formula_is_refused_whatever_it_came_to(value: str) -> None:
    with pytest.raises(cells.Unfit, match="formula"):
        cells.said(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (1500, "1500"),
        (12.5, "12.5"),
        (30.299999999999997, "30.3"),
        ("1500", "1500"),
        ("1 500", "1500"),
        ("1\u202f500,50", "1500.50"),
        ("1\u2009500", "1500"),
        ("1\u00a0500\u00a0000", "1500000"),
        ("12,5", "12.5"),
        ("12.50", "12.5"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("1e3", None),
        ("NaN", None),
        ("Infinity", None),
        ("-inf", None),
        (float("nan"), None),
        (float("inf"), None),
        (1e300, None),
        ("9" * 60, None),
        ("12,345", None),
        ("1.500", None),
        ("1.505", None),
        (1.505, None),
        ("1,2,3", None),
        ("tolv", None),
        ("\u0661\u0662", None),
        (True, None),
    ],
)
def test_a_number_is_read_as_people_write_it_or_refused(value: Any, number: str | None) -> None:
    if number is None:
        with pytest.raises(cells.Unfit):
            cells.number(value)
    else:
        assert cells.number(value) == Decimal(number)


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from([".", ","]))
def test_every_number_with_two_decimals_is_read_by_point_and_comma(number: Decimal, sign: str) -> None:
    assert cells.number(f"{number:f}".replace(".", sign)) == number


@pytest.mark.parametrize("value", [None, "", "  "])
def test_an_empty_cell_is_nothing(value: str | None) -> None:
    assert (cells.number(value), cells.day(value), cells.uid(value)) == (None, None, None)
    assert cells.whole(1, 5)(value) is None
    assert cells.yes_no(value) is False
    assert cells.one_of(Commitment.choices)(value) == ""


@pytest.mark.parametrize(
    "value",
    [
        "2031-03-01",
        " 2031-03-01 ",
        "2031-03-01 00:00:00",
        date(2031, 3, 1),
        datetime(2031, 3, 1),  # noqa: DTZ001 - sheets know no time zones
        47908,
        "47908",
    ],
)
def test_a_day_is_a_date_a_text_or_a_count_of_days(value: Any) -> None:
    assert cells.day(value) == date(2031, 3, 1)


@pytest.mark.parametrize(
    "value",
    ["1/3/2031", "2031-02-30", "1989-12-31", "2101-01-01", -1, 0, 1e300, float("nan"), 5, True, "snart"],
)
def test_what_is_no_day_in_reach_is_refused(value: Any) -> None:
    with pytest.raises(cells.Unfit):
        cells.day(value)


@pytest.mark.parametrize("value", [0, 6, "1.5", "fem"])
def test_a_grade_is_a_whole_number_within_its_bounds(value: Any) -> None:
    with pytest.raises(cells.Unfit):
        cells.whole(1, 5)(value)


@pytest.mark.parametrize(
    ("value", "is_yes"), [("Ja", True), ("yes", True), (True, True), (1, True), ("nej", False)]
)
def test_yes_and_no_are_said_in_both_languages(value: Any, is_yes: bool) -> None:  # noqa: FBT001 - expected
    assert cells.yes_no(value) is is_yes


def test_a_choice_is_made_by_code_or_words() -> None:
    read = cells.one_of(Commitment.choices)

    assert read("c3") == "C3"
    assert read(str(Commitment.C3.label)) == "C3"
    with pytest.raises(cells.Unfit, match="choice"):
        read("C9")


def test_ids_and_words_that_are_none_are_refused() -> None:
    with pytest.raises(cells.Unfit, match="id"):
        cells.uid("7")
    with pytest.raises(cells.Unfit, match="yes_no"):
        cells.yes_no("kanske")
    with pytest.raises(cells.Unfit, match="control_characters"):
        cells.text("place", 5)("\u202e")
    with pytest.raises(cells.Unfit, match="too_long"):
        cells.code("place", 5)("se2321")
    with pytest.raises(cells.Unfit, match="range"):
        cells.amount(10)("11")
