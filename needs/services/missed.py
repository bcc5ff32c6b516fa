"""The clock begins what lines should be asked and are not: they were said before anybody asked that."""

from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from journal.recorder import record
from needs.following import held, set_day
from needs.models import REALISED, Annex
from networks.models import Membership


@transaction.atomic
def ask_what_was_bought(actor: Actor, *, annex_id: UUID) -> bool:
    """Set the day on which the authority of an annex is asked what was bought, as its lines name it.

    False where it has left, is asked already, or there is no day to come.
    """
    actor.require(Permission.CLOCK_TICK)
    annex = Annex.objects.select_related("need", "declared_by", "opened_by", "schedule__owner").get(
        pk=annex_id
    )
    annex.need = annex.need.locked()
    members = Membership.objects.active().filter(network_id=annex.network_id, authority=annex.declared_by_id)
    here = members.select_for_update(no_key=True).order_by("pk").first()
    if here is None or REALISED in held(annex.need_id, annex.declared_by_id, REALISED):
        return False
    record(actor, *set_day(actor, annex, REALISED, None))
    return REALISED in held(annex.need_id, annex.declared_by_id, REALISED)
