"""The shapes of errands on the wire: only who asked sees them."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from documents.models.errand import ErrandState, Export, Import


class ErrandShape(TypedDict):
    """How far an errand has come, in percent; `problem` is the code of what went wrong."""

    id: UUID
    state: str
    progress: int
    problem: str | None
    created_at: datetime
    finished_at: datetime | None


class ExportShape(ErrandShape):
    """A document as a file, which `url` gives while it is kept: a day."""

    document: UUID
    format: str
    name: str
    size: int
    url: str | None


class ImportShape(ErrandShape):
    """A file that becomes a document; `url` is the document's page."""

    name: str
    title: str
    zone: str
    document: UUID | None
    url: str | None


def export_shape(export: Export) -> ExportShape:
    """An export."""
    is_done = export.state == ErrandState.DONE
    return {
        **_errand(export),
        "document": export.document_id,
        "format": export.form,
        "name": export.name,
        "size": export.size,
        "url": f"/api/v1/exports/{export.pk}/content/" if is_done else None,
    }


def import_shape(wanted: Import) -> ImportShape:
    """An import."""
    return {
        **_errand(wanted),
        "name": wanted.name,
        "title": wanted.title,
        "zone": wanted.zone,
        "document": wanted.document_id,
        "url": f"/documents/{wanted.document_id}/" if wanted.document_id else None,
    }


def _errand(errand: Export | Import) -> ErrandShape:
    return {
        "id": errand.pk,
        "state": errand.state,
        "progress": errand.progress,
        "problem": errand.problem or None,
        "created_at": errand.created_at,
        "finished_at": errand.finished_at,
    }
