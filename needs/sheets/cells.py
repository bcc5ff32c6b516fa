"""What one cell of a sheet says, and how a text is written so that no program runs it. Pure."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import override
from openpyxl.utils.datetime import from_excel

from access.refusals import Invalid
from needs.services.days import within_reach
from wire.text import readable

# What spreadsheet programs take for the beginning of a formula, in Japanese and Chinese ones too.
_RISKY = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_RUNS = re.compile(f"'*[{_RISKY}]")
_GUARDED = re.compile(f"'+[{_RISKY}]")
# The same behind what parts cells elsewhere: a program that reads other separators begins a cell there.
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_RUNS_INSIDE = re.compile(f"([;,\t\r\n|][\"' ]*)([{_SIGNS}])")
_GUARDED_INSIDE = re.compile(f"([;,\t\r\n|][\"' ]*)'([{_SIGNS}])")
# Blanks that people and programs put between thousands, narrow and thin ones among them.
_BLANKS = re.compile("[ \u00a0\u2007\u2009\u202f'\u2019]")
_PLAIN = re.compile(r"[+-]?\d{1,20}(?:[.,]\d{1,2})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+(?:\.\d{1,2})?|(?:\.\d{3})+(?:,\d{1,2})?)", re.ASCII)
_ONE_GROUP = re.compile(r"[+-]?\d{1,3}[.,]\d{3}", re.ASCII)
_SERIALS = range(1, 80_000)  # days since 1900, up to 2119
_YES = {"1", "yes", "ja", "true", "sant", "x"}
_NO = {"0", "no", "nej", "false", "falskt"}

Reader = Callable[[Any], Any]


class Formula(str):
    """A cell that would be computed: never done here, and what was computed elsewhere is not believed."""

    __slots__ = ()


class Unfit(Exception):
    """What a cell says can't be taken: a code, and an English sentence on what to do."""

    def __init__(self, code: str, detail: str) -> None:
        self.code, self.detail = code, detail
        super().__init__(f"{code}: {detail}")


def guarded(text: str) -> str:
    """The text as it is written into a sheet: with an apostrophe before it where it would be run."""
    return f"'{text}" if _RUNS.match(text) else text


def guarded_inside(text: str) -> str:
    """The same for CSV, where another program may begin a cell in the middle of this one."""
    return _RUNS_INSIDE.sub(r"\1'\2", guarded(text))


def unguarded_inside(text: str) -> str:
    """A cell of CSV without the apostrophes that were put into it; the one before it stays."""
    return _GUARDED_INSIDE.sub(r"\1\2", text)


def said(value: Any) -> Any:
    """What a cell says without that apostrophe. Raises Unfit for a formula."""
    if not isinstance(value, str):
        return value
    if isinstance(value, Formula) or value.lstrip().startswith("="):
        raise Unfit("formula", "This cell holds a formula. Put what it comes to in its place.")
    return value[1:] if _GUARDED.match(value) else value


def text(name: str, longest: int) -> Reader:
    """A text of at most so many characters."""

    def read(value: Any) -> str:
        try:
            return readable(_worded(value), name=name, longest=longest, blank=True)
        except Invalid as refusal:
            raise Unfit(refusal.errors[0].code, refusal.errors[0].detail) from None

    return read


def code(name: str, longest: int) -> Reader:
    """The same in capitals."""
    worded = text(name, longest)
    return lambda value: worded(value).upper()


def number(value: Any) -> Decimal | None:
    """A number, by decimal point or comma and with blanks between thousands; nothing where it is empty."""
    if _is_empty(value):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _exact(Decimal(repr(round(value, 6))))  # what programs reckon is 30.299999999999997
    return _exact(_typed(value)) if isinstance(value, str) else _not_a_number()


def whole(least: int, most: int) -> Reader:
    """A whole number within bounds, or nothing."""

    def read(value: Any) -> int | None:
        found = number(value)
        if found is None:
            return None
        if found != found.to_integral_value() or not least <= found <= most:
            raise Unfit("whole_number", f"Give a whole number from {least} to {most}.")
        return int(found)

    return read


def amount(most: int) -> Reader:
    """A number from 0 on, or nothing."""

    def read(value: Any) -> Decimal | None:
        found = number(value)
        if found is not None and not 0 <= found <= most:
            raise Unfit("range", f"Give an amount from 0 to {most}.")
        return found

    return read


def day(value: Any) -> date | None:
    """A day between 1990 and 2100: a date, its text as 2031-03-01, or a program's count of days."""
    if _is_empty(value):
        return None
    found = _day_of(value)
    try:
        return within_reach("", found)
    except Invalid as refusal:
        raise Unfit(refusal.errors[0].code, refusal.errors[0].detail) from None


def yes_no(value: Any) -> bool:
    """Yes or no, in either language; nothing is no."""
    worded = "" if value is None else str(value).strip().lower()
    if worded in _YES:
        return True
    if worded in _NO or not worded:
        return False
    raise Unfit("yes_no", "Write yes or no.")


def one_of(choices: Iterable[tuple[str, Any]]) -> Reader:
    """One of these, by its code or by its words in either language; nothing where it is empty."""
    known = list(choices)

    def read(value: Any) -> str:
        worded = _worded(value).strip()
        for name, words in known:
            if worded.casefold() in {name.casefold(), *(one.casefold() for one in _both(words))}:
                return name
        if not worded:
            return ""
        raise Unfit("choice", f"Choose one of {', '.join(name for name, _words in known)}.")

    return read


def uid(value: Any) -> UUID | None:
    """An id as it was given out, or nothing."""
    if _is_empty(value):
        return None
    try:
        return UUID(str(value).strip())
    except ValueError:
        raise Unfit("id", "Leave ids as they were given out, or empty.") from None


def _both(words: Any) -> list[str]:
    found = []
    for language in ("sv", "en"):
        with override(language):
            found.append(str(words))
    return found


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _worded(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():  # 7 in a program is 7.0 in its file
        return str(int(value))
    if isinstance(value, datetime):
        return str(value.date())
    return str(value)


def _typed(value: str) -> Decimal:
    bare = _BLANKS.sub("", value.strip()).replace("\u2212", "-")
    if _ONE_GROUP.fullmatch(bare):
        raise Unfit("ambiguous_number", "Are these thousands or decimals? Write 1500, or 1.50.")
    if _GROUPED.fullmatch(bare):
        grouping = next(sign for sign in bare if sign in ",.")
        return Decimal(bare.replace(grouping, "").replace(",", "."))
    return Decimal(bare.replace(",", ".")) if _PLAIN.fullmatch(bare) else _not_a_number()


def _exact(found: Decimal) -> Decimal:
    if not found.is_finite():
        return _not_a_number()
    if abs(found) >= Decimal(10) ** 13:
        raise Unfit("range", "This number is too large.")
    rounded = found.quantize(Decimal("0.01"))
    if rounded != found:
        raise Unfit("decimals", "Give two decimals at most.")
    return rounded


def _not_a_number() -> Decimal:
    raise Unfit("number", "Write a number in digits, such as 1500 or 12.50.")


def _day_of(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _counted(value)
    worded = str(value).strip()
    if worded.isascii() and worded.isdigit() and len(worded) == 5:
        return _counted(int(worded))
    try:
        return date.fromisoformat(worded[:10] if worded[10:] in ("", " 00:00:00", "T00:00:00") else worded)
    except ValueError:
        raise Unfit("day", "Write the day as 2031-03-01.") from None


def _counted(days: float) -> date:
    if days != days or int(min(max(days, 0), 10**6)) not in _SERIALS:  # noqa: PLR0124 - NaN is not itself
        raise Unfit("day", "Write the day as 2031-03-01.")
    found = from_excel(int(days))
    return found.date() if isinstance(found, datetime) else _not_a_day()


def _not_a_day() -> date:
    raise Unfit("day", "Write the day as 2031-03-01.")
