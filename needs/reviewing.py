"""A need's owner is asked whether it still holds: parts of verbs, in their transaction."""

from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from access.actor import Actor
from access.refusals import Conflict
from journal.events import Event
from needs.ending import end_review
from needs.keeping import in_sight
from needs.models import KIND, Need, Status
from networks.subjects import Subject
from tasks.cadence import Cadence
from tasks.planning import MOVED, Plan, begin_for, change_plan, plan

A_YEAR = relativedelta(months=12)
HOME = ZoneInfo("Europe/Stockholm")


def in_sight_on_time(actor: Actor, need: Need) -> Need:
    """The need under its locks, its schedule's first, as answers take them. Raises NotVisible."""
    schedule = need.schedule.locked() if need.schedule else None
    need = in_sight(actor, need)
    need.schedule = schedule or need.schedule
    return need


def replan(actor: Actor, need: Need, changes: dict[str, Any]) -> list[Event]:
    """Have the owner of a locked need asked on another day, or another owner, where `changes` say so.

    Raises Invalid for a day that is past or too far away, Conflict for a need that was replaced.
    Returns the facts.
    """
    schedule, day = need.schedule, changes.get("next_review_on", need.next_review_on)
    if day is None:
        return end_review(actor, need, MOVED)
    if need.status == Status.SUPERSEDED:
        raise Conflict("need_superseded", "This need was replaced: nobody is asked about it any more.")
    wanted = Plan(
        owner_id=need.owner_id if schedule is None or "owner_id" in changes else schedule.owner_id,
        deputy_id=schedule.deputy_id if schedule else None,
        first_on=day,
        cadence=Cadence.YEARLY,
        private_to=need.authority_id,
    )
    if schedule is not None:
        return change_plan(actor, schedule, wanted)
    need.schedule = plan(actor, Subject(KIND, need.pk), wanted)
    return []


def begin_review(actor: Actor, need: Need) -> None:
    """Have the owner of a locked need asked in a year, unless a day was chosen. The caller saves the need."""
    if need.next_review_on is not None:
        return
    day = actor.now.astimezone(HOME).date() + A_YEAR
    if need.schedule is not None:
        need.schedule.begin(day, actor.now)
        need.schedule.save()
        return
    wanted = Plan(owner_id=need.owner_id, first_on=day, cadence=Cadence.YEARLY, private_to=need.authority_id)
    need.schedule = begin_for(
        need.owner,
        need.owner_authority,
        Subject(KIND, need.pk),
        network_id=need.network_id,
        wanted=wanted,
        now=actor.now,
    )
