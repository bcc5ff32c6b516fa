"""Tasks, and reminders of the authority's people."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from networks.models import Seat
from records.kinds.kind import Kind, named
from records.sight import Sight
from tasks.models import Occurrence, Task
from tasks.shapes import reminder_shape
from tasks.task_shapes import task_shape


def _tasks(sight: Sight) -> "QuerySet[Any]":
    rows = Task.objects.visible_to(sight.actor).filter(sight.ours_if_past("for_authority_id"))
    return rows.with_people().order_by("pk")


def _task(_sight: Sight, row: Task) -> Mapping[str, Any]:
    return task_shape(row)


def _sat(sight: Sight, person: str, moment: str) -> Exists:
    """Did a person sit for the authority at a moment? Both are fields of an occurrence."""
    return Exists(
        Seat.objects.filter(
            Q(ended_at=None) | Q(ended_at__gte=OuterRef(moment)),
            network_id=OuterRef("network_id"),
            authority_id=sight.authority_id,
            user_id=OuterRef(person),
            started_at__lte=OuterRef(moment),
        )
    )


def _reminders(sight: Sight) -> "QuerySet[Any]":
    """What fell due for whoever sat for the authority on that day, and what such a person answered."""
    rows = Occurrence.objects.filter(network=sight.network).annotate(
        is_our_answer=_sat(sight, "answered_by_id", "answered_at"),
        is_our_duty=_sat(sight, "schedule__owner_id", "due_at"),
    )
    rows = rows.filter(Q(is_our_answer=True) | Q(is_our_duty=True))
    ours = Q(schedule__private_to=None) | Q(schedule__private_to=sight.authority_id)
    return rows.filter(ours).select_related("schedule__owner", "answered_by").order_by("pk")


def _reminder(sight: Sight, row: Any) -> Mapping[str, Any]:
    """Who has the duty now may be somebody else's: what they wrote is theirs."""
    is_ours = row.is_our_answer or row.schedule.private_to == sight.authority_id
    return {
        **reminder_shape(row),
        "owner": named(row.schedule.owner),
        "answered_by": named(row.answered_by),
        "reason": row.reason if is_ours else "",
    }


KINDS = [
    Kind(name="tasks", title=_("Tasks"), rows=_tasks, shape=_task),
    Kind(name="our_reminders", title=_("Reminders to our people"), rows=_reminders, shape=_reminder),
]
