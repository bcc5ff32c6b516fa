"""The clock's door: invitations are mailed, seats that ran out are ended."""

import logging
from smtplib import SMTPException
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from access.actor import Actor
from networks.mails import invitation_mail
from networks.services.seats import end_run_out_seats
from networks.services.sending import claim_invitation, due_invitations, mark_invitation_sent

logger = logging.getLogger("samverk.mail")


@shared_task(name="networks.send_invitations")
def send_invitations(*, ids: list[str]) -> int:
    """Mail these invitations; one that can't be mailed now is found again by the sweep."""
    return sum(_send(UUID(one)) for one in ids)


@shared_task(name="networks.sweep_invitations")
def sweep_invitations() -> int:
    """Mail what no nudge arrived for, or whose sender died."""
    return sum(_send(one) for one in due_invitations(Actor.clock(now=timezone.now())))


@shared_task(name="networks.end_run_out_seats")
def sweep_seats() -> int:
    """End the seats whose date has passed."""
    return end_run_out_seats(Actor.clock(now=timezone.now()))


def _send(invitation_id: UUID) -> bool:
    clock = Actor.clock(now=timezone.now())
    invitation = claim_invitation(clock, invitation_id=invitation_id)
    if invitation is None:
        return False
    try:
        invitation_mail(invitation).send()
    except (SMTPException, OSError) as error:
        logger.warning("Invitation %s was not mailed: %s", invitation.pk, error)
        return False
    mark_invitation_sent(clock, invitation=invitation)
    return True
