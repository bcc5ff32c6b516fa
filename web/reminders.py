"""A person's open reminders with what they are about, as pages show them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from networks.scoping import actors_in_own_networks
from networks.subjects import Card, Subject, cards_of, points_of
from tasks.models import Occurrence, Task

KINDS = {
    "analysis": _("Market analysis"),
    "annex": _("Annex and volumes"),
    "contract_end": _("Contract that ends"),
    "expected_decision": _("Expected decision"),
    "need": _("Need"),
    "realised_volume": _("What was bought"),
    "task": _("Task"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One reminder and the card of its subject; `points` are what it asks about, where that is several."""

    occurrence: Occurrence
    card: Card
    points: tuple[Card, ...] = ()

    @property
    def kind(self) -> str:
        """What it is, in a word for people."""
        return str(KINDS.get(self.occurrence.schedule.subject_kind, ""))


def open_reminders(actor: Actor) -> list[Reminder]:
    """What waits for the person's answer and can still be read by them, longest due first."""
    rows = Occurrence.objects.visible_to(actor).open().select_related("schedule", "network")
    waiting = list(rows.order_by("due_at", "pk")[:200])
    cards: dict[Subject, Card] = {}
    points: dict[Subject, tuple[Card, ...]] = {}
    for place in actors_in_own_networks(actor) if waiting else []:
        here = [row.schedule.subject for row in waiting if row.network_id == place.network_id]
        cards |= cards_of(place, here)
        points |= points_of(place, here)
    return [
        Reminder(
            occurrence=row, card=cards[row.schedule.subject], points=points.get(row.schedule.subject, ())
        )
        for row in waiting
        if row.schedule.subject in cards
    ]


def count_open_reminders(actor: Actor) -> int:
    """How many reminders wait for the person's answer."""
    return Occurrence.objects.visible_to(actor).open().count()


def open_tasks(actor: Actor) -> list[Task]:
    """What the person was asked to do, in all their networks, soonest due first: one query per network."""
    mine = [
        task
        for place in actors_in_own_networks(actor)
        for task in Task.objects.visible_to(place)
        .open()
        .filter(schedule__owner_id=actor.person_id)
        .with_people()
        .order_by("schedule__next_on", "pk")[:100]
    ]
    return sorted(mine, key=lambda task: (task.schedule.due_on, task.pk))
