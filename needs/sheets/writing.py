"""Sheets as files: CSV that programs of the reader's country open as it is, and XLSX.

The first row names the columns in the reader's language, the second as programs know them. No text
in them is ever run as a formula.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import get_language
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from needs.figures import plain
from needs.sheets.cells import guarded, guarded_inside
from needs.sheets.columns import Column, Row

_NO_CHARACTERS = re.compile("[\ufffe\uffff]")  # XML can't hold them


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetForm:
    """One form of sheets: its media type, the end of its file's name, and what makes it."""

    media_type: str
    make: Callable[[tuple[Column, ...], Iterable[Row]], bytes]


def csv_of(columns: tuple[Column, ...], rows: Iterable[Row]) -> bytes:
    """UTF-8 with its mark. In Swedish semicolons and decimal commas, otherwise commas and points."""
    is_swedish = (get_language() or "").startswith("sv")
    out = StringIO()
    writer = csv.writer(out, delimiter=";" if is_swedish else ",", lineterminator="\r\n")
    writer.writerows([guarded(name) for name in head] for head in _heads(columns))
    for row in rows:
        writer.writerow([_in_csv(row[column.name], comma=is_swedish) for column in columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_of(columns: tuple[Column, ...], rows: Iterable[Row]) -> bytes:
    """A workbook with one sheet: numbers as numbers, days as days, all else as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Samverk")
    sheet.freeze_panes = "A3"
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    styles = (Font(bold=True), Font(italic=True, color="666666"))
    for style, names in zip(styles, _heads(columns), strict=True):
        head = [WriteOnlyCell(sheet, value=guarded(name)) for name in names]
        for cell in head:
            cell.font = style
        sheet.append(head)
    for row in rows:
        sheet.append([_kept(sheet, row[column.name]) for column in columns])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


FORMS: dict[str, SheetForm] = {
    "csv": SheetForm(media_type="text/csv; charset=utf-8", make=csv_of),
    "xlsx": SheetForm(
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", make=xlsx_of
    ),
}


def _heads(columns: tuple[Column, ...]) -> Iterator[list[str]]:
    yield [str(column.label) for column in columns]
    yield [column.name for column in columns]


def _in_csv(value: Any, *, comma: bool) -> str:
    return guarded_inside(value) if isinstance(value, str) else _written(value, comma=comma)


def _written(value: Any, *, comma: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return plain(value).replace(".", ",") if comma else plain(value)
    return guarded(str(value)) if isinstance(value, str) else str(value)


def _kept(sheet: Any, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | date):
        text = _NO_CHARACTERS.sub("\ufffd", _written(value, comma=False))
        cell = WriteOnlyCell(sheet, value=text or None)
        if text:
            cell.data_type = "s"  # text, whatever it looks like
        return cell
    number: Any = value
    cell = WriteOnlyCell(sheet, value=number)
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell
