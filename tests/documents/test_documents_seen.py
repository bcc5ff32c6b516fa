"""What others see of a document: its card, its text, and nothing where they may not."""

from uuid import uuid4

import pytest
from pycrdt import XmlElement, XmlFragment, XmlText

from access.actor import Actor
from access.refusals import Forbidden, NotVisible
from documents.models import Document
from documents.reading import paragraphs_of
from documents.services import create_document, share_document
from networks.models import Network
from networks.streams import streams_of
from networks.subjects import Subject, card_of, network_of
from tests.cast import Cast
from tests.factories.documents import Pen


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    return create_document(goteborg, network=network, title="Behov")


@pytest.fixture
def private(stockholm: Actor, network: Network) -> Document:
    return create_document(stockholm, network=network, title="Internt", zone="authority")


def test_a_document_is_a_subject_that_only_its_readers_see(
    cast: Cast, orebro: Actor, stockholm: Actor, document: Document, private: Document
) -> None:
    assert network_of(Subject("document", private.pk)) == private.network_id
    assert card_of(stockholm, Subject("document", private.pk)).title == "Internt"
    with pytest.raises(NotVisible):
        card_of(orebro, Subject("document", private.pk))
    keys = streams_of(cast.people["orebro"].acting(orebro.now))
    assert f"document:{document.pk}" in keys
    assert f"document:{private.pk}" not in keys
    with pytest.raises(NotVisible):
        network_of(Subject("document", uuid4()))


def test_an_observer_starts_and_shares_nothing(turku: Actor, network: Network, document: Document) -> None:
    with pytest.raises(Forbidden, match=r"document\.create"):
        create_document(turku, network=network, title="Nej")
    with pytest.raises(Forbidden, match=r"document\.share"):
        share_document(turku, document=document)


def test_paragraphs_are_plain_text_of_whatever_was_written(goteborg: Actor, document: Document) -> None:
    pen = Pen()
    fragment = pen.doc.get("default", type=XmlFragment)
    with pen.doc.transaction():
        for words in ("Rubrik", "<b>Text</b>"):
            element = fragment.children.append(XmlElement("paragraph"))
            text = element.children.append(XmlText(words))
        text.format(0, 3, {"bold": True})
    pen.write("Rad ett\n\nRad två")
    pen.send(goteborg, document)

    assert paragraphs_of(document.pk) == ["Rubrik", "<b>Text</b>", "Rad ett", "Rad två"]
