"""What people write is committed to the log of a document."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import connection, transaction
from pycrdt import get_update, merge_updates

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Malformed, NotVisible, TooLarge
from documents import copies
from documents.models import Document, Update
from documents.models.document import TOLD_EVERY
from documents.writers import claim
from documents.yjs import Contents, read_update
from journal.events import DocumentChanged
from journal.recorder import record
from journal.signals import entry_recorded
from wire.nudges import nudge

LARGEST_UPDATE = 4 * 1024 * 1024
LARGEST_LOG = 64 * 1024 * 1024
# Merging costs the square of how many are merged.
MOST_AT_ONCE = 500
# Rows after which the log is due to be compacted.
LONGEST_TAIL = 500
COMPACT = "documents.compact"


def append_updates(actor: Actor, *, document: Document, updates: Sequence[bytes]) -> Update | None:
    """Commit what one person wrote as one row of the log; None where it brings nothing new.

    At most MOST_AT_ONCE updates. What returns is committed: it may be shown to others, and every process
    is told of it. Raw updates are no journal entries; that there are some is one, at most each second.
    Raises Malformed for anything but Yjs updates, TooLarge, Barred for somebody else's client id, Conflict
    for a document that is full or of another epoch than the caller's, LoadError.
    """
    actor.require(Permission.DOCUMENT_EDIT)
    if len(updates) > MOST_AT_ONCE:
        raise TooLarge("too_many_updates", f"Send at most {MOST_AT_ONCE} updates at once.")
    contents = [(update, _read(update)) for update in updates]
    contents = [(update, holds) for update, holds in contents if not holds.is_empty]
    if not contents:
        return None
    # Outside the transaction: nobody else may read the copy before what it holds is committed.
    with copies.held(document.pk) as copy, transaction.atomic():
        epoch, document = document.epoch, document.locked()
        if not document.is_in_sight_of(actor):
            raise NotVisible
        if document.epoch != epoch:
            raise Conflict("other_epoch", "The document starts anew. Reload it.")
        copy.catch_up(document)
        payload = _written(actor, document, copy, contents)
        if payload is None:
            return None
        row = _appended(actor, document, payload)
        copy.seq = row.seq
        copy.weight += copies.HEAP_PER_BYTE * len(payload)
        _tell(actor, document, row)
    if not copies.is_settled():
        copies.forget(document.pk)
    return row


def _written(
    actor: Actor, document: Document, copy: copies.Copy, contents: list[tuple[bytes, Contents]]
) -> bytes | None:
    """Write into the copy; what is new as one update, None where nothing is."""
    news = [_news(actor, document, copy, update, holds) for update, holds in contents]
    change = copy.apply(news, types=sum(holds.types for _, holds in contents))
    if _are_known(copy, contents):
        return change
    # Some waits for what it builds on, and is kept as it came.
    return merge_updates(*news) if len(news) > 1 else news[0]


def _read(update: bytes) -> Contents:
    if len(update) > LARGEST_UPDATE:
        raise TooLarge("update_too_large", f"An update is at most {LARGEST_UPDATE // 2**20} MiB.")
    return read_update(update)


def _news(actor: Actor, document: Document, copy: copies.Copy, update: bytes, contents: Contents) -> bytes:
    """The part of an update that is not in the document yet, all of it written by the actor.

    A client that sends its whole state sends what others wrote along; that is known here already.
    """
    if all(copy.writers.get(client) == actor.person_id for client in contents.ends):
        return update
    clocks = copy.clocks()
    new = {client for client, end in contents.ends.items() if end > clocks.get(client, 0)}
    claim(actor, document=document, copy=copy, clients=new)
    return update if len(new) == len(contents.ends) else _without_known(update, copy)


def _without_known(update: bytes, copy: copies.Copy) -> bytes:
    try:
        return get_update(update, copy.doc.get_state())
    except ValueError as error:
        raise Malformed("not_yjs", "These bytes are no Yjs update.") from error


def _are_known(copy: copies.Copy, contents: list[tuple[bytes, Contents]]) -> bool:
    """Is all of it in the document, instead of waiting for something that it builds on?"""
    clocks = copy.clocks()
    return all(holds.is_within(clocks) for _, holds in contents)


_APPEND = """
WITH moved AS (
    UPDATE documents_document SET seq = seq + 1, log_bytes = log_bytes + length(%(payload)s::bytea),
        told_seq = CASE WHEN %(tells)s THEN seq + 1 ELSE told_seq END,
        told_at = CASE WHEN %(tells)s THEN %(at)s ELSE told_at END
    WHERE id = %(document)s RETURNING seq
)
INSERT INTO documents_update (document_id, seq, payload, author_id, authority_id, at)
SELECT %(document)s, seq, %(payload)s::bytea, %(author)s, %(authority)s, %(at)s FROM moved
RETURNING id, seq
"""


def _appended(actor: Actor, document: Document, payload: bytes) -> Update:
    if document.log_bytes + len(payload) > LARGEST_LOG:
        raise Conflict("document_full", "This document is full. Go on in a new one.")
    row = Update(
        document=document,
        payload=payload,
        author_id=actor.person_id,
        authority_id=actor.represents,
        at=actor.now,
    )
    values: dict[str, Any] = {
        "document": document.pk,
        "payload": payload,
        "author": row.author_id,
        "authority": row.authority_id,
        "at": row.at,
        "tells": _is_to_tell(actor, document),
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, values)
        row.pk, row.seq = cursor.fetchone()
    return row


def _is_to_tell(actor: Actor, document: Document) -> bool:
    """Were listeners to the document's stream told of nothing for a while? If not, `tell_changes` will."""
    return document.told_at is None or actor.now - document.told_at >= TOLD_EVERY


def _tell(actor: Actor, document: Document, row: Update) -> None:
    """Tell other processes after the commit, listeners at times, and a worker where the log is long."""
    tail = row.seq - document.compacted_seq
    if tail % LONGEST_TAIL == 0:
        nudge(COMPACT, [document.pk], queue="heavy")
    announce = partial(
        entry_recorded.send_robust, None, stream=document.log_key, epoch=document.epoch, seq=row.seq
    )
    transaction.on_commit(announce, robust=True)
    if _is_to_tell(actor, document):
        changed = DocumentChanged(network_id=document.network_id, document_id=document.pk, update=row.seq)
        record(actor, changed)
