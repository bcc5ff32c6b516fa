"""Files that people bring in: read no further than their limits, and nothing in them is run."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook

from access.refusals import Invalid, TooLarge
from needs.sheets.cells import Formula
from needs.sheets.columns import COLUMNS, OF_LINES
from needs.sheets.reading import MOST_ROWS, rows_of
from tests.factories.files import archive
from tests.factories.sheets import ROW, with_part, xlsx_sheet

SHEET = "xl/worksheets/sheet1.xml"
HEAD = b"item;commitment;place\r\n"


def read(content: bytes) -> list[dict[str, Any]]:
    return [row.cells for row in rows_of(content, OF_LINES)]


def code_of(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        read(content)
    return refused.value.errors[0].code


@pytest.mark.parametrize(
    "content",
    [
        HEAD + "Skåpbil;C1;SE232\r\n".encode(),
        b"\xef\xbb\xbf" + HEAD + "Skåpbil;C1;SE232\r\n".encode(),
        HEAD + "Skåpbil;C1;SE232\r\n".encode("cp1252"),
        (HEAD.decode() + "Skåpbil;C1;SE232\r\n").replace(";", "\t").encode("utf-16"),
        (HEAD.decode() + "Skåpbil;C1;SE232\n\n\n").replace(";", ",").encode(),
        ("Item\tHow firm is it?\tWhere (NUTS code)\n" + "Skåpbil\tC1\tSE232").encode(),
        b"Item;How firm is it?;Where (NUTS code)\n" + HEAD + "Skåpbil;C1;SE232".encode(),
        xlsx_sheet([{"item": "Skåpbil", "commitment": "C1", "place": "SE232"}]),
    ],
    ids=["plain", "marked", "Windows", "UTF-16", "commas", "pasted", "both headers", "book"],
)
def test_a_sheet_is_read_however_it_was_saved(content: bytes) -> None:
    assert read(content) == [{"item": "Skåpbil", "commitment": "C1", "place": "SE232"}]


def test_a_short_row_says_nothing_in_its_last_cells() -> None:
    assert read(HEAD + b"Van;C1\r\n") == [{"item": "Van", "commitment": "C1", "place": None}]


def test_cells_beyond_the_named_columns_are_refused_and_not_dropped() -> None:
    assert code_of(HEAD.replace(b";", b",") + b"Van,C1,12,50\r\n") == "cells_beyond"
    assert read(HEAD + b"Van;C1;SE232;;\r\n") == [{"item": "Van", "commitment": "C1", "place": "SE232"}]


def test_a_stray_quote_swallows_no_rows() -> None:
    assert code_of(HEAD + b'"Norr" depot;C1;\r\nVan;C1;SE232\r\n') == "unreadable"


def test_rows_keep_their_numbers_in_the_file() -> None:
    rows = rows_of(b"\n\n" + HEAD + b"\nA;C1;\n\nB;C2;\n", OF_LINES)

    assert [row.number for row in rows] == [5, 7]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_header"),
        (b"A;B;C\n1;2;3\n", "no_header"),
        (b"item;commitment;place;party\nA;C1;;x\n", "unknown_column"),
        (b"item;commitment;place;item\nA;C1;;B\n", "column_twice"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"item;commitment;place\nA\x00;C1;\n", "unreadable"),
        (b'item;commitment;place\n"' + b"x" * 200_000 + b'";C1;\n', "unreadable"),
        (b"PK\x03\x04 no archive", "broken"),
        (archive({"a.txt": b"A"}), "unreadable"),
        (with_part(xlsx_sheet([ROW]), SHEET, b"<worksheet><sheetData><row>"), "unreadable"),
        (with_part(xlsx_sheet([ROW]), "xl/workbook.xml", b"<workbook/>"), "unreadable"),
    ],
)
def test_what_is_no_sheet_of_ours_is_refused(content: bytes, code: str) -> None:
    assert code_of(content) == code


@pytest.mark.parametrize(
    "entity", ['<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;">']
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
def test_a_book_that_names_other_files_or_grows_by_itself_is_refused(part: str, entity: str) -> None:
    hostile = f'<?xml version="1.0"?><!DOCTYPE x [{entity}]><x>&a;</x>'.encode()

    assert code_of(with_part(xlsx_sheet([ROW]), part, hostile)) == "unreadable"


def test_a_formula_is_seen_as_one_and_its_last_value_is_not_believed() -> None:
    book = xlsx_sheet([{**ROW, "quantity_low": "=1+1", "place": "SE232"}])

    found = read(book)[0]["quantity_low"]
    assert isinstance(found, Formula)
    assert found == "=1+1"


def big(rows: int) -> bytes:
    """A workbook of many narrow rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["item", "commitment", "place"])
    for _row in range(rows):
        sheet.append(["Van", "C1", "SE232"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "made",
    [
        lambda: big(100_000),
        lambda: HEAD + b"Van;C1;SE232\r\n" * 100_000,
        lambda: HEAD + b"\r\n" * 100_000 + b"Van;C1;SE232\r\n",
        lambda: with_part(xlsx_sheet([ROW]), SHEET, far_away()),
        lambda: with_part(xlsx_sheet([ROW]), SHEET, b"<worksheet>" + b"<row>" * 8_000_000),
    ],
    ids=["book", "text", "blanks", "far row", "large part"],
)
def test_too_many_rows_are_refused(made: Callable[[], bytes]) -> None:
    content = made()

    with pytest.raises(TooLarge):
        read(content)


def far_away() -> bytes:
    """A sheet whose one row says that it is the millionth."""
    cells = "".join(f'<c r="{letter}1000000" t="inlineStr"><is><t>item</t></is></c>' for letter in "ABC")
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = f'<sheetData><row r="1000000">{cells}</row></sheetData>'
    return f'<worksheet xmlns="{space}">{rows}</worksheet>'.encode()


def test_as_many_rows_as_are_allowed_are_read() -> None:
    assert len(read(HEAD + b"Van;C1;SE232\r\n" * MOST_ROWS)) == MOST_ROWS
    with pytest.raises(TooLarge, match="too_many_rows"):
        read(HEAD + b"Van;C1;SE232\r\n" * (MOST_ROWS + 1))


def test_a_bomb_and_a_large_file_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(TooLarge, match="unpacks_too_large"):
        read(archive({"xl/sharedStrings.xml": b"x" * 40_000_000}))
    with pytest.raises(TooLarge, match="file_too_large"):
        read(HEAD + b"x" * 6_000_000)


@pytest.mark.parametrize(
    ("content", "reference"),
    [
        (b'item,commitment,"decision_ref"\r\nVan,C3,"KS 1; KS 2; KS 3; KS 4"\r\n', "KS 1; KS 2; KS 3; KS 4"),
        (b'item;commitment;decision_ref\r\n"Van, large, blue, old";C3;"KS ""7"", 1"\r\n', 'KS "7", 1'),
        (b'"item";"commitment";"decision_ref"\nVan;C3;KS 1,5\tand 7\n', "KS 1,5\tand 7"),
        (b"Lines, of 2031, as of May, by us\nitem;commitment;decision_ref\nVan;C3;KS 1\n", "KS 1"),
        (b"item\tcommitment\tdecision_ref\nVan; small; new\tC3\tKS 1, 2, 3\n", "KS 1, 2, 3"),
    ],
)
def test_columns_are_parted_by_what_makes_names_of_them(content: bytes, reference: str) -> None:
    (row,) = read(content)

    assert (row["commitment"], row["decision_ref"]) == ("C3", reference)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", COLUMNS)
def test_no_two_columns_have_one_name_in_any_language(kind: str, language: str) -> None:
    names = [column.name for column in COLUMNS[kind]]
    with translation.override(language):
        labels = {str(column.label).casefold() for column in COLUMNS[kind]}

    assert len(set(names)) == len(names) == len(labels)
    assert {"id", "need_id", "version"} <= set(names)
