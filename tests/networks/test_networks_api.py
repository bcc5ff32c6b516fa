from typing import Any
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from access.actor import Actor
from journal.models import Entry
from networks.models import Network
from networks.services import change_network
from tests.answers import footprint, forbidden, pointed, refused
from tests.cast import Cast
from tests.factories.networks import NetworkFactory

NOWHERE = UUID("01890000-0000-7000-8000-000000000000")
LIST = "/api/v1/networks/"
NEW = {
    "name_sv": "Cirkulära möbler",
    "name_en": "Circular furniture",
    "purpose_sv": "Köpa begagnat tillsammans.",
    "purpose_en": "Buy used furniture together.",
    "host": "2120001967",
    "coordinator_email": "ny@orebro.example",
}


@pytest.fixture
def url(network: Network) -> str:
    """The flagship's address."""
    return f"{LIST}{network.pk}/"


def card(network: Network) -> dict[str, Any]:
    return {
        "id": str(network.pk),
        "slug": "zero-emission-delivery",
        "name_sv": "Nordisk utsläppsfri varuleverans",
        "name_en": "Nordic zero-emission delivery",
        "purpose": {"sv": "Köpa bättre tillsammans.", "en": "Buy better together."},
        "phase": "shaping_demand",
        "openness": "invite_only",
        "origin_note": {"sv": "", "en": ""},
        "version": 1,
    }


def test_the_list_of_a_member_holds_the_whole_card_of_their_network(
    stockholm_client: APIClient, network: Network
) -> None:
    answer = stockholm_client.get(LIST)

    assert answer.status_code == 200
    assert answer.json() == {"results": [card(network)], "next": None, "previous": None}


@pytest.mark.parametrize(
    ("name", "abilities"),
    [
        ("goteborg", ["network.edit", "invitation.send", "seat.manage", "room.open"]),
        ("stockholm", ["room.open"]),
        ("turku", []),
        ("facilitator", []),
    ],
)
def test_the_card_says_what_its_reader_may_do(
    cast: Cast, url: str, network: Network, name: str, abilities: list[str]
) -> None:
    answer = cast.client(name).get(url)

    assert answer.json() == {**card(network), "abilities": abilities}
    assert answer["ETag"] == '"1"'


@pytest.mark.parametrize("openness", ["open", "by_approval"])
def test_an_outsider_sees_the_card_of_a_network_that_shows_itself_and_nothing_below(
    cast: Cast, kiruna_client: APIClient, url: str, openness: str
) -> None:
    Network.objects.filter(pk=cast.network.pk).update(openness=openness)

    assert kiruna_client.get(url).json()["abilities"] == []
    assert forbidden(kiruna_client.get(f"{url}seats/")) == "membership.read"
    assert forbidden(kiruna_client.get(f"{url}memberships/")) == "membership.read"
    assert forbidden(kiruna_client.get(f"{url}rooms/")) == "room.read"
    assert forbidden(kiruna_client.get(f"{url}documents/")) == "document.read"
    assert forbidden(kiruna_client.get(f"{url}analyses/")) == "analysis.read"
    assert forbidden(kiruna_client.get(f"{url}journal/")) == "journal.read"
    assert forbidden(kiruna_client.get(f"{url}health/")) == "health.read"
    assert forbidden(kiruna_client.patch(url, {"phase": "closed"})) == "network.edit"


@pytest.mark.parametrize("openness", ["invite_only", "hidden"])
def test_an_outsider_is_told_of_a_closed_network_what_they_are_told_of_none(
    cast: Cast, kiruna_client: APIClient, url: str, openness: str
) -> None:
    Network.objects.filter(pk=cast.network.pk).update(openness=openness)

    closed, none = kiruna_client.get(url), kiruna_client.get(f"{LIST}{NOWHERE}/")

    assert refused(closed) == (404, "not_found")
    assert closed.json() == none.json()
    assert kiruna_client.get(LIST).json()["results"][0]["id"] == str(cast.other_network.pk)


@pytest.mark.parametrize("pk", ["1", "none", f"{NOWHERE}x", "..", "%00"])
def test_an_id_that_is_none_is_no_address(goteborg_client: APIClient, pk: str) -> None:
    assert refused(goteborg_client.get(f"{LIST}{pk}/")) == (404, "not_found")


def test_the_coordinator_changes_one_text_and_the_rest_stays(
    goteborg_client: APIClient, url: str, network: Network
) -> None:
    answer = goteborg_client.patch(url, {"name_en": "  Nordic zero-emission vans  "})

    assert answer.status_code == 200
    assert answer["ETag"] == '"2"'
    assert answer.json() == {
        **card(network),
        "name_en": "Nordic zero-emission vans",
        "version": 2,
        "abilities": ["network.edit", "invitation.send", "seat.manage", "room.open"],
    }
    assert goteborg_client.get(url).json()["name_en"] == "Nordic zero-emission vans"


def test_a_change_is_told_once_with_the_new_card_beside_it(goteborg_client: APIClient, url: str) -> None:
    changed = goteborg_client.patch(url, {"phase": "market_analysis"}).json()

    (told,) = goteborg_client.get(f"{url}journal/").json()["results"]
    del changed["abilities"]
    assert (told["type"], told["resource"]) == ("network.changed", changed)
    assert told["data"] == {"network_id": changed["id"]}


@pytest.mark.parametrize("name", ["stockholm", "turku", "facilitator"])
def test_who_may_not_change_a_network_is_told_by_which_right_and_changes_nothing(
    cast: Cast, url: str, name: str
) -> None:
    before = footprint()

    assert forbidden(cast.client(name).patch(url, {"phase": "closed"})) == "network.edit"

    assert footprint() == before
    assert Network.objects.get(pk=cast.network.pk).phase == "shaping_demand"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"name_sv": ""}, [("/name_sv", "blank")]),
        ({"name_sv": " \n\t"}, [("/name_sv", "blank")]),
        ({"name_sv": None}, [("/name_sv", "null")]),
        ({"name_sv": True}, [("/name_sv", "invalid")]),
        ({"name_en": "x" * 201}, [("/name_en", "too_long")]),
        ({"purpose_en": "x" * 4001}, [("/purpose_en", "too_long")]),
        ({"purpose_sv": "\u2066dold"}, [("/purpose_sv", "control_characters")]),
        ({"phase": "party"}, [("/phase", "invalid_choice")]),
        ({"phase": ""}, [("/phase", "invalid_choice")]),
        ({"phase": 1}, [("/phase", "invalid_choice")]),
        ({"openness": "ajar"}, [("/openness", "invalid_choice")]),
        ({"openness": None}, [("/openness", "null")]),
        ({"name_sv": "", "phase": "party"}, [("/name_sv", "blank"), ("/phase", "invalid_choice")]),
    ],
)
def test_a_bad_change_points_at_its_fields_and_changes_nothing(
    goteborg_client: APIClient, url: str, change: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    before = goteborg_client.get(url).content

    assert pointed(goteborg_client.patch(url, change)) == found

    assert goteborg_client.get(url).content == before
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "extra", [{"slug": "mine"}, {"version": 99}, {"id": str(NOWHERE)}, {"is_admin": True}]
)
def test_fields_that_are_not_ours_to_give_are_passed_over(
    goteborg_client: APIClient, url: str, network: Network, extra: dict[str, Any]
) -> None:
    answer = goteborg_client.patch(url, {"phase": "closed", **extra})

    changed = answer.json()
    assert (changed["id"], changed["slug"]) == (str(network.pk), "zero-emission-delivery")
    assert (changed["phase"], changed["version"]) == ("closed", 2)


def test_a_text_of_exactly_the_longest_length_is_taken(goteborg_client: APIClient, url: str) -> None:
    answer = goteborg_client.patch(url, {"name_sv": "å" * 200, "purpose_sv": "ö" * 4000})

    assert (answer.status_code, len(answer.json()["name_sv"])) == (200, 200)


def test_of_two_coordinators_edits_of_one_version_the_later_is_stale(
    goteborg: Actor, goteborg_client: APIClient, network: Network, url: str
) -> None:
    tag = goteborg_client.get(url)["ETag"]
    change_network(goteborg, network=network, phase="closed")

    late = goteborg_client.patch(url, {"phase": "idea"}, headers={"If-Match": tag})

    assert refused(late) == (412, "stale")
    assert goteborg_client.get(url).json()["phase"] == "closed"
    assert Entry.objects.filter(type="network.changed").count() == 1


def test_a_facilitator_founds_a_network_that_the_answer_and_its_address_describe_alike(
    facilitator_client: APIClient, cast: Cast
) -> None:
    answer = facilitator_client.post(LIST, NEW)

    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    made = answer.json()
    assert (made["phase"], made["openness"]) == ("idea", "invite_only")
    read = facilitator_client.get(f"{LIST}{made['id']}/").json()
    assert read == {**made, "abilities": []}


@pytest.mark.parametrize("missing", list(NEW))
def test_a_network_without_one_of_its_fields_is_not_founded(
    facilitator_client: APIClient, missing: str
) -> None:
    before = footprint()

    answer = facilitator_client.post(LIST, {name: value for name, value in NEW.items() if name != missing})

    assert pointed(answer) == [(f"/{missing}", "required")]
    assert footprint() == before


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"host": "Nowhere"}, [("/host", "authority")]),
        ({"host": str(NOWHERE)}, [("/host", "authority")]),
        ({"host": "x" * 201}, [("/host", "max_length")]),
        ({"coordinator_email": "nobody"}, [("/coordinator_email", "invalid")]),
        ({"coordinator_email": ""}, [("/coordinator_email", "blank")]),
        ({"phase": "never"}, [("/phase", "invalid_choice")]),
        ({"purpose_en": "\x07"}, [("/purpose_en", "control_characters")]),
    ],
)
def test_a_network_of_bad_fields_is_not_founded(
    facilitator_client: APIClient, change: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    before = footprint()

    assert pointed(facilitator_client.post(LIST, {**NEW, **change})) == found

    assert footprint() == before


def test_a_facilitator_who_names_themselves_coordinator_founds_nothing(
    facilitator_client: APIClient,
) -> None:
    before = footprint()

    answer = facilitator_client.post(LIST, {**NEW, "coordinator_email": "facilitator@agency.example"})

    assert refused(answer) == (403, "own_coordinator")
    assert footprint() == before


@pytest.mark.parametrize("networks", [1, 3])
def test_a_card_costs_the_same_however_many_networks_there_are(
    cast: Cast,
    stockholm_client: APIClient,
    url: str,
    networks: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    NetworkFactory.create_batch(networks, openness="open")

    with django_assert_num_queries(4):  # session, person, seat, network
        answer = stockholm_client.get(url)

    assert answer.status_code == 200
