"""The shape of documents on the wire, the same for every reader."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from documents.models import Document
from journal.resources import renders
from networks.shapes import Named


class About(TypedDict):
    """What a document is about: a kind of thing, and its id."""

    kind: str
    id: UUID


class DocumentShape(TypedDict):
    """A document without its content."""

    id: UUID
    network: UUID
    title: str
    zone: str
    authority: UUID | None
    members_only: bool
    about: About | None
    language: str
    epoch: str
    created_by: Named
    started_at_authority: Named
    created_at: datetime
    shared_at: datetime | None
    version: int


class DocumentDetailShape(DocumentShape):
    """A document with what its reader may do with it."""

    abilities: list[str]
    mine: dict[str, Any]


def document_shape(document: Document) -> DocumentShape:
    """A document without its content, which is read and written over its socket."""
    return {
        "id": document.pk,
        "network": document.network_id,
        "title": document.title,
        "zone": document.zone,
        "authority": document.authority_id,
        "members_only": document.members_only,
        "about": {"kind": document.about_kind, "id": document.about_id} if document.about_id else None,
        "language": document.language,
        "epoch": document.epoch,
        "created_by": {"id": document.created_by_id, "name": document.created_by.display_name},
        "started_at_authority": {
            "id": document.started_at_authority_id,
            "name": document.started_at_authority.name,
        },
        "created_at": document.created_at,
        "shared_at": document.shared_at,
        "version": document.version,
    }


def _documents(ids: Iterable[UUID]) -> dict[UUID, DocumentShape]:
    rows = Document.objects.filter(pk__in=ids).select_related("created_by", "started_at_authority")
    return {row.pk: document_shape(row) for row in rows.order_by("pk")}


def register() -> None:
    """Tell the journal which shape stands beside which event."""
    renders(
        "document.created",
        "document.created_privately",
        "document.shared",
        id_field="document_id",
        render=_documents,
    )
