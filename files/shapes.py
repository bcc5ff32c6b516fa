"""The shape of files on the wire, the same for every reader."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from files.models import StoredFile
from journal.resources import renders
from networks.shapes import Named


class FileShape(TypedDict):
    """A file without its bytes, which `url` gives to whoever may read it. Erased, it has no name left."""

    id: UUID
    network: UUID
    zone: str
    authority: UUID | None
    members_only: bool
    name: str
    media_type: str
    size: int
    sha256: str
    width: int | None
    height: int | None
    state: str
    uploaded_by: Named
    uploaded_for: Named
    created_at: datetime
    erased_at: datetime | None
    url: str


class FileDetailShape(FileShape):
    """A file with what its reader may do with it."""

    abilities: list[str]


def url_of(file_id: UUID) -> str:
    """Where the bytes are, as a path; also what an `<img>` may name."""
    return f"/api/v1/files/{file_id}/content/"


def file_shape(file: StoredFile) -> FileShape:
    """A file without its bytes."""
    return {
        "id": file.pk,
        "network": file.network_id,
        "zone": file.zone,
        "authority": file.authority_id,
        "members_only": file.members_only,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "width": file.width,
        "height": file.height,
        "state": file.state,
        "uploaded_by": {"id": file.uploaded_by_id, "name": file.uploaded_by.display_name},
        "uploaded_for": {"id": file.uploaded_for_id, "name": file.uploaded_for.name},
        "created_at": file.created_at,
        "erased_at": file.erased_at,
        "url": url_of(file.pk),
    }


def _files(ids: Iterable[UUID]) -> dict[UUID, FileShape]:
    # Observers listen to the network's stream too: of a file for members alone they hear an id.
    rows = StoredFile.objects.filter(pk__in=ids, members_only=False).order_by("pk")
    return {row.pk: file_shape(row) for row in rows.select_related("uploaded_by", "uploaded_for")}


def register() -> None:
    """Tell the journal which shape stands beside which event."""
    renders(
        *("file.stored", "file.stored_privately", "file.erased", "file.erased_privately"),
        *("file.set_aside", "file.set_aside_privately", "file.shared"),
        id_field="file_id",
        render=_files,
    )
