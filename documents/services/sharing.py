"""A document leaves its authority's private zone."""

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, NotVisible
from documents.models import Document
from documents.pandoc.pictures import pictures_in
from documents.revising import made, now_in, take_unless_kept
from files.services import share_out
from journal.events import DocumentShared
from journal.recorder import record
from networks.subjects import Subject
from networks.zones import Zone
from search.indexing import share


@transaction.atomic
def share_document(actor: Actor, *, document: Document) -> Document:
    """Show an authority's own document to the whole network: from now on it is a record at every member.

    What it says at this moment is kept as its first revision for the network; earlier ones, and what was
    said about it, stay with the authority. Its pictures go with it. There is no way back.

    Raises Conflict for a document that the network sees already, and LoadError.
    """
    actor.require(Permission.DOCUMENT_SHARE)
    moment = now_in(document.pk)
    document = document.locked()
    if not document.is_in_sight_of(actor):
        raise NotVisible
    if not document.is_private:
        raise Conflict("already_shared", "The whole network sees this document already.")

    document.zone, document.authority = Zone.NETWORK, None
    document.shared_at = actor.now
    document.version += 1
    document.save(update_fields=["zone", "authority", "shared_at", "version"])
    share(Subject("document", document.pk))
    authority_id = document.started_at_authority_id
    pictures = share_out(pictures_in(moment.content), authority_id=authority_id)
    kept = take_unless_kept(actor, document, moment)
    record(
        actor,
        DocumentShared(network_id=document.network_id, document_id=document.pk, authority_id=authority_id),
        *pictures,
        *made(kept),
    )
    return document
