"""The shapes of revisions on the wire, the same for every reader who sees them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from documents.models import Revision
from journal.resources import renders
from networks.shapes import Named
from networks.zones import Zone


class Author(TypedDict):
    """Somebody who wrote, and for which authority."""

    person: Named
    authority: Named


class RevisionShape(TypedDict):
    """A revision without what is in it; `hash` is SHA-256 of its content as canonical JSON."""

    id: UUID
    document: UUID
    number: int
    kind: str
    name: str
    zone: str
    seq: int
    hash: str
    authors: list[Author]
    made_by: Named | None
    restored_from: UUID | None
    at: datetime


class RevisionDetailShape(RevisionShape):
    """A revision with what the editor showed, as ProseMirror's JSON and as HTML."""

    content: dict[str, Any]
    html: str
    abilities: list[str]


class ChangeShape(TypedDict):
    """A paragraph, heading or the like that was `added`, `removed` or `changed`, and its words."""

    kind: str
    before: str | None
    after: str | None


DiffShape = TypedDict(
    "DiffShape",
    {"from": UUID | None, "to": UUID | None, "html": str, "changes": list[ChangeShape]},
)
DiffShape.__doc__ = "What differs between two revisions; null is the empty document, or how it is now."


def revision_shape(revision: Revision) -> RevisionShape:
    """A revision without what is in it."""
    maker = revision.made_by
    return {
        "id": revision.pk,
        "document": revision.document_id,
        "number": revision.number,
        "kind": revision.kind,
        "name": revision.name,
        "zone": revision.zone,
        "seq": revision.seq,
        "hash": revision.content_hash,
        "authors": [
            {
                "person": {"id": author.person_id, "name": author.person.display_name},
                "authority": {"id": author.authority_id, "name": author.authority.name},
            }
            for author in revision.authors.all()
        ],
        "made_by": {"id": maker.pk, "name": maker.display_name} if maker else None,
        "restored_from": revision.restored_from_id,
        "at": revision.at,
    }


def _revisions(ids: Iterable[UUID]) -> dict[UUID, RevisionShape]:
    # What is private is told by its id alone: the document's stream has more readers than it has.
    rows = Revision.objects.filter(pk__in=ids).exclude(zone=Zone.AUTHORITY).defer("content")
    return {row.pk: revision_shape(row) for row in rows.named().order_by("pk")}


def register() -> None:
    """Tell the journal which shape stands beside which event."""
    renders("revision.made", "revision.restored", id_field="revision_id", render=_revisions)
