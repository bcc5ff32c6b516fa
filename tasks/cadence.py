"""When something is due again: pure calendar arithmetic, no framework, no clock of its own."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from holidays import HolidayBase, country_holidays

MORNING = time(8)  # local time: people find a reminder when their day begins
# Where the law or everybody's habit closes offices on days that the plain list of holidays lacks.
_CATEGORIES = {"SE": ("public", "de_facto")}


class Cadence(StrEnum):
    """How often something has to be looked at again."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"

    @property
    def months(self) -> int:
        """The length of one round in months."""
        return _MONTHS[self]


_MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6, Cadence.YEARLY: 12}


def next_due(cadence: Cadence, *, anchor: date, after: date, country: str) -> date:
    """The first working day later than `after` on which a round begun at `anchor` is due.

    Rounds are counted from the anchor, so that neither a short month nor a holiday shifts the
    ones that follow: from 31 January a month later is 28 February, and then 31 March.
    """
    months = (after.year - anchor.year) * 12 + after.month - anchor.month
    rounds = max(months // cadence.months - 1, 0)
    while True:
        day = working_day(anchor + relativedelta(months=rounds * cadence.months), country=country)
        if day > after:
            return day
        rounds += 1


def working_day(day: date, *, country: str) -> date:
    """The day itself, or the first working day after it, in a country (ISO 3166 alpha-2)."""
    calendar = _calendar(country)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def morning(day: date, *, zone: str) -> datetime:
    """The moment, in UTC, at which the day's work begins in an IANA time zone."""
    return datetime.combine(day, MORNING, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@cache
def _calendar(country: str) -> HolidayBase:
    try:
        return country_holidays(country, categories=_CATEGORIES.get(country))
    except NotImplementedError:  # a country that the library does not know rests at weekends
        return HolidayBase()
