"""A document is started."""

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Invalid
from documents.models import Document
from journal.events import DocumentCreated, DocumentCreatedPrivately
from journal.recorder import record
from networks.models import Network
from networks.zones import Zone
from wire.text import readable


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
