"""The clock's door: questions that are due are closed, the silent reminded, links and codes mailed."""

import logging
from smtplib import SMTPException
from uuid import UUID

from celery import shared_task
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from access.actor import Actor
from decisions.mails import code_mail, link_mail
from decisions.models import Signatory, SigningCode
from decisions.services import close_due, forget_addresses, forget_codes, prompt_silent
from decisions.services.mailing import M, claim_mail, due_mails, mark_mailed

logger = logging.getLogger("samverk.mail")


@shared_task(name="decisions.close")
def close() -> int:
    """Close what is due. A second one at the same time finds only what the first does not hold."""
    return close_due(Actor.clock(now=timezone.now()))


@shared_task(name="decisions.prompt")
def prompt() -> int:
    """Remind those who have not answered. Running twice finds nothing more to do."""
    return prompt_silent(Actor.clock(now=timezone.now()))


@shared_task(name="decisions.send_links")
def send_links(*, ids: list[str]) -> int:
    """Mail these personal links; one that can't be mailed now is found again by the sweep."""
    return sum(_send(Signatory, UUID(one)) for one in ids)


@shared_task(name="decisions.send_codes")
def send_codes(*, ids: list[str]) -> int:
    """Mail these one-time codes, as links are mailed."""
    return sum(_send(SigningCode, UUID(one)) for one in ids)


@shared_task(name="decisions.sweep_mails")
def sweep_mails() -> int:
    """Mail what no nudge arrived for, or whose sender died."""
    clock = Actor.clock(now=timezone.now())
    codes = sum(_send(SigningCode, pk) for pk in due_mails(clock, model=SigningCode))  # they run out first
    return codes + sum(_send(Signatory, pk) for pk in due_mails(clock, model=Signatory))


@shared_task(name="decisions.forget")
def forget() -> int:
    """Remove codes that are of no use any more, and addresses that were kept long enough."""
    clock = Actor.clock(now=timezone.now())
    return forget_codes(clock) + forget_addresses(clock)


def _send(model: type[M], pk: UUID) -> bool:
    clock = Actor.clock(now=timezone.now())
    row = claim_mail(clock, model=model, pk=pk)
    if row is None:
        return False
    try:
        _mail_of(row).send()
    except (SMTPException, OSError, ValueError) as error:  # the last: an address that no mail can have
        logger.warning("The mail of %s was not sent: %s", row.pk, type(error).__name__)
        return False
    mark_mailed(clock, row=row)
    return True


def _mail_of(row: Signatory | SigningCode) -> EmailMultiAlternatives:
    return link_mail(row) if isinstance(row, Signatory) else code_mail(row)
