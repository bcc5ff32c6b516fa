"""The clock begins what should be asked of an authority and is not: it was said before anybody asked that."""

from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from journal.recorder import record
from needs.following import held, set_day
from needs.models import Annex, Need
from networks.models import Membership


@transaction.atomic
def ask_missed(actor: Actor, *, annex_id: UUID, kind: str) -> bool:
    """Set the day of one question to the authority of an annex, as its lines or the annex name it.

    False where it has left, is asked already, or there is no day to come.
    """
    actor.require(Permission.CLOCK_TICK)
    need = Need.objects.get(annexes=annex_id).locked()
    annex = Annex.objects.select_related("declared_by", "opened_by", "schedule__owner").get(pk=annex_id)
    annex.need = need
    members = Membership.objects.active().filter(network_id=annex.network_id, authority=annex.declared_by_id)
    here = members.select_for_update(no_key=True).order_by("pk").first()
    if here is None or kind in held(annex.need_id, annex.declared_by_id, kind):
        return False
    record(actor, *set_day(actor, annex, kind, None))
    return kind in held(annex.need_id, annex.declared_by_id, kind)
