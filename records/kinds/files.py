"""Attachments and pictures, with their bytes."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from files import storage
from files.models import State, StoredFile
from files.shapes import file_shape
from messaging.models import Attachment
from records.kinds.kind import Kind
from records.names import path_of
from records.packing import Part
from records.sight import Sight


def _files(sight: Sight) -> "QuerySet[Any]":
    # What was set aside nobody can have; that a file was erased is told.
    rows = StoredFile.objects.visible_to(sight.actor).filter(state__in=[State.KEPT, State.ERASED])
    rows = rows.select_related("uploaded_by", "uploaded_for").order_by("pk")
    if sight.until is None:
        return rows
    # When a picture was shared is not kept: of others' files only those that messages brought.
    said = Attachment.objects.filter(file=OuterRef("pk"), message__created_at__lte=sight.until)
    return rows.filter(Q(uploaded_for_id=sight.authority_id) | Exists(said))


def _file(sight: Sight, row: StoredFile) -> Mapping[str, Any]:
    path = _path(sight, row) if row.is_kept else None
    return {**file_shape(row), "path": path}


def _path(sight: Sight, row: StoredFile) -> str:
    return path_of(sight.folder, "files", row.pk, row.name)


def _parts(sight: Sight, rows: list[StoredFile]) -> Iterator[Part]:
    for row in rows:
        if row.is_kept:
            yield Part(
                path=_path(sight, row),
                media_type=row.media_type,
                opened=partial(_opened, row.key),
                title=row.name,
                at=row.created_at,
            )


def _opened(key: str) -> Iterable[bytes]:
    return _pieces(storage.opened(key))


def _pieces(stored: Any) -> Iterator[bytes]:
    with stored:
        while piece := stored.read(storage.CHUNK):
            yield piece


KINDS = [Kind(name="files", title=_("Attachments and pictures"), rows=_files, shape=_file, files=_parts)]
