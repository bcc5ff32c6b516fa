"""An authority says whether it plans for what comes after a contract: asked by the clock before it ends."""

from datetime import date
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from journal.recorder import record
from needs.ageing import watched_on
from needs.answering import check, found, next_on, own, waiting
from needs.following import moved_to
from needs.models import CONTRACT, Annex
from tasks.models import Schedule

NOT_YET, PLANNED = "not_yet", "planned"


@transaction.atomic
def look_ahead(actor: Actor, *, annex: Annex, outcome: str) -> Annex:
    """Say that what comes after the contract is planned for, which ends the watch, or not yet.

    Then the authority is asked on the next of its days, and after the last one no more. Raises Conflict where
    nothing is asked, Forbidden for people of other authorities.
    """
    actor.require(Permission.DEMAND_DECLARE)
    schedule = waiting(actor, annex, CONTRACT)
    annex = own(actor, annex)
    then = _step_after(annex, schedule, actor.now.date()) if outcome == NOT_YET else None
    record(actor, *moved_to(actor, schedule, then, outcome))
    return annex


def answer_contract(actor: Actor, *, id: UUID, outcome: str, note: str) -> date | None:  # noqa: A002 - as the registry calls it
    """Answer a reminder of a contract that ends: it is planned for, or not yet."""
    annex = found(actor, id)
    check(outcome, (NOT_YET, PLANNED), note)
    look_ahead(actor, annex=annex, outcome=outcome)
    return next_on(annex, CONTRACT)


def _step_after(annex: Annex, schedule: Schedule, today: date) -> date | None:
    """The next day on which it is asked; who answers before the day is past has answered for that day."""
    days = watched_on(annex.current_contract_end) if annex.current_contract_end else ()
    return min((day for day in days if day > max(today, schedule.anchor_on)), default=None)
