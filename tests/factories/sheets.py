"""Sheets as people make them, in memory."""

import csv
from collections.abc import Iterable, Mapping
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from needs.models import DemandItem

ROW: dict[str, Any] = {
    "period_from": "2031-01-01",
    "period_to": "2031-12-31",
    "quantity_low": "5",
    "quantity_mid": "10",
    "quantity_high": "20",
    "commitment": "C1",
    "earliest_start": "2031-03-01",
}


def a_row(found: DemandItem, /, **other: Any) -> dict[str, Any]:
    """A row that nobody could find fault with."""
    return {"item": found.name_en, **ROW, **other}


def csv_sheet(rows: Iterable[Mapping[str, Any]], *, delimiter: str = ",") -> bytes:
    """Rows below the names of their columns, as text; what a row lacks is empty."""
    kept = list(rows)
    out = StringIO()
    names = list(dict.fromkeys(name for row in kept for name in row))
    writer = csv.DictWriter(out, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(kept)
    return out.getvalue().encode()


def xlsx_sheet(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The same as a workbook; text that begins with = is a formula in it."""
    kept = list(rows)
    names = list(dict.fromkeys(name for row in kept for name in row))
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(names)
    for row in kept:
        sheet.append([row.get(name) for name in names])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(book: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    out = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return out.getvalue()
