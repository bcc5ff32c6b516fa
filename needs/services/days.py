"""The days that needs, annexes and demand may name."""

from datetime import date, datetime, timedelta

from access.refusals import Invalid

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


def within_reach(name: str, day: date | None) -> date | None:
    """The day, between 1990 and 2100. Raises Invalid."""
    if day is not None and not EARLIEST <= day <= LATEST:
        raise Invalid.field(name, "date_reach", "Give a day between 1990 and 2100.")
    return day


def not_ahead(name: str, day: date, now: datetime) -> date:
    """A day that has come; where the reader is, it may be tomorrow already. Raises Invalid."""
    within_reach(name, day)
    if day > (now + timedelta(days=1)).date():
        raise Invalid.field(name, "date_ahead", "This day has not come yet.")
    return day
