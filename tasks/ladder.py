"""Who is told when about something that is due: a table, and the step it gives. Pure, no clock of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Audience(StrEnum):
    """Who hears of it."""

    OWNER = "owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One line of the table: so many days after the due day (before it, if negative), these hear."""

    days: int
    audience: Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to do now: tell these, stand on this rung from now on, and look again on that day."""

    audience: Audience | None
    step: int
    then: date | None


Policy = Sequence[Rung]

POLICY: Policy = (Rung(days=0, audience=Audience.OWNER),)


def next_step(policy: Policy, *, step: int, due_on: date, today: date) -> Step:
    """What is to be done today, with `step` rungs behind us.

    After days without a clock several rungs may have passed: only the last of them speaks, so
    that nobody gets them all at once.
    """
    passed = step
    while passed < len(policy) and _day(policy[passed], due_on) <= today:
        passed += 1
    return Step(
        audience=policy[passed - 1].audience if passed > step else None,
        step=passed,
        then=_day(policy[passed], due_on) if passed < len(policy) else None,
    )


def first_day(policy: Policy, *, due_on: date) -> date:
    """The day on which the first of the table hears."""
    return _day(policy[0], due_on)


def _day(rung: Rung, due_on: date) -> date:
    return due_on + timedelta(days=rung.days)
