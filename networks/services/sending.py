"""An invitation's mail leaves: claimed, sent, and marked, each step surviving the death of the one before."""

from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from networks.models import Invitation
from wire.leases import lease


def due_invitations(actor: Actor, *, limit: int = 500) -> list[UUID]:
    """Ids of invitations whose mail has not left, or whose sender died before saying so."""
    due = Invitation.objects.open().filter(sent_at=None, send_after__lte=actor.now, expires_at__gt=actor.now)
    return list(due.order_by("send_after", "pk").values_list("pk", flat=True)[:limit])


@transaction.atomic
def claim_invitation(actor: Actor, *, invitation_id: UUID) -> Invitation | None:
    """Lease one invitation to this sender; None where another has it or nothing is left to do.

    The lease doubles with every try, from two minutes, and ends after eight tries.
    """
    actor.require(Permission.CLOCK_TICK)
    due = Invitation.objects.open().filter(pk=invitation_id, sent_at=None, send_after__lte=actor.now)
    row = due.select_for_update(skip_locked=True, of=("self",), no_key=True).first()
    if row is None or row.expires_at <= actor.now:
        return None
    lease(row, actor.now)
    return row


@transaction.atomic
def mark_invitation_sent(actor: Actor, *, invitation: Invitation) -> None:
    """Say that the mail server took the mail. Repeated only if we die between its 250 and this commit."""
    actor.require(Permission.CLOCK_TICK)
    Invitation.objects.filter(pk=invitation.pk, sent_at=None).update(sent_at=actor.now, send_after=None)
