"""Links in mails that work without signing in: each a signature of what it is about and of nothing else.

A link to answer names one notice, and so one person and one occasion; it works once and for 30
days. A link to unsubscribe names a person and a kind of news, and works as long as mails are kept.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing

from access.refusals import Conflict, NotVisible
from notices.kinds import Kind
from notices.models import Notice

LASTS = timedelta(days=30)
_ANSWER = "notices.answer"
_UNSUBSCRIBE = "notices.unsubscribe"
DIGEST = "digest"  # stands for a kind where the digest itself is meant


def answer_link(notice: Notice, page: str = "answer") -> str:
    """The address of the page that answers for what the notice is about."""
    return f"{settings.SITE_URL}/{page}/{_signed(notice.pk.hex, _ANSWER)}/"


def unsubscribe_link(person_id: UUID, kind: Kind | None) -> str:
    """The address at which the person hears no more of the kind, or gets no digest."""
    return f"{settings.SITE_URL}/unsubscribe/{_signed(f'{person_id.hex}.{kind or DIGEST}', _UNSUBSCRIBE)}/"


def notice_of(token: str, *, now: datetime) -> Notice:
    """The notice that a link answers for.

    Raises NotVisible for what we never signed, Conflict for a link that was used or is too old.
    """
    rows = Notice.objects.select_related("person", "network")
    notice: Notice | None = rows.filter(pk=UUID(_read(token, _ANSWER))).first()
    if notice is None:
        raise NotVisible
    if notice.answered_at is not None:
        raise Conflict("link_used", "This link has been used. Sign in to see how things stand.")
    if notice.created_at + LASTS <= now:
        raise Conflict("link_expired", "This link has run out. Sign in to answer.")
    return notice


def subscription_of(token: str) -> tuple[UUID, Kind | None]:
    """The person and the kind of news, None for the digest, of a link. Raises NotVisible."""
    person, _dot, kind = _read(token, _UNSUBSCRIBE).partition(".")
    return UUID(person), None if kind == DIGEST else Kind(kind)


def use_link(notice: Notice, *, now: datetime) -> None:
    """Let the link work no more: a part of the verb that answers, in its transaction. Raises Conflict."""
    unused = Notice.objects.filter(pk=notice.pk, answered_at=None)
    if not unused.update(answered_at=now):
        raise Conflict("link_used", "This link has been used. Sign in to see how things stand.")


def _signed(words: str, salt: str) -> str:
    return signing.Signer(salt=salt).sign(words)


def _read(token: str, salt: str) -> str:
    try:
        return signing.Signer(salt=salt).unsign(token)
    except signing.BadSignature:
        raise NotVisible from None
