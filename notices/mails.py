"""What letters say, asked for at the moment they leave."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import ngettext

from access.actor import Actor
from access.refusals import NotVisible
from accounts.models import User
from accounts.preferences import in_the_words_of
from networks.scoping import actor_in, actors_in_own_networks
from networks.subjects import Card, card_of, cards_of, kind_of
from notices.kinds import Kind
from notices.links import answer_link, unsubscribe_link
from notices.models import Digest, Notice, State
from notices.words import WORDS
from wire.mailboxes import mailbox

News = list[tuple[Notice, Card]]
MOST_LINES = 50  # of one digest; what is beyond them is found by signing in


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one notice says, in the person's language."""

    title: str
    subject: str
    sentence: str
    why: str
    link: str
    answer: str


def mail_of(notice: Notice, actor: Actor) -> EmailMultiAlternatives | None:
    """The mail in the person's language and time zone; None where they may not see the subject now.

    Its Message-ID is the notice's, so that a mail sent again shows as the same one.
    """
    person = notice.person
    if not person.is_active:
        return None
    with in_the_words_of(person):
        try:
            place = actor_in(person.acting(actor.now), notice.network_id)
            card = card_of(place, notice.subject)
        except NotVisible:
            return None
        line = _line(notice, card)
        is_reminder = notice.cause.startswith("reminder_")
        holds = is_reminder and _may_hold(notice)
        words = {"line": line, "notice": notice, "is_reminder": is_reminder, "may_hold": holds}
        return _written(person, f"notice-{notice.pk}", line.subject, "notice", words, notice.kind)


def _may_hold(notice: Notice) -> bool:
    """Is it an answer to this that nothing has changed?"""
    return "unchanged" in dict(kind_of(notice.subject_kind).outcomes)


def news_of(digest: Digest, actor: Actor) -> News:
    """What was gathered and may be seen now."""
    person = digest.person
    rows = Notice.objects.filter(digest=digest, state=State.GATHERED).select_related("network")
    gathered = list(rows.order_by("network_id", "on_date", "pk"))
    news: News = []
    for place in actors_in_own_networks(person.acting(actor.now)) if person.is_active else []:
        here = [notice for notice in gathered if notice.network_id == place.network_id]
        cards = cards_of(place, {notice.subject for notice in here})
        news += [(notice, cards[notice.subject]) for notice in here if notice.subject in cards]
    return news


def digest_of(digest: Digest, news: News) -> EmailMultiAlternatives | None:
    """One mail with the news, by network; None where there is none."""
    person, count = digest.person, len(news)
    if not news:
        return None
    with in_the_words_of(person):
        lines: dict[str, list[Line]] = defaultdict(list)
        for notice, card in news[:MOST_LINES]:
            lines[notice.network.name].append(_line(notice, card))
        words = {"networks": dict(sorted(lines.items())), "more": max(count - MOST_LINES, 0)}
        subject = ngettext("One thing in your networks", "%(count)d things in your networks", count)
        return _written(person, f"digest-{digest.pk}", subject % {"count": count}, "digest", words, None)


def _line(notice: Notice, card: Card) -> Line:
    words = WORDS[notice.cause]
    title = _one_line(card.title)
    said = {"title": title, "network": _one_line(notice.network.name), "date": _day(notice.on_date)}
    subject = {**said, "title": Truncator(title).chars(100)}
    kind, subject_id = notice.subject
    own_why = kind_of(kind).why if notice.kind in (Kind.DUE, Kind.AHEAD) else ""
    return Line(
        title=title,
        subject=str(words.subject) % subject,
        sentence=str(words.sentence) % said,
        why=str(own_why or words.why),
        link=f"{settings.SITE_URL}/go/{kind}/{subject_id}/",
        answer=answer_link(notice, words.page) if words.is_answerable else "",
    )


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _written(
    person: User, name: str, subject: str, template: str, words: dict[str, Any], kind: Kind | None
) -> EmailMultiAlternatives:
    way_out = unsubscribe_link(person.pk, kind)
    words |= {"language": person.language, "site_url": settings.SITE_URL, "way_out": way_out}
    mail = EmailMultiAlternatives(
        subject=_one_line(subject),
        body=render_to_string(f"notices/mails/{template}.txt", words),
        to=[mailbox(person.name, person.email)],
        headers={
            "Message-ID": f"<{name}@{_domain()}>",
            "Auto-Submitted": "auto-generated",
            # RFC 8058: the reader's own mail program can unsubscribe with one click.
            "List-Unsubscribe": f"<{way_out}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string(f"notices/mails/{template}.html", words), "text/html")
    return mail


def _one_line(text: str) -> str:
    # A line break in a header would begin another header.
    return " ".join(text.split())


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
