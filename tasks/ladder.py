"""Who is told when about what is due: two tables, and the step they give. Pure, no clock of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from tasks.cadence import first_open, works_in

JULY = 7


class Audience(StrEnum):
    """Who hears of it."""

    OWNER = "owner"
    DEPUTY = "deputy"
    COORDINATOR = "coordinator"
    STEERING = "steering"
    FACILITATOR = "facilitator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One line of a table: so many days after the due day (before it, if negative), these hear."""

    name: str
    days: int
    audiences: tuple[Audience, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A table, and the months in which only the owner is told anything, and no late day is counted.

    `beyond` hear that something private to another authority waits, though never what it says.
    """

    rungs: tuple[Rung, ...]
    quiet_months: frozenset[int] = frozenset()
    beyond: frozenset[Audience] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to do now: tell these of this rung, stand on this step from now on, and look again on that day."""

    heard: Mapping[Audience, Rung] = field(default_factory=dict)
    step: int
    then: date | None


AHEAD = Rung(name="ahead", days=-14, audiences=(Audience.OWNER,))
SOON = Rung(name="soon", days=-3, audiences=(Audience.OWNER,))
DUE = Rung(name="due", days=0, audiences=(Audience.OWNER,))
LATE = Rung(name="late", days=1, audiences=(Audience.OWNER, Audience.DEPUTY))
ESCALATED = Rung(name="escalated", days=7, audiences=(Audience.COORDINATOR,))
STEERING = Rung(name="steering", days=21, audiences=(Audience.STEERING,))
# Nobody is told: from here on the facilitator sees that something is at risk, and not what.
AT_RISK = Rung(name="at_risk", days=45, audiences=(Audience.FACILITATOR,))

# What a network has promised to look at again. July is quiet in all the Nordic countries.
REVIEW = Policy(rungs=(AHEAD, SOON, DUE, LATE, ESCALATED, STEERING, AT_RISK), quiet_months=frozenset({JULY}))
# What somebody was asked to do by a day that another person chose, July or not.
TASK = Policy(
    rungs=(
        SOON,
        DUE,
        Rung(name="late", days=7, audiences=LATE.audiences),
        Rung(name="escalated", days=21, audiences=ESCALATED.audiences),
    )
)
# What an authority has said in its own zone, and others count on: the coordinator may know that it waits.
CONFIRM = Policy(
    rungs=REVIEW.rungs, quiet_months=REVIEW.quiet_months, beyond=frozenset({Audience.COORDINATOR})
)
POLICIES = {"review": REVIEW, "task": TASK, "confirm": CONFIRM}
# Those whose last rung the facilitator counts; their tables have the same rungs.
WATCHED = ("review", "confirm")


@lru_cache(maxsize=2048)  # a batch has few due days, and its steps are shared: nobody may change one
def next_step(
    policy: Policy, *, step: int, due_on: date, today: date, rested: int = 0, country: str = ""
) -> Step:
    """What is to be done today, with `step` rungs behind us.

    After days without a clock several rungs may have passed. Then everybody hears once, of the
    last rung that is theirs, so that nobody is flooded and nobody passed over. `rested` days
    while the network was paused are not counted after the due day.
    """
    days = _days(policy, due_on, rested, country)
    passed = step
    while passed < len(days) and days[passed] <= today:
        passed += 1
    return Step(
        heard={audience: rung for rung in policy.rungs[step:passed] for audience in rung.audiences},
        step=passed,
        then=days[passed] if passed < len(days) else None,
    )


def first_step(policy: Policy, *, due_on: date, today: date, country: str = "") -> Step:
    """Where a new date begins: rungs ahead of it whose day is past have nothing to say any more."""
    days = _days(policy, due_on, 0, country)
    step = sum(rung.days < 0 and day < today for rung, day in zip(policy.rungs, days, strict=True))
    return Step(step=step, then=days[step])


@lru_cache(maxsize=2048)
def _days(policy: Policy, due_on: date, rested: int, country: str) -> tuple[date, ...]:
    """The day on which each rung speaks, in their order."""
    return tuple(_day(policy, rung, due_on, rested, country) for rung in policy.rungs)


def _day(policy: Policy, rung: Rung, due_on: date, rested: int, country: str) -> date:
    """The working day on which a rung speaks; in a quiet month only what the owner alone is told of."""
    works = works_in(country)
    if rung.days <= 0:
        return first_open(due_on + timedelta(days=rung.days), is_open=works)

    def is_counted(day: date) -> bool:
        return day.month not in policy.quiet_months

    day = due_on + timedelta(days=rested)
    for _counted in range(rung.days):
        day = first_open(day + timedelta(days=1), is_open=is_counted)
    return first_open(day, is_open=lambda one: is_counted(one) and works(one))
