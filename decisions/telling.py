"""Who hears of a question: everybody who may speak for an authority that is asked, and who sent a link."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from decisions.mandate import mandated
from decisions.models import KIND, Question, Signatory
from networks.subjects import Subject
from notices.models import Cause
from notices.telling import Telling, tell


def tell_asked(question: Question, authorities: Collection[UUID], *, now: datetime) -> None:
    """Say that a question waits for them."""
    _tell(question, authorities, Cause.DECISION_ASKED, on=_day(question.closes_at), now=now)


def tell_closed(question: Question, authorities: Collection[UUID], *, now: datetime) -> None:
    """Say that it is decided."""
    _tell(question, authorities, Cause.DECISION_CLOSED, on=_day(now), now=now)


def tell_silent(question: Question, authorities: Collection[UUID], cause: str, *, now: datetime) -> None:
    """Remind those who have not answered."""
    _tell(question, authorities, cause, on=_day(question.closes_at), now=now)


def tell_blocked(signatory: Signatory, *, now: datetime) -> None:
    """Say to whoever asked somebody without a seat that wrong codes have closed the link."""
    told = Telling(
        network_id=signatory.network_id,
        person_id=signatory.invited_by_id,
        cause=Cause.DECISION_LINK_CLOSED,
        cause_id=signatory.pk,
        subject=Subject(KIND, signatory.question_id),
        on_date=_day(now),
    )
    tell([told], now=now)


def _tell(question: Question, authorities: Collection[UUID], cause: str, *, on: date, now: datetime) -> None:
    there = mandated(now).filter(Q(network_id=question.network_id, authority_id__in=list(authorities)))
    tell(
        [
            Telling(
                network_id=question.network_id,
                person_id=person_id,
                cause=cause,
                cause_id=question.pk,
                subject=Subject(KIND, question.pk),
                on_date=on,
            )
            for person_id in there.order_by("user_id").values_list("user_id", flat=True)
        ],
        now=now,
    )


def _day(at: datetime) -> date:
    """The day at the house's clock, whoever asks from wherever."""
    return timezone.localtime(at, timezone.get_default_timezone()).date()
