"""An authority says that all it bought is noted: asked by the clock."""

from datetime import date
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from journal.events import Event, VolumesTold
from journal.recorder import record
from needs.answering import check, found, next_on, own, waiting
from needs.following import answered
from needs.models import REALISED, Annex
from needs.named_days import covered_until
from tasks.models import Schedule

ALL_NOTED = "all_noted"


@transaction.atomic
def tell_volumes(actor: Actor, *, annex: Annex) -> Annex:
    """Say that nothing was bought of the lines that the authority is asked about but what is noted.

    Raises Conflict where nothing is asked, Forbidden for people of other authorities.
    """
    actor.require(Permission.DEMAND_DECLARE)
    schedule = waiting(actor, annex, REALISED)
    annex = own(actor, annex)
    record(actor, *told_volumes(actor, annex, schedule))
    return annex


def told_volumes(actor: Actor, annex: Annex, schedule: Schedule) -> list[Event]:
    """All that was bought up to now is noted: a part of verbs, with annex and schedule locked."""
    annex.volumes_told_until = covered_until(schedule, actor.now.date())
    annex.save(update_fields=["volumes_told_until"])
    told = VolumesTold(
        network_id=annex.network_id,
        authority_id=annex.declared_by_id,
        need_id=annex.need_id,
        annex_id=annex.pk,
    )
    return [*answered(actor, annex, schedule, ALL_NOTED), told]


def answer_bought(actor: Actor, *, id: UUID, outcome: str, note: str) -> date | None:  # noqa: A002 - as the registry calls it
    """Answer a reminder of what was bought: nothing but what is noted."""
    annex = found(actor, id)
    check(outcome, (ALL_NOTED,), note)
    tell_volumes(actor, annex=annex)
    return next_on(annex, REALISED)
