"""What a notice says, asked for at the moment it leaves."""

from email.utils import formataddr, parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from access.actor import Actor
from access.refusals import NotVisible
from networks.scoping import actor_in
from networks.subjects import Card, card_of
from notices.models import Notice


def mail_of(notice: Notice, actor: Actor) -> EmailMultiAlternatives | None:
    """The mail in the person's language and time zone; None where they may not see the subject now.

    Its Message-ID is the notice's, so that a mail sent again shows as the same one.
    """
    person = notice.person
    if not person.is_active:
        return None
    with translation.override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        try:
            place = actor_in(person.acting(actor.now), notice.network_id)
            card = card_of(place, notice.subject)
        except NotVisible:
            return None
        return _written(notice, card)


def _written(notice: Notice, card: Card) -> EmailMultiAlternatives:
    words = {
        "notice": notice,
        "title": _one_line(card.title),
        "language": notice.person.language,
        "site_url": settings.SITE_URL,
    }
    template = f"notices/mails/{notice.cause}"
    mail = EmailMultiAlternatives(
        subject=_one_line(render_to_string(f"{template}.subject.txt", words)),
        body=render_to_string(f"{template}.txt", words),
        to=[formataddr((_one_line(notice.person.name), notice.person.email))],
        headers={"Message-ID": f"<notice-{notice.pk}@{_domain()}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(f"{template}.html", words), "text/html")
    return mail


def _one_line(text: str) -> str:
    # A line break in a header would begin another header.
    return " ".join(text.split())


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
