"""A document that is shared takes its pictures with it, and nothing else."""

from collections.abc import Callable
from uuid import UUID

import pytest

from access.actor import Actor
from documents.models import Document
from documents.schema import Content
from documents.services import create_document, share_document
from files.models import StoredFile
from files.shapes import url_of
from journal.models import Entry
from networks.entries import rendered
from networks.models import Network
from tests.documents.keeping import write
from tests.factories.files import png, stored

JournalOf = Callable[[str], list[str]]


@pytest.fixture
def draft(stockholm: Actor, network: Network) -> Document:
    """A document in Stockholm's private zone."""
    return create_document(stockholm, network=network, title="Utkast", zone="authority")


def picture(actor: Actor, network: Network, zone: str = "authority") -> StoredFile:
    return stored(actor, network, name="bil.png", content=png(), zone=zone)


def showing(*ids: UUID) -> Content:
    images: list[Content] = [{"type": "image", "attrs": {"src": url_of(pk), "alt": "bil"}} for pk in ids]
    return {"type": "doc", "content": images}


def seen(actor: Actor, *files: StoredFile) -> list[bool]:
    return [StoredFile.objects.visible_files(actor, [file.pk]).exists() for file in files]


def test_pictures_are_seen_by_whoever_sees_the_document(
    stockholm: Actor, goteborg: Actor, network: Network, draft: Document, journal_of: JournalOf
) -> None:
    shown, kept_back = picture(stockholm, network), picture(stockholm, network)
    write(stockholm, draft, showing(shown.pk))
    assert seen(goteborg, shown, kept_back) == [False, False]

    share_document(stockholm, document=draft)

    assert seen(goteborg, shown, kept_back) == [True, False]
    told = [name for name in journal_of(f"network:{network.pk}") if name.startswith("file.")]
    assert told == ["file.shared"]
    (event,) = rendered(list(Entry.objects.filter(type="file.shared")))
    assert (event["resource"]["id"], event["resource"]["zone"]) == (shown.pk, "network")


def test_only_pictures_of_ones_own_authority_follow(
    stockholm: Actor, goteborg: Actor, turku: Actor, network: Network, draft: Document
) -> None:
    theirs = picture(goteborg, network)
    text = stored(stockholm, network, zone="authority")
    everybodys = picture(goteborg, network, zone="network")
    write(stockholm, draft, showing(theirs.pk, text.pk, everybodys.pk))

    share_document(stockholm, document=draft)

    assert seen(turku, theirs, text, everybodys) == [False, False, True]
    assert not Entry.objects.filter(type="file.shared").exists()


def test_a_picture_that_was_set_aside_stays_there(
    stockholm: Actor, goteborg: Actor, network: Network, draft: Document
) -> None:
    gone = picture(stockholm, network)
    StoredFile.objects.filter(pk=gone.pk).update(state="quarantined")
    write(stockholm, draft, showing(gone.pk))

    share_document(stockholm, document=draft)

    gone.refresh_from_db()
    assert (gone.zone, seen(goteborg, gone)) == ("authority", [False])
