"""A person says how they want to be told, in which rhythm, and that they want to hear no more."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Invalid
from accounts.models import User
from journal.events import NoticesChanged
from journal.recorder import record
from notices.kinds import Kind, Way
from notices.manner import Every
from notices.models import KIND_OF, Notice, NoticeQuerySet, Preference, Rhythm, State, manner_of


@transaction.atomic
def change_rhythm(
    actor: Actor, *, every: str, weekday: int, hour: int, quiet_from: int, quiet_until: int
) -> Rhythm:
    """Say when digests come, and when nothing does. What waits already waits by the new rhythm.

    Raises Invalid for what is no rhythm, weekday (0 is Monday) or hour of a day.
    """
    actor.require(Permission.PROFILE_EDIT)
    if every not in set(Every):
        raise Invalid.field("every", "every", f"Choose one of {', '.join(Every)}.")
    if not 0 <= weekday <= 6:
        raise Invalid.field("weekday", "weekday", "Choose a day from 0, Monday, to 6, Sunday.")
    for name, value in {"hour": hour, "quiet_from": quiet_from, "quiet_until": quiet_until}.items():
        if not 0 <= value <= 23:
            raise Invalid.field(name, "hour", "Choose an hour from 0 to 23.")
    rhythm, _made = Rhythm.objects.update_or_create(
        person_id=actor.person_id,
        defaults={
            "every": every,
            "weekday": weekday,
            "hour": hour,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
        },
    )
    _wait_anew(actor)
    record(actor, NoticesChanged(person_id=actor.person_id))
    return rhythm


@transaction.atomic
def change_ways(actor: Actor, *, ways: Mapping[str, str]) -> None:
    """Say by what way one hears of each of these kinds of news; others stay. Raises Invalid for unknown ones.

    What is not wanted any more and has not left yet does not leave.
    """
    actor.require(Permission.PROFILE_EDIT)
    for kind, way in ways.items():
        if kind not in set(Kind) or way not in set(Way):
            raise Invalid.field(kind, "way", f"Choose one of {', '.join(Way)}, for {', '.join(Kind)}.")
        Preference.objects.update_or_create(person_id=actor.person_id, kind=kind, defaults={"way": way})
    _drop(actor, {Kind(kind) for kind, way in ways.items() if way == Way.OFF})
    record(actor, NoticesChanged(person_id=actor.person_id))


@transaction.atomic
def unsubscribe(actor: Actor, *, kind: Kind | None) -> None:
    """Mail no more of this kind, or no digest at all where it is None."""
    actor.require(Permission.PROFILE_EDIT)
    if kind is None:
        Rhythm.objects.update_or_create(person_id=actor.person_id, defaults={"every": Every.NEVER.value})
        _wait_anew(actor)
    else:
        Preference.objects.update_or_create(
            person_id=actor.person_id, kind=kind.value, defaults={"way": Way.OFF.value}
        )
        _drop(actor, {kind})
    record(actor, NoticesChanged(person_id=actor.person_id))


def _wait_anew(actor: Actor) -> None:
    waiting = Notice.objects.to_gather().filter(person_id=actor.person_id)
    manner = manner_of(User.objects.get(pk=actor.person_id))
    if manner.every is Every.NEVER:
        _withhold(waiting, actor.now)
    else:
        waiting.update(try_at=manner.next_digest(actor.now))


def _drop(actor: Actor, kinds: set[Kind]) -> None:
    causes = [cause for cause, kind in KIND_OF.items() if kind in kinds]
    waiting = Notice.objects.waiting().filter(person_id=actor.person_id, cause__in=causes)
    _withhold(waiting, actor.now)


def _withhold(notices: NoticeQuerySet, now: datetime) -> None:
    notices.update(state=State.WITHHELD, settled_at=now, remark="not wanted")
