"""The days on which an authority is asked about a line, as the line names them. Pure, no clock of its own."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from needs.ageing import FRESH, captured_on
from needs.models import EXPECTED, DemandLine
from needs.models.terms import BOUGHT, PROMISING
from tasks.models import Schedule


class Said(NamedTuple):
    """What a line says that days hang on."""

    commitment: str
    expected_on: date | None
    latest_start: date


def said_by(line: DemandLine) -> Said | None:
    """What days hang on of a line, nothing of one that was withdrawn."""
    if not line.is_holding:
        return None
    return Said(line.commitment, line.decision_expected_on, line.latest_start)


def days_of(kind: str, said: Said, *, is_adopted: bool) -> tuple[date, ...]:
    """The days on which a line wants to be asked about.

    What was bought is asked of what is decided, and of what is planned for a need that was adopted.
    """
    if kind == EXPECTED:
        return (said.expected_on,) if said.expected_on and said.commitment in PROMISING else ()
    is_meant = said.commitment in BOUGHT or (is_adopted and said.commitment in PROMISING)
    return captured_on(said.latest_start) if is_meant else ()


def asked(
    schedule: Schedule, lines: Iterable[DemandLine], today: date, *, is_adopted: bool
) -> list[DemandLine]:
    """Of the lines that hold those which the present question is about."""
    kind, until = schedule.subject_kind, covered_until(schedule, today)
    since = date.min if kind == EXPECTED else schedule.anchor_on
    return [
        line
        for line in lines
        if (said := said_by(line))
        and any(since <= day <= until for day in days_of(kind, said, is_adopted=is_adopted))
    ]


def covered_until(schedule: Schedule, today: date) -> date:
    """The day up to which an answer today is for all that falls due."""
    return max(schedule.anchor_on, today) + FRESH
