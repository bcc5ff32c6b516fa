"""The shape of an export of records on the wire: only who keeps them sees it."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from networks.shapes import Named
from records.models import RecordExport


class RecordExportShape(TypedDict):
    """How far an export has come, in percent, and until when `url` gives its archive.

    `problem` is the code of what went wrong; `size` in bytes and `sha256` are of the archive.
    """

    id: UUID
    authority: UUID
    asked_by: Named
    state: str
    progress: int
    problem: str | None
    created_at: datetime
    finished_at: datetime | None
    kept_until: datetime | None
    name: str
    size: int
    sha256: str
    url: str | None


def record_export_shape(export: RecordExport) -> RecordExportShape:
    """An export, read with who asked."""
    return {
        "id": export.pk,
        "authority": export.authority_id,
        "asked_by": {"id": export.asked_by_id, "name": export.asked_by.display_name},
        "state": export.state,
        "progress": export.progress,
        "problem": export.problem or None,
        "created_at": export.created_at,
        "finished_at": export.finished_at,
        "kept_until": export.kept_until,
        "name": export.name,
        "size": export.size,
        "sha256": export.sha256,
        "url": f"/api/v1/record-exports/{export.pk}/content/" if export.is_done else None,
    }
