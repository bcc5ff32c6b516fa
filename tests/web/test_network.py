import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from access.actor import Actor
from documents.models import Document
from documents.services import create_document
from messaging.models import Room
from messaging.services import open_room, post_message
from networks.models import Network
from tests.cast import Cast
from tests.web.conftest import Browser, text_of
from web.mailcatcher import CaughtMail


def test_overview_tells_what_happened_lately(
    browser: Browser, network: Network, room: Room, goteborg: Actor, orebro: Actor
) -> None:
    post_message(goteborg, room=room, body="Hemligt innehåll")
    post_message(orebro, room=room, body="Ett till")

    page = text_of(browser("stockholm").get(f"/networks/{network.pk}/"))

    assert "2 new messages in" in page
    assert "<strong>Orebro</strong> (Örebro kommun)" in page
    assert "opened the room" in page
    assert "Hemligt innehåll" not in page


def test_what_happens_in_a_private_zone_is_told_there_only(
    browser: Browser, network: Network, private_room: Room
) -> None:
    address = f"/networks/{network.pk}/"

    assert "Internt i Stockholm" in text_of(browser("stockholm").get(address))
    assert "Internt i Stockholm" not in text_of(browser("goteborg").get(address))


@pytest.mark.parametrize("path", ["", "rooms/", "people/", "documents/", "analyses/"])
def test_network_is_not_there_for_outsiders(browser: Browser, network: Network, path: str) -> None:
    response = browser("kiruna").get(f"/networks/{network.pk}/{path}")

    assert response.status_code == 404
    assert "zero-emission" not in text_of(response)


@pytest.mark.parametrize("path", ["rooms/", "people/", "documents/", "analyses/"])
def test_facilitator_is_told_that_content_is_not_theirs(
    browser: Browser, network: Network, path: str
) -> None:
    assert browser("facilitator").get(f"/networks/{network.pk}/{path}").status_code == 403


def test_facilitator_sees_the_card_and_nothing_said(
    browser: Browser, network: Network, room: Room, goteborg: Actor
) -> None:
    post_message(goteborg, room=room, body="Hemligt innehåll")

    page = text_of(browser("facilitator").get(f"/networks/{network.pk}/"))

    assert "Nordic zero-emission delivery" in page
    assert "Volymer och fordon" not in page
    assert "Göteborgs stad" not in page


def test_facilitators_list_masks_small_counts(browser: Browser, cast: Cast) -> None:
    page = text_of(browser("facilitator").get("/overview/"))

    assert "Nordic zero-emission delivery" in page
    assert "under 3" in page


def test_facilitators_list_is_not_for_members(browser: Browser) -> None:
    assert browser("goteborg").get("/overview/").status_code == 403


def test_document_is_started_shown_and_shared(browser: Browser, network: Network, stockholm: Actor) -> None:
    client = browser("stockholm")
    client.post(f"/networks/{network.pk}/documents/", {"title": "Behov", "zone": "authority"})
    document = Document.objects.get()
    address = f"/documents/{document.pk}/"

    assert "Only people of Stockholms stad" in text_of(client.get(address))
    assert browser("goteborg").get(address).status_code == 404
    client.post(f"{address}share/")

    assert "official document at every authority" in text_of(browser("goteborg").get(address))
    assert client.post(f"{address}share/").status_code == 409


@pytest.mark.parametrize(("title", "zone"), [("", "network"), ("x" * 201, "network"), ("Behov", "public")])
def test_bad_document_is_told_and_not_started(
    browser: Browser, network: Network, title: str, zone: str
) -> None:
    response = browser("stockholm").post(f"/networks/{network.pk}/documents/", {"title": title, "zone": zone})

    assert response.status_code == 422
    assert not Document.objects.exists()


def test_observer_reads_documents_and_starts_none(
    browser: Browser, network: Network, stockholm: Actor
) -> None:
    create_document(stockholm, network=network, title="Behov")
    address = f"/networks/{network.pk}/documents/"

    page = text_of(browser("turku").get(address))

    assert "Behov" in page
    assert "Start a document" not in page
    assert browser("turku").post(address, {"title": "Nej", "zone": "network"}).status_code == 403


@pytest.mark.parametrize("rooms", [1, 3])
def test_overview_costs_the_same_however_much_happened(
    browser: Browser,
    network: Network,
    goteborg: Actor,
    rooms: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rooms):
        room = open_room(goteborg, network=network, title=f"Rum {number}")
        post_message(goteborg, room=room, body="Hej.")
    client = browser("stockholm")
    client.get(f"/networks/{network.pk}/")

    with django_assert_num_queries(20):
        client.get(f"/networks/{network.pk}/")


def test_unknown_address_has_a_kind_page(client: Client, db: None) -> None:
    response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert "<h1" in text_of(response)


def test_form_from_an_old_page_is_told_kindly(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.people["orebro"])

    response = client.post("/profile/", {"name": "x"})

    assert response.status_code == 403
    assert "open too long" in text_of(response)


def test_caught_mails_are_for_people_of_the_demo(
    browser: Browser, settings: Settings, mails: list[CaughtMail]
) -> None:
    settings.MAILBOX = None

    assert browser("goteborg").get("/demo/mail/").status_code == 404


def test_every_page_forbids_inline_code(client: Client, db: None) -> None:
    response = client.get("/accounts/login/")

    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "<style" not in text_of(response)
    assert " style=" not in text_of(response)
    assert "onclick" not in text_of(response)
