"""Tasks are given to an authority or a person, changed, and finished."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Forbidden, Invalid, NotVisible
from journal.events import Event, TaskChanged, TaskChangedPrivately, TaskGiven, TaskGivenPrivately
from journal.ids import uuid7
from journal.recorder import record
from networks.models import Seat
from networks.subjects import Subject, card_of
from networks.zones import Zone
from notices.models import Cause
from notices.telling import Telling, tell
from tasks.cadence import ONCE
from tasks.models import Task, TaskState
from tasks.models.schedule import ANSWERING
from tasks.models.task import KIND
from tasks.planning import Plan, change_plan, move_on, plan, seat_of
from wire.preconditions import check_version
from wire.text import readable

LONGEST_DETAILS = 4000
LONGEST_RESULT = 2000


@transaction.atomic
def give_task(
    actor: Actor,
    *,
    title: str,
    due_on: date,
    person_id: UUID | None = None,
    authority_id: UUID | None = None,
    details: str = "",
    zone: str = Zone.NETWORK,
    about: Subject | None = None,
) -> Task:
    """Ask a person, or whoever sits longest for an authority, to do something by a day.

    Raises Invalid for a text that can't be kept, a day that is past or too far away, and a person
    or authority that can't answer here; NotVisible for a subject out of sight.
    """
    actor.require(Permission.TASK_GIVE)
    if zone == Zone.AUTHORITY:
        actor.require(Permission.PRIVATE_ZONE_USE)
    if about is not None:
        card_of(actor, about)
    private_to = actor.authority_id if zone == Zone.AUTHORITY else None
    seat = _asked(actor, person_id, authority_id, private_to)
    task_id = uuid7()
    task = Task(
        id=task_id,
        network_id=seat.network_id,
        zone=_known(zone),
        authority_id=private_to,
        for_authority_id=seat.authority_id,
        title=readable(title, name="title", longest=200),
        details=readable(details, name="details", longest=LONGEST_DETAILS, blank=True),
        about_kind=about.kind if about else "",
        about_id=about.id if about else None,
        given_by_id=actor.person_id,
        given_at=actor.now,
    )
    wanted = Plan(owner_id=seat.user_id, first_on=due_on, cadence=ONCE, named="due_on", policy="task")
    task.schedule = plan(actor, Subject(KIND, task_id), replace(wanted, private_to=private_to))
    task.save(force_insert=True)
    tell([] if seat.user_id == actor.user_id else [_telling(task)], now=actor.now)
    record(actor, given(task))
    return task


@transaction.atomic
def change_task(actor: Actor, *, task: Task, version: int | None = None, **changes: Any) -> Task:
    """Change what is asked: `title`, `details`, `due_on`, `person_id`. Who gave it, or the coordinator, may.

    Raises Forbidden for others, Conflict for a finished task, Stale where `version` is not the
    current one, Invalid as `give_task`.
    """
    actor.require(Permission.TASK_GIVE)
    schedule = task.schedule.locked()
    task = Task.objects.with_people().get(pk=task.pk)
    task.schedule = schedule
    if not task.is_changed_by(actor):
        raise Forbidden(Permission.TASK_MANAGE)
    check_version(task.version, version)
    _check_open(task)
    task.title = readable(changes.get("title", task.title), name="title", longest=200)
    details = changes.get("details", task.details)
    task.details = readable(details, name="details", longest=LONGEST_DETAILS, blank=True)
    wanted = Plan(
        owner_id=changes.get("person_id") or schedule.owner_id,
        deputy_id=None if changes.get("person_id") == schedule.deputy_id else schedule.deputy_id,
        first_on=changes.get("due_on") or schedule.due_on,
        cadence=ONCE,
        named="due_on",
    )
    before = schedule.owner_id
    facts = change_plan(actor, schedule, wanted)
    if schedule.owner_id != before:
        task.for_authority_id = seat_of(actor, schedule.owner_id, named="person").authority_id
        tell([] if schedule.owner_id == actor.user_id else [_telling(task)], now=actor.now)
    task.version += 1
    task.save()
    record(actor, *facts, changed_fact(task))
    return task


@transaction.atomic
def finish_task(
    actor: Actor, *, task: Task, state: str, result: str = "", version: int | None = None
) -> Task:
    """Say that a task is done, or dropped: nobody is reminded of it any more.

    Raises Forbidden for those whose task it is not, Conflict where it was finished before, Stale
    where `version` is not the current one, Invalid for another state.
    """
    actor.require(Permission.TASK_FINISH)
    if state not in (TaskState.DONE, TaskState.DROPPED):
        raise Invalid.field("state", "state", "Choose `done` or `dropped`.")
    result = readable(result, name="result", longest=LONGEST_RESULT, blank=True)
    schedule = task.schedule.locked()
    task = Task.objects.with_people().get(pk=task.pk)
    task.schedule = schedule
    if not (task.is_of(actor) or actor.can(Permission.TASK_MANAGE)):
        raise Forbidden(Permission.TASK_MANAGE)
    check_version(task.version, version)
    _check_open(task)

    task.state, task.result = state, result
    task.finished_at, task.finished_by_id = actor.now, actor.person_id
    task.version += 1
    task.save()
    facts = move_on(actor, schedule, outcome=state, ends=True)
    record(actor, *facts, changed_fact(task))
    return task


def given(task: Task) -> Event:
    """The fact that a task was given, in the stream of those who may read it."""
    authority_id: UUID | None = task.authority_id
    if authority_id is None:
        return TaskGiven(network_id=task.network_id, task_id=task.pk)
    return TaskGivenPrivately(network_id=task.network_id, authority_id=authority_id, task_id=task.pk)


def changed_fact(task: Task) -> Event:
    """The fact that a task is another than before, in the stream of those who may read it."""
    authority_id: UUID | None = task.authority_id
    if authority_id is None:
        return TaskChanged(network_id=task.network_id, task_id=task.pk)
    return TaskChangedPrivately(network_id=task.network_id, authority_id=authority_id, task_id=task.pk)


def _asked(actor: Actor, person_id: UUID | None, authority_id: UUID | None, private_to: UUID | None) -> Seat:
    """The seat of the person who is asked, or of the one who sits longest for the authority."""
    if (person_id is None) == (authority_id is None):
        raise Invalid.field("person", "one_of", "Name either a person or an authority.")
    if person_id is not None:
        return seat_of(actor, person_id, named="person", private_to=private_to)
    seats = Seat.objects.active(actor.now).filter(
        Q(network_id=actor.network_id, authority_id=authority_id, role__in=ANSWERING)
    )
    seat = seats.order_by("started_at", "pk").first()
    if seat is None:
        raise Invalid.field("authority", "no_seat", "Nobody who can answer sits for this authority here.")
    return seat_of(actor, seat.user_id, named="authority", private_to=private_to)


def _known(zone: str) -> str:
    if zone not in (Zone.NETWORK, Zone.AUTHORITY):
        raise Invalid.field("zone", "zone", "Choose `network` or `authority`.")
    return zone


def _check_open(task: Task) -> None:
    if not task.is_open:
        raise Conflict("task_finished", "This task was finished already.")


def _telling(task: Task) -> Telling:
    return Telling(
        network_id=task.network_id,
        person_id=task.schedule.owner_id,
        cause=Cause.TASK_GIVEN,
        cause_id=task.pk,
        subject=Subject(KIND, task.pk),
        on_date=task.schedule.due_on,
    )


def answer_task(actor: Actor, *, id: UUID, outcome: str, note: str) -> date | None:  # noqa: A002 - as the registry calls it
    """Answer a reminder of a task: done, or dropped as not relevant any more. Nothing is due after it."""
    task = Task.objects.visible_to(actor).with_people().filter(pk=id).first()
    if task is None:
        raise NotVisible
    state = TaskState.DROPPED if outcome == "not_relevant" else outcome
    if state not in (TaskState.DONE, TaskState.DROPPED):
        raise Invalid.field("outcome", "outcome", "Choose `done` or `dropped`.")
    finish_task(actor, task=task, state=state, result=note)
    return None
