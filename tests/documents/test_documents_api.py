from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from access.actor import Actor
from documents.models import Document
from documents.services import append_updates, create_document, tell_changes
from journal.models import Entry
from networks.models import Network, Seat
from tests.answers import footprint, forbidden, pointed, refused
from tests.cast import Cast
from tests.factories.documents import Pen

NOWHERE = UUID("01890000-0000-7000-8000-000000000000")


@pytest.fixture
def url(network: Network) -> str:
    """The documents of the flagship."""
    return f"/api/v1/networks/{network.pk}/documents/"


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    """A document of the whole network."""
    return create_document(goteborg, network=network, title="Gemensamt behov")


@pytest.fixture
def private(stockholm: Actor, network: Network) -> Document:
    """A document in Stockholm's private zone."""
    return create_document(stockholm, network=network, title="Vår bilaga", zone="authority")


def address(document: Document, verb: str = "") -> str:
    return f"/api/v1/documents/{document.pk}/{verb}/" if verb else f"/api/v1/documents/{document.pk}/"


def test_a_new_document_is_answered_listed_and_read_alike(
    stockholm_client: APIClient, url: str, network: Network, cast: Cast
) -> None:
    answer = stockholm_client.post(url, {"title": " Gemensamt behov "})

    made = answer.json()
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    assert made == {
        "id": made["id"],
        "network": str(network.pk),
        "title": "Gemensamt behov",
        "zone": "network",
        "authority": None,
        "members_only": False,
        "about": None,
        "language": "en",
        "epoch": made["epoch"],
        "created_by": {"id": str(cast.people["stockholm"].pk), "name": "Stockholm"},
        "started_at_authority": {"id": str(cast.authority("stockholm").pk), "name": "Stockholms stad"},
        "created_at": made["created_at"],
        "shared_at": None,
        "version": 1,
    }
    assert stockholm_client.get(url).json() == {"results": [made], "next": None, "previous": None}
    read = stockholm_client.get(f"/api/v1/documents/{made['id']}/")
    assert read["ETag"] == '"1"'
    assert read.json() == {**made, "abilities": ["document.edit"], "mine": {}}


def test_a_private_document_is_its_authoritys_alone_and_may_be_shared(
    stockholm_client: APIClient, goteborg_client: APIClient, url: str, cast: Cast
) -> None:
    made = stockholm_client.post(url, {"title": "Vår bilaga", "zone": "authority"}).json()

    assert (made["zone"], made["authority"]) == ("authority", str(cast.authority("stockholm").pk))
    read = stockholm_client.get(f"/api/v1/documents/{made['id']}/").json()
    assert read["abilities"] == ["document.edit", "document.share"]
    assert goteborg_client.get(url).json()["results"] == []
    assert stockholm_client.get(url).json()["results"] == [made]


def test_a_shared_document_is_everybodys_from_then_on_with_a_new_version(
    stockholm_client: APIClient, turku_client: APIClient, url: str, private: Document
) -> None:
    answer = stockholm_client.post(address(private, "share"))

    shared = answer.json()
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    assert (shared["zone"], shared["authority"], shared["version"]) == ("network", None, 2)
    assert shared["shared_at"] > shared["created_at"]
    assert shared["started_at_authority"]["name"] == "Stockholms stad"
    assert turku_client.get(url).json()["results"] == [shared]
    assert turku_client.get(address(private)).json() == {**shared, "abilities": [], "mine": {}}


def test_sharing_is_told_to_the_network_and_names_the_authority(
    stockholm_client: APIClient, private: Document, network: Network, cast: Cast
) -> None:
    stockholm_client.post(address(private, "share"))

    (told,) = stockholm_client.get(f"/api/v1/networks/{network.pk}/journal/").json()["results"]

    assert told["type"] == "document.shared"
    assert told["data"] == {
        "network_id": str(network.pk),
        "document_id": str(private.pk),
        "authority_id": str(cast.authority("stockholm").pk),
    }
    assert told["actor"]["person"]["name"] == "Stockholm"
    assert told["resource"]["zone"] == "network"


def test_what_is_shared_is_not_shared_again(stockholm_client: APIClient, private: Document) -> None:
    stockholm_client.post(address(private, "share"))
    before = footprint()

    assert refused(stockholm_client.post(address(private, "share"))) == (409, "already_shared")

    assert footprint() == before
    assert Document.objects.get(pk=private.pk).version == 2


def test_the_networks_own_document_was_shared_from_the_start(
    goteborg_client: APIClient, document: Document
) -> None:
    assert refused(goteborg_client.post(address(document, "share"))) == (409, "already_shared")


@pytest.mark.parametrize("name", ["goteborg", "orebro", "turku", "facilitator", "kiruna"])
def test_nobody_else_finds_or_shares_an_authoritys_own_document(
    cast: Cast, private: Document, name: str
) -> None:
    client = cast.client(name)
    none = client.get(f"/api/v1/documents/{NOWHERE}/").json()
    before = footprint()

    for answer in (client.get(address(private)), client.post(address(private, "share"))):
        assert refused(answer) == (404, "not_found")
        assert answer.json() == none

    assert footprint() == before
    assert Document.objects.get(pk=private.pk).zone == "authority"


def test_a_colleague_without_the_private_zone_neither_reads_nor_shares(
    stockholm_client: APIClient, private: Document, cast: Cast
) -> None:
    Seat.objects.filter(pk=cast.seats["stockholm"].pk).update(role="observer")

    assert refused(stockholm_client.get(address(private))) == (404, "not_found")
    assert refused(stockholm_client.post(address(private, "share"))) == (404, "not_found")


@pytest.mark.parametrize("zone", ["network", "authority"])
def test_who_may_not_write_starts_no_document(
    turku_client: APIClient,
    facilitator_client: APIClient,
    kiruna_client: APIClient,
    url: str,
    zone: str,
) -> None:
    body, before = {"title": "Får jag?", "zone": zone}, footprint()

    assert forbidden(turku_client.post(url, body)) == "document.create"
    assert forbidden(facilitator_client.post(url, body)) == "document.read"
    assert refused(kiruna_client.post(url, body)) == (404, "not_found")
    assert refused(APIClient().post(url, body)) == (401, "sign_in_needed")
    assert footprint() == before


def test_an_observer_may_read_but_not_share(turku_client: APIClient, document: Document) -> None:
    assert turku_client.get(address(document)).json()["abilities"] == []
    assert forbidden(turku_client.post(address(document, "share"))) == "document.share"


def test_an_expert_writes_for_the_network_and_has_no_private_zone(
    stockholm_client: APIClient, url: str, cast: Cast
) -> None:
    ends_at = cast.seats["stockholm"].started_at.replace(year=2090)
    Seat.objects.filter(pk=cast.seats["stockholm"].pk).update(role="expert", ends_at=ends_at)

    assert stockholm_client.post(url, {"title": "Utredning"}).status_code == 201
    private = stockholm_client.post(url, {"title": "Mitt", "zone": "authority"})
    assert forbidden(private) == "private_zone.use"
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, [("/title", "required")]),
        ({"title": None}, [("/title", "null")]),
        ({"title": ""}, [("/title", "blank")]),
        ({"title": "\n"}, [("/title", "blank")]),
        ({"title": True}, [("/title", "invalid")]),
        ({"title": "x" * 201}, [("/title", "too_long")]),
        ({"title": "Behov\u2028\u2067"}, [("/title", "control_characters")]),
        ({"title": "Behov", "zone": "public"}, [("/zone", "invalid_choice")]),
        ({"title": "Behov", "zone": ""}, [("/zone", "invalid_choice")]),
        ({"title": "Behov", "zone": None}, [("/zone", "null")]),
        ({"title": "Behov", "zone": -1}, [("/zone", "invalid_choice")]),
        ({"title": "Behov", "zone": ["network"]}, [("/zone", "invalid_choice")]),
        ({"zone": "moon"}, [("/title", "required"), ("/zone", "invalid_choice")]),
    ],
)
def test_a_bad_document_points_at_its_fields_and_is_not_started(
    stockholm_client: APIClient, url: str, body: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    before = footprint()

    assert pointed(stockholm_client.post(url, body)) == found

    assert footprint() == before


def test_writing_in_a_document_changes_no_version_and_is_one_entry_a_second(
    goteborg: Actor, goteborg_client: APIClient, document: Document
) -> None:
    before = goteborg_client.get(address(document)).json()
    written = Entry.objects.exclude(type="document.created").order_by("seq")
    pen = Pen()

    for _second in range(5):
        row = append_updates(goteborg, document=document, updates=[pen.write("4 500")])

    assert goteborg_client.get(address(document)).json() == before
    entry = written.get()
    assert (entry.stream_id, entry.type) == (f"document:{document.pk}", "document.changed")
    told = {"network_id": str(document.network_id), "document_id": str(document.pk), "update": 1}
    assert orjson.loads(entry.payload) == told

    tell_changes(Actor.clock(now=goteborg.now + timedelta(seconds=1)), document_ids=[document.pk])

    assert row is not None
    assert [orjson.loads(entry.payload)["update"] for entry in written] == [1, row.seq]


def test_documents_of_two_networks_are_never_on_one_list(
    cast: Cast, goteborg_client: APIClient, kiruna_client: APIClient, url: str, document: Document
) -> None:
    elsewhere = f"/api/v1/networks/{cast.other_network.pk}/documents/"
    theirs = kiruna_client.post(elsewhere, {"title": "Deras"}).json()

    assert [row["title"] for row in goteborg_client.get(url).json()["results"]] == ["Gemensamt behov"]
    assert [row["title"] for row in kiruna_client.get(elsewhere).json()["results"]] == ["Deras"]
    assert refused(goteborg_client.get(f"/api/v1/documents/{theirs['id']}/")) == (404, "not_found")
    assert refused(kiruna_client.get(address(document))) == (404, "not_found")


def test_one_key_starts_one_document(stockholm_client: APIClient, url: str) -> None:
    key = {"Idempotency-Key": "d1"}

    first = stockholm_client.post(url, {"title": "Behov"}, headers=key)
    again = stockholm_client.post(url, {"title": "Behov"}, headers=key)
    other = stockholm_client.post(url, {"title": "Annat"}, headers=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert refused(other) == (422, "key_reused")
    assert Document.objects.count() == 1


@pytest.mark.parametrize("documents", [1, 3])
def test_a_document_costs_four_queries_in_a_network_of_many(
    goteborg: Actor,
    turku_client: APIClient,
    network: Network,
    documents: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    made = [create_document(goteborg, network=network, title=f"{number}") for number in range(documents)]

    with django_assert_num_queries(4):  # session, person, document with its names, seat
        answer = turku_client.get(address(made[0]))

    assert answer.json()["title"] == "0"
