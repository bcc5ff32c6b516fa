"""The pages of documents as the server sends them, before any module makes them writable."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from access.actor import Actor
from accounts.models import User
from backend.places import BASE_DIR
from documents import copies
from documents.models import Document
from documents.services import create_document
from networks.models import Network
from tests.web.conftest import Browser, text_of
from web.document_words import words

MODULES = Path(BASE_DIR) / "web" / "frontend" / "document"


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    """A needs document of the whole network, in Swedish."""
    return create_document(goteborg, network=network, title="Behov", template="need")


def page_of(client: Client, document: Document, language: str = "en") -> str:
    """The document's page."""
    client.cookies["django_language"] = language
    return text_of(client.get(f"/documents/{document.pk}/"))


def told(page: str, name: str) -> Any:
    """What the page tells its modules."""
    found = re.search(rf'data-{name}="([^"]*)"', page)
    assert found, name
    return json.loads(html.unescape(found[1]))


def test_page_tells_its_modules_who_writes_what(browser: Browser, document: Document, orebro: Actor) -> None:
    facts = told(page_of(browser("orebro"), document), "document")

    assert facts["id"] == str(document.pk)
    assert facts["epoch"] == document.epoch
    assert facts["person"] == {"id": str(orebro.person_id), "name": "Orebro"}
    assert facts["authority"] == "Örebro kommun"
    assert facts["mayEdit"] is True
    assert facts["language"] == "sv"


def test_page_shows_the_text_to_browsers_without_scripts(browser: Browser, document: Document) -> None:
    page = page_of(browser("orebro"), document)

    shown = re.search(r'data-part="fallback" lang="sv">(.*?)</div>', page, re.DOTALL)
    assert shown
    assert shown[1].count("<h2>") + shown[1].count("<h1>") > 3


def test_page_of_an_empty_document_says_so(browser: Browser, goteborg: Actor, network: Network) -> None:
    blank = create_document(goteborg, network=network, title="Tomt")

    assert "Nothing is written yet." in page_of(browser("orebro"), blank)


def test_observer_gets_the_text_and_no_tools(browser: Browser, document: Document) -> None:
    page = page_of(browser("turku"), document)

    assert told(page, "document")["mayEdit"] is False
    assert 'role="toolbar"' not in page
    assert "data-new" not in page
    assert "your role does not write" in page


def test_page_has_nothing_inline_that_the_policy_forbids(browser: Browser, document: Document) -> None:
    page = page_of(browser("orebro"), document)

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*src=)", page)


@pytest.mark.parametrize(("language", "saved"), [("sv", "Sparat"), ("en", "Saved")])
def test_sentences_come_in_the_readers_language(
    browser: Browser, document: Document, orebro: Actor, language: str, saved: str
) -> None:
    User.objects.filter(pk=orebro.person_id).update(language=language)

    assert told(page_of(browser("orebro"), document, language), "words")["saved"] == saved


def test_every_sentence_that_a_module_asks_for_is_there() -> None:
    sources = "".join(path.read_text() for path in MODULES.glob("*.js"))
    asked = set(re.findall(r"\b(?:this\.#)?words\.([a-zA-Z]+)", sources)) - {"at", "length", "slice"}
    panels = "".join(path.read_text() for path in _panels())
    elsewhere = set(re.findall(r'data-([a-z-]+)="{%', panels))  # sentences of one panel stand on it
    asked -= {re.sub(r"-(.)", lambda m: m[1].upper(), name) for name in elsewhere}

    assert asked - set(words()) == set()


def _panels() -> list[Path]:
    return sorted((Path(BASE_DIR) / "web" / "templates" / "web" / "parts").glob("document_*.html"))


def test_sentences_are_filled_in_the_same_places_in_both_languages() -> None:
    with translation.override("en"):
        english = words()
    with translation.override("sv"):
        swedish = words()

    for name, sentence in english.items():
        assert set(re.findall(r"{\w+}", sentence)) == set(re.findall(r"{\w+}", swedish[name])), name


def test_document_that_can_not_be_read_is_no_empty_page(browser: Browser, document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(seq=9)
    copies.forget_all()

    response = browser("orebro").get(f"/documents/{document.pk}/")

    assert response.status_code == 503
    assert "Nothing is written yet." not in text_of(response)


def test_outsider_is_told_nothing_of_the_document(browser: Browser, document: Document) -> None:
    assert browser("kiruna").get(f"/documents/{document.pk}/").status_code == 404


def test_facilitator_is_told_what_is_missing(browser: Browser, document: Document) -> None:
    assert browser("facilitator").get(f"/documents/{document.pk}/").status_code == 403


def test_document_begins_with_the_questions_that_are_chosen(browser: Browser, network: Network) -> None:
    client = browser("goteborg")

    client.post(
        f"/networks/{network.pk}/documents/",
        {"title": "Behov", "zone": "network", "template": "need", "language": "en"},
    )

    made = Document.objects.get(title="Behov")
    assert made.language == "en"
    assert "<h2>" in page_of(client, made)


def test_unknown_template_is_refused_beside_its_field(browser: Browser, network: Network) -> None:
    response = browser("goteborg").post(
        f"/networks/{network.pk}/documents/", {"title": "Behov", "zone": "network", "template": "poem"}
    )

    assert response.status_code == 422
    assert not Document.objects.exists()


def test_private_document_says_whose_it_is_and_offers_to_share(
    browser: Browser, stockholm: Actor, network: Network
) -> None:
    private = create_document(stockholm, network=network, title="Utkast", zone="authority")
    page = page_of(browser("stockholm"), private)

    assert "Only people of Stockholms stad in this network see this." in page
    assert 'data-part="shareDialog"' in page
    assert told(page, "document")["zone"] == "authority"


def test_shared_document_offers_no_sharing(browser: Browser, document: Document) -> None:
    assert 'data-part="shareDialog"' not in page_of(browser("goteborg"), document)


@pytest.mark.parametrize("documents", [1, 3])
def test_page_costs_the_same_however_many_documents_there_are(
    browser: Browser,
    goteborg: Actor,
    network: Network,
    documents: int,
    django_assert_max_num_queries: Any,
) -> None:
    made = [
        create_document(goteborg, network=network, title=f"Behov {number}") for number in range(documents)
    ]
    client = browser("orebro")

    with django_assert_max_num_queries(20):
        client.get(f"/documents/{made[0].pk}/")
