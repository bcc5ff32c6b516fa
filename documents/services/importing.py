"""A file is handed in, and becomes a document, once."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from pycrdt import Doc

from access.actor import Actor
from access.policy import Permission
from access.refusals import Invalid
from documents.content import write_content
from documents.models import Document, RevisionKind
from documents.models.errand import ErrandState, Import
from documents.pandoc.intake import checked
from documents.revising import locked_now, made, take
from documents.schema import Content
from documents.services.log import append_updates
from documents.services.starting import create_document
from files import storage
from files.names import clean_name
from files.scanning import scan
from journal.ids import uuid7
from journal.recorder import record
from networks.models import Network
from networks.zones import Zone
from wire.nudges import nudge
from wire.text import readable

IMPORT_JOB = "documents.import"
Written = Callable[[], Content]


def hand_in(
    actor: Actor, *, network: Network, content: bytes, name: str, title: str = "", zone: str = Zone.NETWORK
) -> Import:
    """Hand in a DOCX, ODT or Markdown file that is to become a document in this zone.

    What is wrong with the file itself is refused at once. Raises Invalid, TooLarge, Infected, Unavailable.
    """
    actor.require(Permission.DOCUMENT_CREATE)
    if zone not in (Zone.NETWORK, Zone.AUTHORITY):
        raise Invalid.field("zone", "zone", "Choose `network` or `authority`.")
    if zone == Zone.AUTHORITY:
        actor.require(Permission.PRIVATE_ZONE_USE)
    called = clean_name(name)
    wanted = Import(
        id=uuid7(),
        network=network,
        name=called,
        form=checked(content, name=called),
        title=readable(title, name="title", longest=200, blank=True),
        zone=zone,
        asked_by_id=actor.person_id,
        asked_for_id=actor.represents,
        created_at=actor.now,
        try_at=actor.now,
    )
    scan(content)
    wanted.key = storage.key_for("imports", actor.now.date(), wanted.pk)
    storage.keep(wanted.key, content)
    with transaction.atomic():
        wanted.save(force_insert=True)
        nudge(IMPORT_JOB, [wanted.pk], queue="heavy")
    return wanted


@transaction.atomic
def take_in(actor: Actor, *, wanted: Import, title: str, written: Written) -> Document | None:
    """Make the document of an import that this worker holds; None where another took it meanwhile.

    `written` makes the content, and stores its pictures, in the same transaction: there is either all of
    it or nothing. Raises what `create_document`, `append_updates` and `store_file` raise.
    """
    actor.require(Permission.DOCUMENT_CREATE)
    rows = Import.objects.held_as(wanted).select_for_update(of=("self",), no_key=True)
    held = rows.select_related("network").first()
    if held is None:
        return None
    document = create_document(actor, network=held.network, title=title, zone=held.zone)
    doc: Doc[Any] = Doc()
    write_content(doc, written())
    append_updates(actor, document=document, updates=[doc.get_update()])
    document = document.locked()
    kept = take(actor, document, locked_now(document), kind=RevisionKind.IMPORTED, name=wanted.name[:200])
    done = {"state": ErrandState.DONE, "progress": 100, "finished_at": actor.now}
    Import.objects.filter(pk=held.pk).update(**done, document=document)
    record(actor, *made([kept]))
    return document
