"""The engine: what falls due is told to whom the ladder names. It knows no room above."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from journal.events import Event, ReminderDue, ReminderEscalated
from journal.recorder import record
from notices.telling import Telling, tell
from tasks.cadence import morning
from tasks.claims import write_back
from tasks.ladder import Audience, Rung, Step
from tasks.models import Occurrence, Schedule
from tasks.people import Circle

BATCH = 500  # schedules that one transaction claims


class Call(NamedTuple):
    """One person hears of one occurrence, in one capacity."""

    occurrence: Occurrence
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
    schedules = list(Schedule.objects.due(actor.now).claimed(BATCH))
    steps = {one.pk: one.climb(actor.now) for one in schedules}
    write_back(schedules)
    calls = _calls(actor, [one for one in schedules if steps[one.pk].heard], steps)
    tell(map(_telling, calls), now=actor.now)
    record(actor, *map(_fact, calls))
    return [one.pk for one in schedules]


def _calls(actor: Actor, schedules: list[Schedule], steps: dict[UUID, Step]) -> list[Call]:
    """Who hears of what, each person once of each occurrence."""
    if not schedules:
        return []
    audiences = {audience for one in schedules for audience in steps[one.pk].heard}
    circle = Circle(schedules, actor.now, audiences)
    calls: list[Call] = []
    for one in _occurrences(schedules):
        heard = {**steps[one.schedule_id].heard}
        called = {call.person_id: call for call in reversed(list(_called(circle, one, heard)))}
        calls += called.values()
    _ask_deputies(calls)
    return calls


def _called(circle: Circle, one: Occurrence, heard: dict[Audience, Rung]) -> Iterable[Call]:
    for audience in Audience:
        if audience not in heard:
            continue
        people = circle.hearing(one.schedule, audience)
        if audience is Audience.OWNER and one.holder_id != one.schedule.owner_id:
            people = [one.holder_id]  # handed over: whoever has it now hears as its owner would
        yield from (Call(one, person_id, audience, heard[audience]) for person_id in people)


def _ask_deputies(calls: list[Call]) -> None:
    """From now on the deputy sees the reminder, and may answer it."""
    asked = []
    for call in calls:
        if call.audience is Audience.DEPUTY and call.occurrence.deputy_id is None:
            call.occurrence.deputy_id = call.person_id
            asked.append(call.occurrence)
    if asked:
        Occurrence.objects.bulk_update(asked, ["deputy"])


def _occurrences(schedules: list[Schedule]) -> list[Occurrence]:
    """What people know as reminders: made at the first step, found there by those that follow."""
    Occurrence.objects.bulk_create(
        [
            Occurrence(
                network_id=one.network_id,
                schedule=one,
                due_on=one.due_on,
                due_at=morning(one.due_on, zone=one.owner.time_zone),
            )
            for one in schedules
        ],
        ignore_conflicts=True,
    )
    by_id = {one.pk: one for one in schedules}
    rows = list(Occurrence.objects.open().filter(schedule_id__in=by_id).order_by("pk"))
    for row in rows:
        row.schedule = by_id[row.schedule_id]
    return rows


def _telling(call: Call) -> Telling:
    return Telling(
        network_id=call.occurrence.network_id,
        person_id=call.person_id,
        cause=f"reminder_{call.rung.name if call.audience is Audience.OWNER else call.audience}",
        cause_id=call.occurrence.pk,
        subject=call.occurrence.schedule.subject,
        on_date=call.occurrence.due_on,
    )


def _fact(call: Call) -> Event:
    one = call.occurrence
    if call.person_id in one.people:
        return ReminderDue(
            person_id=call.person_id, reminder_id=one.pk, due_at=one.due_at, step=call.rung.name
        )
    return ReminderEscalated(
        person_id=call.person_id, network_id=one.network_id, reminder_id=one.pk, step=call.rung.name
    )
