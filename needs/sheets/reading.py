"""Sheets from people: XLSX, CSV, or cells pasted from a program, as rows by the names of columns.

A file is looked at before it is unpacked, read no further than its limits, and nothing in it is run.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from itertools import islice, zip_longest
from typing import Any

from django.utils.translation import override
from openpyxl import load_workbook

from access.refusals import Invalid, Refusal, TooLarge
from files.archives import opened, part
from needs.sheets import cells
from needs.sheets.cells import Formula
from needs.sheets.columns import Column

MOST_ROWS = 1_000  # one authority's; each is a verb of its own, in one transaction
LARGEST = 5 * 1024 * 1024
_LARGEST_SHEET, _LARGEST_TEXTS, _LARGEST_PART = 32 * 1024 * 1024, 16 * 1024 * 1024, 4 * 1024 * 1024
_MOST_COLUMNS, _MOST_LOOKED_AT, _HEADS = 100, 10_000, 10
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ENOUGH = 3  # names of columns make a header
_DELIMITERS = "\t;,"

Cells = tuple[int, list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """One row: its number in the file, and its cells by the names of their columns."""

    number: int
    cells: dict[str, Any]


def rows_of(content: bytes, columns: tuple[Column, ...], *, field: str = "file") -> list[Raw]:
    """The rows below the header. Raises Invalid for what is no sheet of ours, TooLarge for too much."""
    if len(content) > LARGEST:
        raise TooLarge("file_too_large", f"A sheet may have {LARGEST // 2**20} MB.")
    if content.startswith(_OLD_EXCEL):
        raise Invalid.field(field, "old_excel", "This is an old Excel file. Save it as XLSX or CSV.")
    book = content.startswith(b"PK\x03\x04")
    found = _counted(_in_book(content, field) if book else _in_text(content, _known(columns), field))
    return list(_named(found, columns, field))


def _counted(rows: Iterable[Cells]) -> Iterator[Cells]:
    """Rows that say something. Raises TooLarge after more of them than are taken."""
    filled = 0
    for number, values in rows:
        if number > _MOST_LOOKED_AT or filled > MOST_ROWS + _HEADS:
            raise too_many_rows()
        if any(value not in (None, "") for value in values):
            filled += 1
            yield number, values


def too_many_rows() -> TooLarge:
    """What is said of a sheet that is too long."""
    return TooLarge("too_many_rows", f"A sheet may have {MOST_ROWS} rows. Divide it.")


def _named(rows: Iterable[Cells], columns: tuple[Column, ...], field: str) -> Iterator[Raw]:
    known, names, taken = _known(columns), None, 0
    for place, (number, values) in enumerate(rows):
        head = _head(values, known)
        if head is not None and (names is None or place < _HEADS):
            names = _checked(head, values, field)
            continue
        if names is None:
            if place >= _HEADS:
                break
            continue
        taken += 1
        if taken > MOST_ROWS:
            raise too_many_rows()
        if any(value not in (None, "") for value in values[len(names) :]):
            raise Invalid.field(field, "cells_beyond", f"Row {number} has more cells than the columns named.")
        said = zip_longest(names, values[: len(names)])
        yield Raw(number=number, cells={name: value for name, value in said if name})
    if names is None:
        raise Invalid.field(field, "no_header", "Begin with the names of the columns, as in our sheets.")


def _known(columns: tuple[Column, ...]) -> dict[str, str]:
    known = {column.name: column.name for column in columns}
    for language in ("sv", "en"):
        with override(language):
            known |= {str(column.label).casefold(): column.name for column in columns}
    return known


def _head(values: list[Any], known: dict[str, str]) -> list[str | None] | None:
    names = [known.get(_word(value)) for value in values]
    return names if len(set(names) - {None}) >= min(_ENOUGH, len(values)) else None


def _word(value: Any) -> str:
    return value.strip().casefold() if isinstance(value, str) else ""


def _checked(head: list[str | None], values: list[Any], field: str) -> list[str | None]:
    strange = [str(value)[:60] for name, value in zip(head, values, strict=True) if name is None and value]
    if strange:
        named = ", ".join(strange[:5])
        raise Invalid.field(field, "unknown_column", f"Nobody knows these columns: {named}.")
    named_twice = {name for name in head if name and head.count(name) > 1}
    if named_twice:
        raise Invalid.field(field, "column_twice", f"Named twice: {', '.join(named_twice)}.")
    return head


def _in_text(content: bytes, known: dict[str, str], field: str) -> Iterator[Cells]:
    text = _decoded(content, field)
    delimiter = max(_DELIMITERS, key=lambda one: _names_found(text, one, known))
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, values in enumerate(reader, 1):
            yield number, [cells.unguarded_inside(value) for value in values[:_MOST_COLUMNS]]
    except csv.Error as error:
        raise unreadable(field) from error


def _names_found(text: str, delimiter: str, known: dict[str, str]) -> int:
    """How many columns a row among the first has a known name for, if that is what parts them."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    most = 0
    try:
        for values in islice(reader, _HEADS):
            most = max(most, sum(_word(value) in known for value in values))
    except csv.Error:  # quotes that make no sense so
        return most
    return most


def _decoded(content: bytes, field: str) -> str:
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\x00" not in text:
            return text
    raise unreadable(field)


def unreadable(field: str) -> Invalid:
    """What is said of a file in which nobody finds a sheet."""
    return Invalid.field(field, "unreadable", "The file can't be read. Save it as XLSX or CSV and try again.")


def _in_book(content: bytes, field: str) -> Iterator[Cells]:
    _check_parts(content, field)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # it is the file's own word how far it goes
        for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
            yield number, [_value(cell) for cell in row]
    except Refusal:
        raise
    except Exception as error:
        # Each part of a broken book fails in a way of its own: KeyError, ParseError, BadZipFile, ValueError.
        raise unreadable(field) from error


def _check_parts(content: bytes, field: str) -> None:
    archive = opened(content, field=field)
    for entry in archive.infolist():
        name = entry.filename.lower()
        is_sheet = "worksheets/" in name
        largest = _LARGEST_TEXTS if name.endswith("sharedstrings.xml") else _LARGEST_PART
        if entry.file_size > (_LARGEST_SHEET if is_sheet else largest):
            raise too_many_rows() if is_sheet else TooLarge("unpacks_too_large", "The file holds too much.")
        if is_sheet:
            _check_length(part(archive, entry.filename, largest=_LARGEST_SHEET, field=field), field)


def _check_length(xml: bytes, field: str) -> None:
    """Count rows as bytes: where a sheet says no size, openpyxl reads all of it before the first row."""
    if b"\x00" in xml[:100]:  # in UTF-16, as no program writes them
        raise unreadable(field)
    if sum(1 for _row in islice(_ROW.finditer(xml), _MOST_LOOKED_AT + 1)) > _MOST_LOOKED_AT:
        raise too_many_rows()


def _value(cell: Any) -> Any:
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if kind == "f":
        return Formula(value)
    if kind == "e":  # what a formula left behind that failed
        return Formula(str(value))
    return value if isinstance(value, str | int | float | datetime | None) else str(value)
