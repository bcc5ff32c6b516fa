"""What goes out as a sheet: one's own, and never as a formula."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from access.actor import Actor
from needs.models import DemandItem
from needs.sheets.cells import said
from needs.sheets.columns import ANNEXES, LINES, OF_LINES
from needs.sheets.reading import rows_of
from needs.sheets.rows import rows_out
from tests.factories.demand import a_line, an_annex, an_item
from tests.factories.needs import a_need
from tests.needs.sheets import out


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def test_text_goes_out_as_text_and_numbers_as_numbers(stockholm: Actor, vans: DemandItem) -> None:
    a_line(stockholm, vans, commitment="C3", decision_ref="=1+1", quantity_mid=Decimal("10.5"))

    sheet = load_workbook(BytesIO(out(stockholm, vans, form="xlsx"))).worksheets[0]
    names = [cell.value for cell in sheet[2]]
    cells: Any = sheet[3]
    row = dict(zip(names, cells, strict=True))
    assert (row["decision_ref"].value, row["decision_ref"].data_type) == ("'=1+1", "s")
    assert (row["quantity_mid"].value, row["quantity_mid"].data_type) == (10.5, "n")
    assert row["period_from"].is_date
    assert [cell.value for cell in sheet[1]][2] == "Item"


def test_csv_opens_in_a_program_of_the_readers_country(stockholm: Actor, vans: DemandItem) -> None:
    a_line(stockholm, vans, quantity_mid=Decimal("10.5"))

    with translation.override("en"):
        english = out(stockholm, vans)
    with translation.override("sv"):
        swedish = out(stockholm, vans)
    assert english.startswith(b"\xef\xbb\xbf")
    assert b",5,10.5,20,C1," in english
    assert b";5;10,5;20;C1;" in swedish


def test_only_ones_own_lines_go_out(stockholm: Actor, orebro: Actor, vans: DemandItem) -> None:
    a_line(orebro, vans, visibility="group")
    an_annex(stockholm, vans.need)

    assert list(rows_out(stockholm, LINES)) == []
    assert [row["need_id"] for row in rows_out(stockholm, ANNEXES)] == [vans.need_id]


@pytest.mark.parametrize(
    "text",
    [
        "KS 1;=cmd|'/c calc'!A0",
        'KS 1;"=1+1',
        "KS 1, -2+3",
        "KS 1\t@SUM(A1)",
        ";'=1",
        "=1;=2",
        "'=1",
        "a; b=c",
    ],
)
def test_a_cell_runs_nothing_whatever_a_program_takes_for_separators(
    stockholm: Actor, vans: DemandItem, text: str
) -> None:
    a_line(stockholm, vans, commitment="C3", decision_ref=text.replace("\t", " "))
    for language, separators in (("sv", ",\t"), ("en", ";\t")):
        with translation.override(language):
            made = out(stockholm, vans)
        for separator in separators:
            for row in csv.reader(StringIO(made.decode("utf-8-sig")), delimiter=separator):
                assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
        (back,) = rows_of(made, OF_LINES)
        assert said(back.cells["decision_ref"]) == text.replace("\t", " ")
