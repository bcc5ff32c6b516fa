"""The mails to somebody without a seat: the personal link, and the one-time code."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from decisions.codes import code_of
from decisions.links import token_of
from decisions.models import Capacity, Signatory, SigningCode
from wire.mailboxes import mailbox

_SUBJECTS: dict[str, Any] = {
    Capacity.READS: _("Please read: %(title)s"),
    Capacity.SIGNS: _("Please read and sign: %(title)s"),
    Capacity.ANSWERS: _("Please answer: %(title)s"),
}
_ASKED: dict[str, Any] = {
    Capacity.READS: _(
        "%(who)s at %(authority)s asks you to read “%(title)s” in the purchasing network “%(network)s”."
    ),
    Capacity.SIGNS: _(
        "%(who)s at %(authority)s asks you to read and sign “%(title)s” in the purchasing network"
        " “%(network)s”."
    ),
    Capacity.ANSWERS: _(
        "%(who)s asks you to read “%(title)s” in the purchasing network “%(network)s”, and to answer for"
        " %(authority)s."
    ),
}


def link_of(signatory: Signatory) -> str:
    """The personal address."""
    return f"{settings.SITE_URL}/sign/{token_of(signatory)}/"


def link_mail(signatory: Signatory) -> EmailMultiAlternatives:
    """The link, in the language that whoever asked has chosen. Its Message-ID is the same each time."""
    with translation.override(signatory.language):
        about = {
            "who": signatory.invited_by.display_name,
            "authority": signatory.authority.name,
            "title": signatory.question.title,
            "network": signatory.network.name,
        }
        subject = str(_SUBJECTS[signatory.capacity]) % about
        words = {
            "signatory": signatory,
            "link": link_of(signatory),
            "asked": _ASKED[signatory.capacity] % about,
        }
        return _written(signatory, subject, "signing_link", f"signatory-{signatory.pk}", words)


def code_mail(code: SigningCode) -> EmailMultiAlternatives:
    """The code, and nothing of what it opens."""
    with translation.override(code.signatory.language):
        words = {"code": code_of(code)}
        return _written(code.signatory, gettext("Your code"), "signing_code", f"code-{code.pk}", words)


def _written(
    signatory: Signatory, subject: str, template: str, key: str, words: dict[str, Any]
) -> EmailMultiAlternatives:
    words = {**words, "language": translation.get_language(), "site_url": settings.SITE_URL}
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"decisions/mails/{template}.txt", words),
        to=[mailbox(signatory.name, signatory.email)],
        headers={"Message-ID": f"<{key}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(f"decisions/mails/{template}.html", words), "text/html")
    return mail
