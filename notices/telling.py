"""How a room asks that people be told: a part of its verb, in its transaction, before it records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from access.actor import Actor
from networks.subjects import Subject
from notices.kinds import Way
from notices.manner import Manner
from notices.models import Cause, Notice, State, manners_of
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
    """Have each of these people told once, in the way they want, however often it is asked for.

    One delivery job per call leaves with the commit, for those who are mailed at once. Returns
    the ids of the new notices.
    """
    wanted = list(tellings)
    manners = manners_of(telling.person_id for telling in wanted)
    notices = [_notice(telling, manners[telling.person_id], now) for telling in wanted]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    # A notice that was there before kept its own id.
    new = set(
        Notice.objects.filter(pk__in=[notice.pk for notice in notices])
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    at_once = [
        notice.pk
        for notice in notices
        if notice.pk in new and notice.state == State.WAITING and notice.try_at <= now
    ]
    nudge(DELIVER_JOB, at_once, queue="mail")
    return sorted(new)


def mention(
    actor: Actor, person_ids: Iterable[UUID], *, network_id: UUID, subject: Subject, cause_id: UUID
) -> list[UUID]:
    """Tell people that the actor named them in `subject`, by the words with the id `cause_id`.

    The actor is not told of naming themselves; naming somebody again in the same words tells nobody.
    """
    return tell(
        [
            Telling(
                network_id=network_id,
                person_id=person_id,
                cause=Cause.MENTION,
                cause_id=cause_id,
                subject=subject,
                on_date=actor.now.date(),
            )
            for person_id in sorted({*person_ids} - {actor.user_id})
        ],
        now=actor.now,
    )


def withdraw(cause_ids: Iterable[UUID], *, now: datetime, remark: str) -> int:
    """Tell nobody any more who has not been told yet. Returns how many were spared."""
    waiting = Notice.objects.waiting().filter(cause_id__in=list(cause_ids))
    return waiting.update(state=State.WITHHELD, settled_at=now, remark=remark)


def _notice(telling: Telling, manner: Manner, now: datetime) -> Notice:
    notice = Notice(
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
    way = manner.way_of(notice.kind)
    if way is Way.OFF:
        notice.state, notice.settled_at, notice.remark = State.WITHHELD, now, "not wanted"
    elif way is Way.DIGEST:
        notice.state, notice.try_at = State.GATHERED, manner.next_digest(now)
    elif notice.can_wait(manner.today(now)):
        notice.try_at = manner.awake(now)
    return notice
