"""The mails of links and codes leave: claimed, sent, and marked, whoever dies in between."""

from typing import TypeVar
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from decisions.links import works
from decisions.models import Signatory, SigningCode
from wire.leases import lease

MOST_AT_ONCE = 500
M = TypeVar("M", Signatory, SigningCode)


def due_mails(actor: Actor, *, model: type[M]) -> list[UUID]:
    """Ids of links or codes whose mail has not left, or whose sender died before saying so."""
    due = model.objects.to_mail(actor.now).order_by("send_after", "pk")
    return list(due.values_list("pk", flat=True)[:MOST_AT_ONCE])


@transaction.atomic
def claim_mail(actor: Actor, *, model: type[M], pk: UUID) -> M | None:
    """Lease one mail to this sender; None where another has it or there is nothing left to send.

    The lease doubles with every try, from two minutes, and ends after eight tries. What belongs to a
    link that was closed since does not leave any more.
    """
    actor.require(Permission.CLOCK_TICK)
    due = model.objects.to_mail(actor.now).filter(pk=pk)
    row: M | None = due.select_for_update(skip_locked=True, of=("self",), no_key=True).first()
    if row is None:
        return None
    if not works(_link_of(row), actor.now):
        row.send_after = None
        row.save(update_fields=["send_after"])
        return None
    lease(row, actor.now)
    return row


@transaction.atomic
def mark_mailed(actor: Actor, *, row: Signatory | SigningCode) -> None:
    """Say that the mail server took the mail. Repeated only if we die between its 250 and this commit."""
    actor.require(Permission.CLOCK_TICK)
    type(row).objects.filter(pk=row.pk, sent_at=None).update(sent_at=actor.now, send_after=None)


def _link_of(row: Signatory | SigningCode) -> Signatory:
    return row if isinstance(row, Signatory) else row.signatory
