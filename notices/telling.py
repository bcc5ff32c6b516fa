"""How a room asks that people be told: a part of its verb, in its transaction, before it records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from access.actor import Actor
from journal.ids import uuid7
from networks.subjects import Subject
from notices.kinds import Way
from notices.manner import Manner
from notices.models import Cause, Channel, Notice, State, manners_of
from notices.writing import Row, write_notices
from wire.nudges import nudge

DELIVER_JOB = "notices.deliver"
Outcome = dict[str, Any]


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
    if not wanted:
        return []
    manners = manners_of(telling.person_id for telling in wanted)
    outcomes: dict[object, Outcome] = {}  # people who want to be told alike are: worked out once
    rows = []
    for telling in wanted:
        manner = manners[telling.person_id]
        alike = (id(manner), telling.cause, telling.on_date)
        if alike not in outcomes:
            outcomes[alike] = _outcome(telling, manner, now)
        rows.append(_row(telling, outcomes[alike], now))
    new = write_notices(rows)
    fresh = [row for row in rows if row["id"] in new]
    at_once = [row["id"] for row in fresh if row["state"] == State.WAITING and row["try_at"] <= now]
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


def _outcome(telling: Telling, manner: Manner, now: datetime) -> Outcome:
    """What becomes of it at first, and when it is looked at again."""
    notice = Notice(cause=telling.cause, on_date=telling.on_date)
    way = manner.way_of(notice.kind)
    if way is Way.OFF:
        return {"state": State.WITHHELD, "try_at": now, "settled_at": now, "remark": "not wanted"}
    if way is Way.DIGEST:
        return {"state": State.GATHERED, "try_at": manner.next_digest(now), "settled_at": None, "remark": ""}
    try_at = manner.awake(now) if notice.can_wait(manner.today(now)) else now
    return {"state": State.WAITING, "try_at": try_at, "settled_at": None, "remark": ""}


def _row(telling: Telling, outcome: Outcome, now: datetime) -> Row:
    return {
        "id": uuid7(),
        "network_id": telling.network_id,
        "person_id": telling.person_id,
        "channel": Channel.MAIL,
        "cause": telling.cause,
        "cause_id": telling.cause_id,
        "subject_kind": telling.subject.kind,
        "subject_id": telling.subject.id,
        "on_date": telling.on_date,
        "created_at": now,
        **outcome,
    }
