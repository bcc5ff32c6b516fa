"""Several documents read at once: so many questions, however many documents."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from pycrdt import Doc

from documents.content import read_content
from documents.copies import LoadError
from documents.models import Document, Snapshot, Update
from documents.reading import content_of
from documents.schema import Content

Log = list[tuple[int, bytes]]


def contents_together(documents: Sequence[Document]) -> Iterator[tuple[Document, Content | None]]:
    """What the editor shows of each now, in two queries; None of one whose log can't be read."""
    ids = [document.pk for document in documents]
    # Updates first: what is compacted in between is in the snapshot that is read afterwards.
    logs = _logs(ids)
    snapshots = {row.pk: row for row in Snapshot.objects.filter(pk__in=ids).order_by("pk")}
    for document in documents:
        try:
            yield document, _read(document, snapshots.get(document.pk), logs[document.pk])
        except (LoadError, ValueError, RuntimeError):
            yield document, None


def _logs(ids: list[UUID]) -> dict[UUID, Log]:
    logs: dict[UUID, Log] = defaultdict(list)
    rows = Update.objects.filter(document__in=ids).order_by("document_id", "seq")
    for document_id, seq, payload in rows.values_list("document_id", "seq", "payload"):
        logs[document_id].append((seq, bytes(payload)))
    return logs


def _read(document: Document, snapshot: Snapshot | None, log: Log) -> Content:
    doc: Doc[Any] = Doc()
    seq = 0
    with doc.transaction():
        if snapshot is not None:
            doc.apply_update(bytes(snapshot.state))
            seq = snapshot.seq
        for number, update in log:
            if number == seq + 1:
                doc.apply_update(update)
                seq = number
    if seq < document.seq or (snapshot is not None and snapshot.epoch != document.epoch):
        return content_of(document.pk)  # it changed while we looked, or is broken: then it says so
    return read_content(doc)
