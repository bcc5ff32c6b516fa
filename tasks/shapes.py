"""The shape of a reminder on the wire, the same for every reader, and its card."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NotRequired, TypedDict
from uuid import UUID

from access.actor import Actor
from journal.resources import renders
from networks.subjects import Card, SubjectKind, cards_of, register
from tasks.models import Occurrence
from tasks.task_shapes import register_tasks


class AboutShape(TypedDict):
    """What falls due."""

    kind: str
    id: UUID


class ReminderShape(TypedDict):
    """A reminder without what it is about in words."""

    id: UUID
    network: UUID
    about: AboutShape
    due_on: date
    due_at: datetime
    cadence: str
    state: str
    acknowledged_at: datetime | None
    handed_over_at: datetime | None
    answered_at: datetime | None
    outcome: str
    next_due_on: date | None


class CardShape(TypedDict):
    """What is shown of a thing where it is only pointed at."""

    title: str
    path: str
    state: str


class CardedReminderShape(ReminderShape):
    """A reminder with the card of what it is about, where its person may read that."""

    card: NotRequired[CardShape]


def reminder_shape(occurrence: Occurrence) -> ReminderShape:
    """A reminder without what it is about in words: that is asked for whoever reads."""
    schedule = occurrence.schedule
    return {
        "id": occurrence.pk,
        "network": occurrence.network_id,
        "about": {"kind": schedule.subject_kind, "id": schedule.subject_id},
        "due_on": occurrence.due_on,
        "due_at": occurrence.due_at,
        "cadence": schedule.cadence,
        "state": occurrence.state,
        "acknowledged_at": occurrence.acknowledged_at,
        "handed_over_at": occurrence.handed_over_at,
        "answered_at": occurrence.answered_at,
        "outcome": occurrence.outcome,
        "next_due_on": schedule.next_on,
    }


def _reminders(ids: Iterable[UUID]) -> dict[UUID, ReminderShape]:
    rows = Occurrence.objects.filter(pk__in=ids).select_related("schedule").order_by("pk")
    return {row.pk: reminder_shape(row) for row in rows}


def _visible(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Card]:
    mine = Occurrence.objects.visible_to(actor).filter(pk__in=ids)
    rows = [row for row in mine.select_related("schedule").order_by("pk") if row.is_for(actor)]
    cards = cards_of(actor, [row.schedule.subject for row in rows])
    return {
        row.pk: Card(
            title=cards[row.schedule.subject].title, path=f"/reminders/#reminder-{row.pk}", state=row.state
        )
        for row in rows
        if row.schedule.subject in cards
    }


def _network_of(reminder_id: UUID) -> UUID | None:
    return Occurrence.objects.filter(pk=reminder_id).values_list("network_id", flat=True).first()


def register_shapes() -> None:
    """Tell the journal what stands beside the events of reminders, and the house how to point at one."""
    renders(
        "reminder.due",
        "reminder.acknowledged",
        "reminder.handed_over",
        "reminder.answered",
        id_field="reminder_id",
        render=_reminders,
    )
    register(SubjectKind(kind="reminder", visible=_visible, network_of=_network_of))
    register_tasks()
