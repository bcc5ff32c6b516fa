"""When something is due again: pure calendar arithmetic, no framework, no clock of its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from holidays import HolidayBase, country_holidays

MORNING = time(8)  # local time: people find a reminder when their day begins
# Where the law or everybody's habit closes offices on days that the plain list of holidays lacks.
_CATEGORIES = {"SE": ("public", "de_facto")}
ONCE = "once"
MOST_YEARS = 10  # between two rounds, and as far as an UNTIL may lie


class Cadence(StrEnum):
    """How often something has to be looked at again, as most of it is."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """How far apart the rounds lie, in weeks or months, and the last day on which one may be due."""

    weeks: int = 0
    months: int = 0
    until: date | None = None

    def after(self, anchor: date, number: int) -> date:
        """The day so many rounds after the anchor."""
        return anchor + relativedelta(weeks=self.weeks * number, months=self.months * number)


_WORDS = {
    Cadence.MONTHLY: Rounds(months=1),
    Cadence.QUARTERLY: Rounds(months=3),
    Cadence.HALF_YEARLY: Rounds(months=6),
    Cadence.YEARLY: Rounds(months=12),
}
_PER_INTERVAL = {"WEEKLY": (1, 0), "MONTHLY": (0, 1), "YEARLY": (0, 12)}
_UNTIL = re.compile(r"(\d{4})(\d{2})(\d{2})(T\d{6}Z)?")


def rounds_of(cadence: str) -> Rounds | None:
    """The rounds that a cadence means; None for what is due once.

    A cadence is one of four words, `once`, or a rule of RFC 5545 with FREQ=WEEKLY, MONTHLY or
    YEARLY, INTERVAL and UNTIL. Raises ValueError with an English sentence for anything else.
    """
    if cadence == ONCE:
        return None
    if cadence in _WORDS:
        return _WORDS[Cadence(cadence)]
    if not cadence.startswith("FREQ="):
        words = ", ".join(Cadence)
        raise ValueError(f"Choose one of {words}, or give a rule that begins with FREQ=.")
    return _of_rule(cadence)


def _of_rule(rule: str) -> Rounds:
    parts = [part.partition("=") for part in rule.split(";")]
    given = {name: value for name, _is, value in parts}
    if len(given) < len(parts):
        raise ValueError("A rule says each thing once.")
    unknown = given.keys() - {"FREQ", "INTERVAL", "UNTIL"}
    if unknown:
        raise ValueError("A rule holds FREQ, INTERVAL and UNTIL, and nothing else.")
    if given["FREQ"] not in _PER_INTERVAL:
        raise ValueError("FREQ is WEEKLY, MONTHLY or YEARLY: people are asked once a week at most.")
    weeks, months = _PER_INTERVAL[given["FREQ"]]
    number = _interval(given.get("INTERVAL", "1"), most=MOST_YEARS * (52 if weeks else 12 // months))
    until = _until(given["UNTIL"]) if "UNTIL" in given else None
    return Rounds(weeks=weeks * number, months=months * number, until=until)


def _interval(text: str, *, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= most):
        raise ValueError(f"INTERVAL is a whole number from 1 to {most} here.")
    return int(text)


def _until(text: str) -> date:
    match = _UNTIL.fullmatch(text)
    try:
        return date(*map(int, match.groups()[:3])) if match else _no_day()
    except ValueError:
        raise ValueError("UNTIL is a day, such as 20301231.") from None


def _no_day() -> date:
    raise ValueError


def next_due(cadence: str, *, anchor: date, after: date, country: str) -> date | None:
    """The first working day later than `after` on which a round begun at `anchor` is due; None for none.

    Rounds are counted from the anchor, so that neither a short month nor a holiday shifts the
    ones that follow: from 31 January a month later is 28 February, and then 31 March.
    """
    rounds = rounds_of(cadence)
    if rounds is None:
        return None
    number = _rounds_before(rounds, anchor, after)
    while True:
        meant = rounds.after(anchor, number)
        if rounds.until is not None and meant > rounds.until:
            return None
        day = working_day(meant, country=country)
        if day > after:
            return day
        number += 1


def _rounds_before(rounds: Rounds, anchor: date, after: date) -> int:
    """A number of rounds that is certainly not too large."""
    if rounds.weeks:
        return max((after - anchor).days // (7 * rounds.weeks) - 1, 0)
    months = (after.year - anchor.year) * 12 + after.month - anchor.month
    return max(months // rounds.months - 1, 0)


def working_day(day: date, *, country: str) -> date:
    """The day itself, or the first working day after it, in a country (ISO 3166 alpha-2)."""
    return first_open(day, is_open=works_in(country))


def first_open(day: date, *, is_open: Callable[[date], bool]) -> date:
    """The day itself, or the first day after it that is open."""
    while not is_open(day):
        day += timedelta(days=1)
    return day


def works_in(country: str) -> Callable[[date], bool]:
    """Whether people work on a day in a country."""
    return _calendar(country).is_working_day


@lru_cache(maxsize=2048)  # a batch has few days and zones
def morning(day: date, *, zone: str) -> datetime:
    """The moment, in UTC, at which the day's work begins in an IANA time zone."""
    return datetime.combine(day, MORNING, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@cache
def _calendar(country: str) -> HolidayBase:
    try:
        return country_holidays(country, categories=_CATEGORIES.get(country))
    except NotImplementedError:  # a country that the library does not know rests at weekends
        return HolidayBase()
