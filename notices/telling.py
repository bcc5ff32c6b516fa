"""How a room asks that people be told: a part of its verb, in its transaction, before it records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from networks.subjects import Subject
from notices.models import Notice, State
from wire.nudges import nudge

DELIVER_JOB = "notices.deliver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Who is to be told of what, and why. The cause and its id make it once only."""

    network_id: UUID
    person_id: UUID
    cause: str
    cause_id: UUID
    subject: Subject
    on_date: date


def tell(tellings: Iterable[Telling], *, now: datetime) -> list[UUID]:
    """Have each of these people told once by mail, however often it is asked for.

    One delivery job per call leaves with the commit. Returns the ids of the new notices.
    """
    notices = [
        Notice(
            network_id=telling.network_id,
            person_id=telling.person_id,
            cause=telling.cause,
            cause_id=telling.cause_id,
            subject_kind=telling.subject.kind,
            subject_id=telling.subject.id,
            on_date=telling.on_date,
            created_at=now,
            try_at=now,
        )
        for telling in tellings
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    # A notice that was there before kept its own id.
    new = Notice.objects.filter(pk__in=[notice.pk for notice in notices]).order_by("pk")
    ids = list(new.values_list("pk", flat=True))
    nudge(DELIVER_JOB, ids, queue="mail")
    return ids


def withdraw(cause_ids: Iterable[UUID], *, now: datetime, remark: str) -> int:
    """Tell nobody any more who has not been told yet. Returns how many were spared."""
    waiting = Notice.objects.waiting().filter(cause_id__in=list(cause_ids))
    return waiting.update(state=State.WITHHELD, settled_at=now, remark=remark)
