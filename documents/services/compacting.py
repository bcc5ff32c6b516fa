"""The log of a document is added up into a snapshot, so that it is read fast and weighs little."""

from typing import Any

from django.db import connection, transaction
from pycrdt import merge_updates

from access.actor import Actor
from access.policy import Permission
from documents.copies import Copy
from documents.models import Document, Snapshot, Update
from documents.services.log import MOST_AT_ONCE
from documents.yjs import read_any_update


def compact_log(actor: Actor, *, document: Document) -> Snapshot | None:
    """Keep what the log adds up to, and drop what nobody needs of it; None where nothing is new.

    What no revision has named the authors of yet stays in the log. All or nothing: a process that dies
    leaves log and snapshot as they were. Raises LoadError.
    """
    actor.require(Permission.CLOCK_TICK)
    # Read without a lock, and into a copy of its own: who writes meanwhile is in the next snapshot.
    document = Document.objects.get(pk=document.pk)
    copy = Copy()
    copy.catch_up(document)
    if copy.seq <= document.compacted_seq:
        return None
    state = _whole(document, copy)
    with transaction.atomic():
        document = document.locked()
        if document.epoch != copy.epoch or document.compacted_seq >= copy.seq:
            return None
        snapshot = _kept(actor, document, copy, state)
        _trim(document, snapshot)
    return snapshot


def _whole(document: Document, copy: Copy) -> bytes:
    """The state with the updates that wait in it for others: those Yjs leaves out of what it encodes."""
    clocks = copy.clocks()
    state: bytes = copy.doc.get_update()
    before = Snapshot.objects.filter(document=document).order_by("pk").values_list("state", flat=True)
    after = Update.objects.after(document.pk, document.compacted_seq).filter(seq__lte=copy.seq)
    pieces = [*before, *after.values_list("payload", flat=True)]
    waiting = [bytes(piece) for piece in pieces if not read_any_update(bytes(piece)).is_within(clocks)]
    for start in range(0, len(waiting), MOST_AT_ONCE):
        state = merge_updates(state, *waiting[start : start + MOST_AT_ONCE])
    return state


def _kept(actor: Actor, document: Document, copy: Copy, state: bytes) -> Snapshot:
    values = {"epoch": copy.epoch, "seq": copy.seq, "state": state, "at": actor.now}
    snapshot, _ = Snapshot.objects.update_or_create(document=document, defaults=values)
    return snapshot


_TRIM = """
SELECT documents_trim_log(%(document)s, %(through)s);
UPDATE documents_document SET compacted_seq = %(seq)s, log_bytes = %(weight)s + (
    SELECT coalesce(sum(length(payload)), 0) FROM documents_update WHERE document_id = %(document)s)
WHERE id = %(document)s
"""


def _trim(document: Document, snapshot: Snapshot) -> None:
    """Drop what snapshot and revisions hold already."""
    values: dict[str, Any] = {
        "document": document.pk,
        "through": min(snapshot.seq, document.revised_seq),
        "seq": snapshot.seq,
        "weight": len(snapshot.state),
    }
    with connection.cursor() as cursor:
        for statement in _TRIM.split(";\n"):
            cursor.execute(statement, values)
