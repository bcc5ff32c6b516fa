"""The shape of a task on the wire, the same for every reader, and its card."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from access.actor import Actor
from access.policy import Permission
from journal.events import Event
from journal.resources import renders
from networks.shapes import Named
from networks.subjects import Card, SubjectKind, register
from tasks.models import Task, TaskState
from tasks.models.task import KIND
from tasks.services.giving import answer_task, changed_fact


class TaskAboutShape(TypedDict):
    """What a task came out of."""

    kind: str
    id: UUID


class TaskShape(TypedDict):
    """A task, who gave it, and whose it is."""

    id: UUID
    network: UUID
    zone: str
    title: str
    details: str
    about: TaskAboutShape | None
    given_by: Named
    given_at: datetime
    authority: Named
    owner: Named
    due_on: date | None
    state: str
    finished_at: datetime | None
    result: str
    version: int


class MineShape(TypedDict):
    """Is it the reader's, or their authority's, to do?"""

    owner: bool


class TaskDetailShape(TaskShape):
    """A task with what its reader may do with it."""

    abilities: list[str]
    mine: MineShape


def task_shape(task: Task) -> TaskShape:
    """A task, read by `with_people()`. A finished one is due no more, and says when it was meant to be."""
    schedule = task.schedule
    return {
        "id": task.pk,
        "network": task.network_id,
        "zone": task.zone,
        "title": task.title,
        "details": task.details,
        "about": {"kind": task.about_kind, "id": task.about_id} if task.about_id else None,
        "given_by": {"id": task.given_by_id, "name": task.given_by.display_name},
        "given_at": task.given_at,
        "authority": {"id": task.for_authority_id, "name": task.for_authority.name},
        "owner": {"id": schedule.owner_id, "name": schedule.owner.display_name},
        "due_on": schedule.next_on,
        "state": task.state,
        "finished_at": task.finished_at,
        "result": task.result,
        "version": task.version,
    }


def task_detail_shape(task: Task, actor: Actor) -> TaskDetailShape:
    """A task, and what this person may do with it."""
    return {
        **task_shape(task),
        "abilities": _abilities(task, actor),
        "mine": {"owner": task.schedule.owner_id == actor.user_id},
    }


def _abilities(task: Task, actor: Actor) -> list[str]:
    if not task.is_open:
        return []
    able = []
    if actor.can(Permission.TASK_GIVE) and task.is_changed_by(actor):
        able.append("task.change")
    if actor.can(Permission.TASK_FINISH) and (task.is_of(actor) or actor.can(Permission.TASK_MANAGE)):
        able.append("task.finish")
    return able


def _tasks(ids: Iterable[UUID]) -> dict[UUID, TaskShape]:
    rows = Task.objects.with_people().filter(pk__in=ids).order_by("pk")
    return {row.pk: task_shape(row) for row in rows}


def _visible(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Card]:
    rows = Task.objects.visible_to(actor).filter(pk__in=ids).order_by("pk")
    return {row.pk: Card(title=row.title, path=f"/tasks/{row.pk}/", state=row.state) for row in rows}


def _network_of(task_id: UUID) -> UUID | None:
    return Task.objects.filter(pk=task_id).values_list("network_id", flat=True).first()


def _changed(task_id: UUID) -> Event:
    return changed_fact(Task.objects.get(pk=task_id))


def register_tasks() -> None:
    """Tell the journal what stands beside the events, and the house how to point at a task."""
    renders(
        "task.given",
        "task.given_privately",
        "task.changed",
        "task.changed_privately",
        id_field="task_id",
        render=_tasks,
    )
    register(
        SubjectKind(
            kind=KIND,
            visible=_visible,
            network_of=_network_of,
            answered=answer_task,
            outcomes=tuple(choice for choice in TaskState.choices if choice[0] != TaskState.OPEN),
            changed=_changed,
        )
    )
