"""Documents as subjects: what rooms, reminders and sockets may point at."""

from collections.abc import Iterable
from uuid import UUID

from access.actor import Actor
from documents.models import Document
from networks import subjects


def _visible(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, subjects.Card]:
    rows = Document.objects.visible_to(actor).filter(pk__in=ids).order_by("pk")
    return {row.pk: subjects.Card(title=row.title, path=f"/documents/{row.pk}/") for row in rows}


def _network_of(pk: UUID) -> UUID | None:
    return Document.objects.filter(pk=pk).values_list("network_id", flat=True).first()


def _heard(actor: Actor) -> list[UUID]:
    return list(Document.objects.visible_to(actor).order_by("pk").values_list("pk", flat=True))


def register() -> None:
    """Make the kind known."""
    subjects.register(
        subjects.SubjectKind(kind="document", visible=_visible, network_of=_network_of, heard=_heard)
    )
