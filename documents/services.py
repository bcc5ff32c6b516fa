"""Every change to documents."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from pycrdt import get_update, merge_updates

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid, Malformed, NotVisible, TooLarge
from documents import copies
from documents.models import Document, Update
from documents.writers import claim
from documents.yjs import Contents, read_update
from journal.events import DocumentCreated, DocumentCreatedPrivately, DocumentShared
from journal.recorder import record
from networks.models import Network
from networks.zones import Zone
from wire.text import readable

LARGEST_UPDATE = 4 * 1024 * 1024
LARGEST_LOG = 64 * 1024 * 1024
# Merging costs the square of how many are merged.
MOST_AT_ONCE = 500


@transaction.atomic
def create_document(actor: Actor, *, network: Network, title: str, zone: str = Zone.NETWORK) -> Document:
    """Start an empty document in the network's zone or in the actor's authority's own. Raises Invalid.

    A document in the private zone is told only to that authority.
    """
    actor.require(Permission.DOCUMENT_CREATE)
    if zone not in (Zone.NETWORK, Zone.AUTHORITY):
        raise Invalid.field("zone", "zone", "Choose `network` or `authority`.")
    is_private = zone == Zone.AUTHORITY
    if is_private:
        actor.require(Permission.PRIVATE_ZONE_USE)
    document = Document.objects.create(
        network=network,
        zone=zone,
        authority_id=actor.represents if is_private else None,
        title=readable(title, name="title", longest=200),
        created_by_id=actor.person_id,
        started_at_authority_id=actor.represents,
        created_at=actor.now,
    )
    record(actor, _created(document))
    return document


def _created(document: Document) -> DocumentCreated | DocumentCreatedPrivately:
    if not document.is_private:
        return DocumentCreated(network_id=document.network_id, document_id=document.pk)
    return DocumentCreatedPrivately(
        network_id=document.network_id,
        authority_id=document.started_at_authority_id,
        document_id=document.pk,
    )


@transaction.atomic
def share_document(actor: Actor, *, document: Document) -> Document:
    """Show an authority's own document to the whole network: from now on it is a record at every member.

    There is no way back. Raises Conflict for a document that the network sees already.
    """
    actor.require(Permission.DOCUMENT_SHARE)
    document = document.locked()
    if not document.is_in_sight_of(actor):
        raise NotVisible
    if not document.is_private:
        raise Conflict("already_shared", "The whole network sees this document already.")

    document.zone, document.authority = Zone.NETWORK, None
    document.shared_at = actor.now
    document.version += 1
    document.save(update_fields=["zone", "authority", "shared_at", "version"])
    authority_id = document.started_at_authority_id
    record(
        actor,
        DocumentShared(network_id=document.network_id, document_id=document.pk, authority_id=authority_id),
    )
    return document


def append_updates(actor: Actor, *, document: Document, updates: Sequence[bytes]) -> Update | None:
    """Commit what one person wrote as one row of the log; None where it brings nothing new.

    At most MOST_AT_ONCE updates. What returns is committed: it may be shown to others. Raw updates are
    no journal entries. Raises Malformed for anything but Yjs updates, TooLarge, Barred for somebody
    else's client id, Conflict for a document that is full or of another epoch than the caller's, LoadError.
    """
    actor.require(Permission.DOCUMENT_EDIT)
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
        news = [_news(actor, document, copy, update, holds) for update, holds in contents]
        if not copy.apply(news) and _are_known(copy, contents):
            return None
        row = _appended(actor, document, merge_updates(*news) if len(news) > 1 else news[0])
        copy.seq = row.seq
    return row


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
    UPDATE documents_document SET seq = seq + 1, log_bytes = log_bytes + length(%(payload)s::bytea)
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
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, values)
        row.pk, row.seq = cursor.fetchone()
    return row
