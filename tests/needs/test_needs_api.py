from typing import Any

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from networks.models import Network
from tests.answers import pointed, refused
from tests.cast import Cast
from tests.factories.needs import TITLES, a_need

Client = APIClient


def needs_of(network: Network) -> str:
    return f"/api/v1/networks/{network.pk}/needs/"


def test_opening_answers_the_need_with_its_document(goteborg_client: Client, network: Network) -> None:
    answer = goteborg_client.post(needs_of(network), {**TITLES, "one_liner": "Fram utan utsläpp"})

    need = answer.json()
    assert answer.status_code == 201
    assert answer["ETag"] == '"1"'
    assert (need["status"], need["zone"], need["one_liner"]) == ("draft", "authority", "Fram utan utsläpp")
    assert need["owner"]["name"] == "Goteborg"
    assert need["owner_authority"]["name"] == "Göteborgs stad"
    document = goteborg_client.get(f"/api/v1/documents/{need['document']}/").json()
    assert document["title"] == TITLES["title_sv"]


def test_both_titles_are_asked_for(goteborg_client: Client, network: Network) -> None:
    answer = goteborg_client.post(needs_of(network), {"title_sv": "Bara svenska"})

    assert pointed(answer) == [("/title_en", "required")]


@pytest.mark.parametrize("needs", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    goteborg: Actor, goteborg_client: Client, network: Network, needs: int, django_assert_num_queries: Any
) -> None:
    for _turn in range(needs):
        a_need(goteborg)

    with django_assert_num_queries(4):
        page = goteborg_client.get(needs_of(network)).json()

    assert len(page["results"]) == needs


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("goteborg", 200),
        ("stockholm", 404),
        ("turku", 404),
        ("facilitator", 404),
        ("kiruna", 404),
    ],
)
def test_a_draft_is_there_for_its_own_authority_alone(
    goteborg: Actor, cast: Cast, name: str, status: int
) -> None:
    need = a_need(goteborg)

    assert cast.client(name).get(f"/api/v1/needs/{need.pk}/").status_code == status


@pytest.mark.parametrize(
    ("name", "abilities"),
    [("goteborg", ["need.edit", "need.review"]), ("stockholm", ["need.edit"]), ("orebro", []), ("turku", [])],
)
def test_a_shared_need_says_what_its_reader_may_do(
    stockholm: Actor, cast: Cast, name: str, abilities: list[str]
) -> None:
    need = a_need(stockholm, zone="network")

    shape = cast.client(name).get(f"/api/v1/needs/{need.pk}/").json()

    assert shape["abilities"] == abilities
    assert shape["mine"] == {"owner": name == "stockholm"}
    assert shape["next_steps"] == ["internal_review"]


def test_a_change_asks_for_the_version_that_was_read(goteborg: Actor, goteborg_client: Client) -> None:
    url = f"/api/v1/needs/{a_need(goteborg).pk}/"

    changed = goteborg_client.patch(url, {"one_liner": "Först"}, headers={"If-Match": '"1"'})
    late = goteborg_client.patch(url, {"one_liner": "Sen"}, headers={"If-Match": '"1"'})

    assert (changed.status_code, changed["ETag"], changed.json()["one_liner"]) == (200, '"2"', "Först")
    assert refused(late) == (412, "stale")


def test_a_step_that_does_not_follow_is_409(goteborg: Actor, goteborg_client: Client) -> None:
    answer = goteborg_client.patch(f"/api/v1/needs/{a_need(goteborg).pk}/", {"status": "adopted"})

    assert refused(answer) == (409, "no_such_step")


def test_sharing_opens_need_and_document_to_the_network(
    goteborg: Actor, goteborg_client: Client, turku_client: Client
) -> None:
    need = a_need(goteborg)

    shared = goteborg_client.post(f"/api/v1/needs/{need.pk}/share/")
    again = goteborg_client.post(f"/api/v1/needs/{need.pk}/share/")

    assert (shared.status_code, shared.json()["zone"]) == (200, "network")
    assert refused(again) == (409, "already_shared")
    assert turku_client.get(f"/api/v1/documents/{need.document_id}/").status_code == 200


def test_a_need_can_be_talked_about_and_gone_to(
    goteborg: Actor, goteborg_client: Client, network: Network
) -> None:
    need = a_need(goteborg)
    about = {"kind": "need", "id": str(need.pk)}

    room = goteborg_client.post(
        f"/api/v1/networks/{network.pk}/rooms/",
        {"title": "Om behovet", "zone": "authority", "about": about},
        format="json",
    )

    assert room.json()["about"] == about
    assert goteborg_client.get(f"/go/need/{need.pk}/").headers["Location"] == f"/needs/{need.pk}/"
