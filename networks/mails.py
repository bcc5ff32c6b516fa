"""The mail that carries an invitation."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import User
from networks.models import Invitation
from networks.services.invitations import token_of
from wire.mailboxes import mailbox


def invitation_mail(invitation: Invitation) -> EmailMultiAlternatives:
    """The invitation as plain text and HTML, in the reader's language or the inviter's.

    Its Message-ID is the same each time, so that a repeated mail shows as the same one.
    """
    reader = User.objects.filter(email__iexact=invitation.email).first()
    with translation.override((reader or invitation.invited_by).language):
        words = _words(invitation)
        mail = EmailMultiAlternatives(
            subject=_one_line(gettext("Invitation to %(network)s") % {"network": invitation.network.name}),
            body=render_to_string("networks/mails/invitation.txt", words),
            to=[mailbox(reader.display_name if reader else "", invitation.email)],
            headers={
                "Message-ID": f"<invitation-{invitation.pk}@{_domain()}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(render_to_string("networks/mails/invitation.html", words), "text/html")
    return mail


def _words(invitation: Invitation) -> dict[str, Any]:
    return {
        "invitation": invitation,
        "language": translation.get_language(),
        "link": f"{settings.SITE_URL}/invitations/{token_of(invitation)}/",
        "site_url": settings.SITE_URL,
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
