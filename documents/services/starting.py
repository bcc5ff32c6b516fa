"""A document is started."""

from typing import Any

from django.db import transaction
from pycrdt import Doc

from access.actor import Actor
from access.policy import Permission
from access.refusals import Invalid
from accounts.models import Language
from documents.content import write_content
from documents.indexing import document_piece
from documents.models import Document
from documents.services.log import append_updates
from documents.templates import Template, outline
from journal.events import DocumentCreated, DocumentCreatedPrivately
from journal.recorder import record
from networks.models import Network
from networks.subjects import Subject, card_of
from networks.zones import Zone
from search.indexing import index
from wire.text import readable


@transaction.atomic
def create_document(
    actor: Actor,
    *,
    network: Network,
    title: str,
    zone: str = Zone.NETWORK,
    template: str | None = None,
    language: str = Language.SWEDISH,
    about: Subject | None = None,
) -> Document:
    """Start a document in the network's zone or in the actor's authority's own, empty or from a template.

    A document in the private zone is told only to that authority. Raises Invalid, and NotVisible for a
    subject that the actor may not read.
    """
    actor.require(Permission.DOCUMENT_CREATE)
    if zone not in (Zone.NETWORK, Zone.AUTHORITY):
        raise Invalid.field("zone", "zone", "Choose `network` or `authority`.")
    is_private = zone == Zone.AUTHORITY
    if is_private:
        actor.require(Permission.PRIVATE_ZONE_USE)
    begins_with = _template(template, language)
    if about is not None:
        card_of(actor, about)
    document = Document.objects.create(
        network=network,
        zone=zone,
        authority_id=actor.represents if is_private else None,
        title=readable(title, name="title", longest=200),
        about_kind=about.kind if about else "",
        about_id=about.id if about else None,
        language=language,
        created_by_id=actor.person_id,
        started_at_authority_id=actor.represents,
        created_at=actor.now,
    )
    _fill(actor, document, begins_with)
    index(document_piece(document, actor.now))
    record(actor, _created(document))
    return document


def _template(name: str | None, language: str) -> Template:
    if language not in Language.values:
        raise Invalid.field("language", "language", f"Choose one of {', '.join(Language.values)}.")
    try:
        return Template(name or Template.BLANK)
    except ValueError:
        raise Invalid.field("template", "template", f"Choose one of {', '.join(Template)}.") from None


def _fill(actor: Actor, document: Document, template: Template) -> None:
    if template is Template.BLANK:
        return
    doc: Doc[Any] = Doc()
    write_content(doc, outline(template, document.language))
    append_updates(actor, document=document, updates=[doc.get_update()])
    document.refresh_from_db(fields=["seq", "log_bytes"])


def _created(document: Document) -> DocumentCreated | DocumentCreatedPrivately:
    if not document.is_private:
        return DocumentCreated(network_id=document.network_id, document_id=document.pk)
    return DocumentCreatedPrivately(
        network_id=document.network_id,
        authority_id=document.started_at_authority_id,
        document_id=document.pk,
    )
