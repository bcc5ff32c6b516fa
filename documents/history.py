"""What a document held after an update of the past, as far as the log still tells."""

from typing import Any
from uuid import UUID

from pycrdt import Doc

from documents.copies import LoadError
from documents.models import Snapshot, Update


def state_at(document_id: UUID, seq: int) -> bytes:
    """The whole state after the update `seq`, as one Yjs update.

    Raises LookupError where that lies before what was compacted, LoadError for a log that is not whole.
    """
    doc: Doc[Any] = Doc()
    at = 0
    rows = Update.objects.after(document_id, 0).filter(seq__lte=seq)
    snapshot = Snapshot.objects.filter(document=document_id, seq__lte=seq).order_by("pk").first()
    if snapshot is not None:
        doc.apply_update(bytes(snapshot.state))
        at, rows = snapshot.seq, rows.filter(seq__gt=snapshot.seq)
    for number, payload in rows.values_list("seq", "payload"):
        if number != at + 1:
            break
        doc.apply_update(bytes(payload))
        at = number
    if at == seq:
        return doc.get_update()
    if Snapshot.objects.filter(document=document_id, seq__gte=seq).exists():
        raise LookupError(seq)
    message = f"Document {document_id} can't be read after update {at}."
    raise LoadError(message)
