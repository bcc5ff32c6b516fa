"""Needs as subjects: what rooms, documents and reminders may point at."""

from collections.abc import Iterable
from uuid import UUID

from access.actor import Actor
from needs.models import KIND, Need
from networks import subjects


def _visible(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, subjects.Card]:
    rows = Need.objects.visible_to(actor).filter(pk__in=ids).order_by("pk")
    return {
        row.pk: subjects.Card(title=row.title, path=f"/needs/{row.pk}/", state=row.status) for row in rows
    }


def _network_of(pk: UUID) -> UUID | None:
    return Need.objects.filter(pk=pk).values_list("network_id", flat=True).first()


def register() -> None:
    """Make the kind known."""
    subjects.register(subjects.SubjectKind(kind=KIND, visible=_visible, network_of=_network_of))
