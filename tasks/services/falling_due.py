"""The engine: what falls due is told to whom the ladder names. It knows no room above."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from journal.events import Event, ReminderDue, ReminderEscalated
from journal.recorder import record
from notices.telling import Telling, tell
from tasks.claims import Claimed, claim, write_back
from tasks.ladder import Audience, Rung, Step
from tasks.people import Circle
from tasks.reminding import Reminder, ask_deputies, reminders_of

BATCH = 500  # schedules that one transaction claims
_RANK = {audience: rank for rank, audience in enumerate(Audience)}


class Call(NamedTuple):
    """One person hears of one reminder, in one capacity."""

    reminder: Reminder
    person_id: UUID
    audience: Audience
    rung: Rung


@transaction.atomic
def send_due(actor: Actor) -> list[UUID]:
    """Let the first 500 schedules whose time has come take their step, and tell whom it names.

    Whatever another tick holds is passed over. People without a seat any more are not told.
    Returns the ids of the schedules: fewer than 500, and nothing else was due.
    """
    actor.require(Permission.CLOCK_TICK)
    schedules = claim(actor.now, BATCH)
    if not schedules:
        return []
    steps = {one.id: one.climb(actor.now) for one in schedules}
    write_back(schedules)
    calls = _calls(actor, [one for one in schedules if steps[one.id].heard], steps)
    tell(map(_telling, calls), now=actor.now)
    record(actor, *map(_fact, calls))
    return [one.id for one in schedules]


def _calls(actor: Actor, schedules: list[Claimed], steps: dict[UUID, Step]) -> list[Call]:
    """Who hears of what, each person once of each reminder."""
    if not schedules:
        return []
    audiences = {audience for one in schedules for audience in steps[one.id].heard}
    circle = Circle(schedules, actor.now, audiences)
    calls: list[Call] = []
    for one in reminders_of(schedules):
        called = {
            call.person_id: call for call in reversed(_called(circle, one, steps[one.schedule.id].heard))
        }
        calls += called.values()
    _ask_deputies(calls)
    return calls


def _called(circle: Circle, one: Reminder, heard: Mapping[Audience, Rung]) -> list[Call]:
    found = []
    for audience in sorted(heard, key=_RANK.__getitem__):
        people = circle.hearing(one.schedule, audience)
        if audience is Audience.OWNER and one.holder_id != one.schedule.owner_id:
            people = [one.holder_id]  # handed over: whoever has it now hears as its owner would
        found += [Call(one, person_id, audience, heard[audience]) for person_id in people]
    return found


def _ask_deputies(calls: list[Call]) -> None:
    asked = []
    for call in calls:
        if call.audience is Audience.DEPUTY and call.reminder.deputy_id is None:
            call.reminder.deputy_id = call.person_id
            asked.append(call.reminder)
    if asked:
        ask_deputies(asked)


def _telling(call: Call) -> Telling:
    return Telling(
        network_id=call.reminder.schedule.network_id,
        person_id=call.person_id,
        cause=f"reminder_{call.rung.name if call.audience is Audience.OWNER else call.audience}",
        cause_id=call.reminder.id,
        subject=call.reminder.schedule.subject,
        on_date=call.reminder.due_on,
    )


def _fact(call: Call) -> Event:
    one = call.reminder
    if call.person_id in one.people:
        return ReminderDue(
            person_id=call.person_id, reminder_id=one.id, due_at=one.due_at, step=call.rung.name
        )
    return ReminderEscalated(
        person_id=call.person_id, network_id=one.schedule.network_id, reminder_id=one.id, step=call.rung.name
    )
