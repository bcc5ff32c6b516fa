"""An authority says that a decision comes later than it expected, or not any more: asked by the clock."""

from datetime import date
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Invalid
from journal.events import DemandChanged, Event
from journal.recorder import record
from needs.answering import check, found, next_on, own, waiting
from needs.following import answered
from needs.models import EXPECTED, Annex, DemandLine, DemandLineVersion
from needs.named_days import asked
from needs.services.terms import FURTHEST
from tasks.models import Schedule

NOT_DECIDED, NOT_EXPECTED = "not_decided", "not_expected"
_PROMISE = ("decision_expected_on", "version")


@transaction.atomic
def postpone_decisions(actor: Actor, *, annex: Annex, expected_on: date | None) -> list[DemandLine]:
    """Say by when the decisions are expected that the authority is asked about now; None for not any more.

    Each line gets a version with the new day. It says nothing of its volumes: how old they are stays.
    Raises Invalid for a day that is past or more than five years away, Conflict where nothing is asked,
    Forbidden for people of other authorities.
    """
    actor.require(Permission.DEMAND_DECLARE)
    schedule = waiting(actor, annex, EXPECTED)
    annex = own(actor, annex)
    today = actor.now.date()
    if expected_on is not None and not today <= expected_on <= today + FURTHEST:
        raise Invalid.field("day", "expected_when", "Give a day from today on, at most five years ahead.")
    lines = _asked(annex, schedule, today)
    passed = max(schedule.anchor_on, today)
    for line in lines:
        line.decision_expected_on = _moved(line.decision_expected_on, expected_on, passed)
        line.version += 1
    DemandLine.objects.bulk_update(lines, _PROMISE, batch_size=500)
    DemandLineVersion.objects.bulk_create([line.as_version(actor) for line in lines], batch_size=500)
    facts: list[Event] = [_changed(line) for line in lines]
    record(actor, *facts, *answered(actor, annex, schedule, NOT_DECIDED if expected_on else NOT_EXPECTED))
    return lines


def answer_expected(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - as the registry calls it
    outcome: str,
    note: str,
    day: date | None = None,
) -> date | None:
    """Answer a reminder of expected decisions: they come by another day, or are not expected any more."""
    annex = found(actor, id)
    check(outcome, (NOT_DECIDED, NOT_EXPECTED), note)
    postpone_decisions(actor, annex=annex, expected_on=day)
    return next_on(annex, EXPECTED)


def _asked(annex: Annex, schedule: Schedule, today: date) -> list[DemandLine]:
    rows = DemandLine.objects.holding().filter(annex=annex).select_for_update(no_key=True).order_by("pk")
    return asked(schedule, rows, today, is_adopted=False)


def _moved(before: date | None, after: date | None, passed: date) -> date | None:
    """What is expected later than the day in question moves only further away."""
    if before is None or after is None or before <= passed:
        return after
    return max(before, after)


def _changed(line: DemandLine) -> Event:
    return DemandChanged(
        network_id=line.network_id,
        authority_id=line.declared_by_id,
        need_id=line.need_id,
        line_id=line.pk,
        version=line.version,
    )
