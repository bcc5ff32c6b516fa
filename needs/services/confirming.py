"""An authority says that its annex and volumes still hold, asked by the clock or not."""

from datetime import date
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid, NotVisible
from journal.events import AnnexConfirmed, AnnexConfirmedPrivately, Event
from journal.recorder import record
from needs.confirming import answered
from needs.models import Annex, Status
from needs.redeclaring import redeclare
from needs.services.annexes import own_annex
from needs.services.lines import is_in_trust
from wire.preconditions import check_version

SAYING_SO = ("unchanged", "updated", "done")  # whoever has mended what was not true says that the rest is


@transaction.atomic
def confirm_annex(
    actor: Actor, *, annex: Annex, outcome: str = "unchanged", version: int | None = None
) -> Annex:
    """Say that an annex holds as it stands, and with it every line that the authority has for the need.

    Each line gets a version that says the same from today on; the authority is asked again half a year
    after the round that was due. Raises Forbidden for people of other authorities, Stale where `version`
    is not the current one, Conflict for an annex to a need that was replaced.
    """
    actor.require(Permission.ANNEX_WRITE)
    actor.require(Permission.DEMAND_DECLARE)
    annex = own_annex(actor, annex)
    check_version(annex.version, version)
    if annex.need.status == Status.SUPERSEDED:
        raise Conflict("need_superseded", "This need was replaced: nobody is asked about it any more.")
    is_in_trust(actor, annex.network_id)  # a trust that begins now waits, as for any change of a line

    annex.confirmed_on = actor.now.date()
    annex.version += 1
    facts = answered(actor, annex, outcome)
    annex.save(update_fields=["confirmed_on", "version"])
    facts += redeclare(actor, annex)
    record(actor, *facts, _confirmed(annex))
    return annex


def answer_annex(actor: Actor, *, id: UUID, outcome: str, note: str) -> date | None:  # noqa: A002 - as the registry calls it
    """Answer a reminder of an annex: it holds as it stands. Returns the next date."""
    annex = Annex.objects.visible_to(actor).with_names().filter(pk=id).first()
    if annex is None:
        raise NotVisible
    if outcome not in SAYING_SO:
        raise Invalid.field("outcome", "outcome", "Choose `unchanged`; what has changed, change first.")
    if note:
        raise Invalid.field("note", "note", "Write it in the annex: a reminder of it keeps no note.")
    return confirm_annex(actor, annex=annex, outcome=outcome).next_confirm_on


def _confirmed(annex: Annex) -> Event:
    ids = {"network_id": annex.network_id, "need_id": annex.need_id, "annex_id": annex.pk}
    if annex.is_private:
        return AnnexConfirmedPrivately(**ids, authority_id=annex.declared_by_id, version=annex.version)
    return AnnexConfirmed(**ids, version=annex.version)
