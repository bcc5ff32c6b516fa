"""Lines of which a decision is expected, and what came of it."""

from datetime import UTC, date, datetime
from typing import Any

from access.actor import Actor
from needs.models import EXPECTED, DemandItem, DemandLine
from tasks.models import Occurrence, Schedule
from tests.factories.demand import wanting
from tests.reminders import OPENED, at

# A Monday; eight o'clock in Stockholm is seven until 28 March, and six from then on.
DAY = date(2049, 3, 22)
ASKED = datetime(2049, 3, 22, 7, tzinfo=UTC)


def promised(actor: Actor, item: DemandItem, day: date | None, mid: int = 10, **other: Any) -> DemandLine:
    """So many, at C2, of which a decision is expected."""
    terms: dict[str, Any] = {
        "period_from": date(2051, 1, 1),
        "period_to": date(2051, 12, 31),
        "earliest_start": date(2051, 3, 1),
        "commitment": "C2",
        **other,
    }
    return wanting(at(actor, OPENED), item, mid, decision_expected_on=day, **terms)


def day_of(kind: str = EXPECTED) -> date | None:
    """When the one question of a kind is due."""
    return Schedule.objects.get(subject_kind=kind).next_on


def waiting() -> Occurrence:
    """The one reminder that waits."""
    return Occurrence.objects.open().select_related("schedule").get()
