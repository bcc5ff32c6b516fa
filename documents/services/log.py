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
from journal.recorder import record_woven, woven, woven_call
from journal.signals import entry_recorded
from wire.nudges import nudge

LARGEST_UPDATE = 4 * 1024 * 1024
LARGEST_LOG = 64 * 1024 * 1024
# Merging costs the square of how many are merged.
MOST_AT_ONCE = 500
# Rows after which the log is due to be compacted.
LONGEST_TAIL = 500
COMPACT = "documents.compact"
# An update, and what it holds.
Piece = tuple[bytes, Contents]


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
    with copies.held(document.pk) as copy:
        if _is_ready(actor, document, copy, contents):
            row = _append_at_once(actor, document, copy, contents)
        else:
            row = _append_locked(actor, document, copy, contents)
        if row is not None:
            copy.seq = row.seq
            copy.weight += copies.HEAP_PER_BYTE * len(row.payload)
    if connection.in_atomic_block and not copies.is_settled():
        copies.forget(document.pk)
    return row


def _is_ready(actor: Actor, document: Document, copy: copies.Copy, contents: list[Piece]) -> bool:
    """May it be written without looking first? Whether that held is asked by the statement that writes."""
    return (
        _commits_by_itself()
        and copy.seq > 0
        and copy.epoch == document.epoch
        and document.is_in_sight_of(actor)
        and all(copy.writers.get(client) == actor.person_id for _, holds in contents for client in holds.ends)
    )


def _commits_by_itself() -> bool:
    """Is the next statement a transaction of its own?"""
    return not connection.in_atomic_block


def _append_at_once(
    actor: Actor, document: Document, copy: copies.Copy, contents: list[Piece]
) -> Update | None:
    """Write after what this process has written or read last, by one statement that commits by itself."""
    payload = _written(actor, document, copy, contents)
    if payload is None:
        return None
    row = _appended(actor, document, payload, after=copy.seq)
    if row is None:  # somebody else wrote, or the document is another; the copy holds the payload already
        with transaction.atomic():
            document = _locked(actor, document, copy)
            row = _appended(actor, document, payload, after=document.seq)
    return row


def _append_locked(
    actor: Actor, document: Document, copy: copies.Copy, contents: list[Piece]
) -> Update | None:
    with transaction.atomic():
        document = _locked(actor, document, copy)
        payload = _written(actor, document, copy, contents)
        return None if payload is None else _appended(actor, document, payload, after=document.seq)


def _locked(actor: Actor, document: Document, copy: copies.Copy) -> Document:
    """The document under its lock, with the copy as far as its log."""
    epoch, document = document.epoch, document.locked()
    if not document.is_in_sight_of(actor):
        raise NotVisible
    if document.epoch != epoch:
        raise Conflict("other_epoch", "The document starts anew. Reload it.")
    copy.catch_up(document)
    return document


def _written(actor: Actor, document: Document, copy: copies.Copy, contents: list[Piece]) -> bytes | None:
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


def _are_known(copy: copies.Copy, contents: list[Piece]) -> bool:
    """Is all of it in the document, instead of waiting for something that it builds on?"""
    clocks = copy.clocks()
    return all(holds.is_within(clocks) for _, holds in contents)


# The row, its number, and once a second what listeners are told, in one statement. It writes only after
# the update that the copy ends with, and to a document that is still in the same hands.
_APPEND = """
WITH moved AS (
    UPDATE documents_document SET seq = seq + 1, log_bytes = log_bytes + length(%(payload)s::bytea),
        told_seq = CASE WHEN DUE THEN seq + 1 ELSE told_seq END,
        told_at = CASE WHEN DUE THEN %(at)s ELSE told_at END
    WHERE id = %(document)s AND seq = %(after)s AND epoch = %(epoch)s AND zone = %(zone)s
        AND members_only = %(members_only)s AND log_bytes + length(%(payload)s::bytea) <= %(most)s
    RETURNING seq, told_seq = seq AS tells
), kept AS (
    INSERT INTO documents_update (document_id, seq, payload, author_id, authority_id, at)
    SELECT %(document)s, seq, %(payload)s::bytea, %(author)s, %(authority)s, %(at)s FROM moved
    RETURNING id, seq
), told AS (
    SELECT fact.epoch, fact.seq FROM moved, LATERAL FACT AS fact WHERE moved.tells
)
SELECT kept.id, kept.seq, told.epoch, told.seq FROM kept LEFT JOIN told ON true
""".replace("DUE", "(told_at IS NULL OR told_at <= %(due)s)").replace("FACT", woven_call("moved.seq"))


def _appended(actor: Actor, document: Document, payload: bytes, *, after: int) -> Update | None:
    """The row behind update `after`; None where that is not the last one, or the document changed hands."""
    if document.log_bytes + len(payload) > LARGEST_LOG:
        raise Conflict("document_full", "This document is full. Go on in a new one.")
    row = Update(
        document=document,
        payload=payload,
        author_id=actor.person_id,
        authority_id=actor.represents,
        at=actor.now,
    )
    changed = DocumentChanged(network_id=document.network_id, document_id=document.pk, update=0)
    told = woven(actor, changed, leaves_open="update")
    values: dict[str, Any] = {
        "document": document.pk,
        "after": after,
        "epoch": document.epoch,
        "zone": document.zone,
        "members_only": document.members_only,
        "most": LARGEST_LOG,
        "payload": payload,
        "author": row.author_id,
        "authority": row.authority_id,
        "at": row.at,
        "due": row.at - TOLD_EVERY,
        **told,
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, values)
        found = cursor.fetchone()
    if found is None:
        return None
    row.pk, row.seq, *position = found
    _tell(document, row)
    if position != [None, None]:
        record_woven(told["fact_stream"], *position)
    return row


def _tell(document: Document, row: Update) -> None:
    """Tell other processes after the commit, and a worker where the log is long."""
    if (row.seq - document.compacted_seq) % LONGEST_TAIL == 0:
        nudge(COMPACT, [document.pk], queue="heavy")
    announce = partial(
        entry_recorded.send_robust, None, stream=document.log_key, epoch=document.epoch, seq=row.seq
    )
    transaction.on_commit(announce, robust=True)
