"""A document leaves its authority's private zone."""

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, NotVisible
from documents.models import Document
from journal.events import DocumentShared
from journal.recorder import record
from networks.zones import Zone


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
