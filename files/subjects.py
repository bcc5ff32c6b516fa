"""Files as subjects: what rooms and messages may point at."""

from collections.abc import Iterable
from uuid import UUID

from access.actor import Actor
from files.models import StoredFile
from networks import subjects


def _visible(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, subjects.Card]:
    rows = StoredFile.objects.visible_files(actor, list(ids)).order_by("pk")
    return {row.pk: subjects.Card(title=row.name, path=f"/files/{row.pk}/") for row in rows}


def _network_of(pk: UUID) -> UUID | None:
    return StoredFile.objects.filter(pk=pk).values_list("network_id", flat=True).first()


def register() -> None:
    """Make the kind known."""
    subjects.register(subjects.SubjectKind(kind="file", visible=_visible, network_of=_network_of))
