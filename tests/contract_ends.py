"""A contract that ends in a year and a half, and the days on which its authority is asked about it."""

from datetime import UTC, date, datetime, time

from access.actor import Actor
from needs.models import CONTRACT, Annex, Need
from needs.services.annexes import change_annex, open_annex
from tasks.models import Schedule
from tests.reminders import OPENED, at

END = date(2050, 9, 22)
# A Monday and two Wednesdays: 18, 12 and 9 months before it.
STEPS = [date(2049, 3, 22), date(2049, 9, 22), date(2049, 12, 22)]
FIRST = datetime(2049, 3, 22, 7, tzinfo=UTC)


def ending(actor: Actor, need: Need, end: date | None = END) -> Annex:
    """An annex of 1 March 2049 about which nobody is asked otherwise for years."""
    then = date(2053, 12, 1)
    return open_annex(at(actor, OPENED), need=need, next_confirm_on=then, current_contract_end=end)


def move(actor: Actor, annex: Annex, end: date | None, now: datetime = OPENED) -> None:
    """Say that the contract ends on another day, or on none."""
    change_annex(at(actor, now), annex=annex, current_contract_end=end)


def watch() -> Schedule:
    """The one watch that there is."""
    return Schedule.objects.select_related("owner").get(subject_kind=CONTRACT)


def noon(day: date) -> datetime:
    """The middle of a day."""
    return datetime.combine(day, time(12), tzinfo=UTC)
