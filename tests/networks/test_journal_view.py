from typing import Any

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from journal.services import end_retention
from messaging.models import Room
from messaging.services import delete_message, edit_message, post_message
from networks.models import Network
from tests.cast import Cast


@pytest.fixture
def url(network: Network) -> str:
    """Where the flagship's journal is."""
    return f"/api/v1/networks/{network.pk}/journal/"


def read(client: APIClient, url: str, **query: Any) -> dict[str, Any]:
    page: dict[str, Any] = client.get(url, query).json()
    return page


def test_a_rooms_stream_is_read_in_order_with_the_same_resource_as_rest(
    goteborg: Actor, stockholm_client: APIClient, url: str, room: Room
) -> None:
    message = post_message(goteborg, room=room, body="4 500")
    edit_message(goteborg, message=message, body="4 600")

    page = read(stockholm_client, url, stream=f"room:{room.pk}")

    assert [(entry["seq"], entry["type"]) for entry in page["results"]] == [
        (1, "message.posted"),
        (2, "message.edited"),
    ]
    assert (page["head"], page["next"], page["previous"]) == (2, None, None)
    assert page["results"][0]["actor"]["person"]["name"] == "Goteborg"
    assert page["results"][0]["actor"]["authority"]["name"] == "Göteborgs stad"
    detail = stockholm_client.get(f"/api/v1/messages/{message.pk}/").json()
    del detail["abilities"]
    assert page["results"][1]["resource"] == detail


def test_what_was_deleted_stays_erased_when_the_stream_is_read_again(
    goteborg: Actor, stockholm_client: APIClient, url: str, room: Room
) -> None:
    message = post_message(goteborg, room=room, body="hemligt")
    delete_message(goteborg, message=message)

    answer = stockholm_client.get(url, {"stream": f"room:{room.pk}"})

    assert b"hemligt" not in answer.content
    assert [entry["resource"]["body"] for entry in answer.json()["results"]] == ["", ""]


def test_pages_go_on_after_the_last_number(
    goteborg: Actor, goteborg_client: APIClient, url: str, room: Room
) -> None:
    for number in range(5):
        post_message(goteborg, room=room, body=f"{number}")
    first = read(goteborg_client, url, stream=f"room:{room.pk}", limit=2)
    second = goteborg_client.get(first["next"]).json()
    last = goteborg_client.get(second["next"]).json()

    numbers = [[entry["seq"] for entry in page["results"]] for page in (first, second, last)]
    assert numbers == [[1, 2], [3, 4], [5]]
    assert last["next"] is None
    assert [entry["seq"] for entry in read(goteborg_client, url, type="room.opened")["results"]] == [1]


def test_a_stream_that_nothing_was_written_to_is_empty(goteborg_client: APIClient, url: str) -> None:
    page = read(goteborg_client, url)

    assert page == {"epoch": None, "head": 0, "results": [], "next": None, "previous": None}


def test_the_stream_of_another_network_is_not_read_through_this_one(
    cast: Cast, kiruna_client: APIClient, url: str, room: Room
) -> None:
    elsewhere = f"/api/v1/networks/{cast.other_network.pk}/journal/"

    assert kiruna_client.get(elsewhere, {"stream": f"room:{room.pk}"}).status_code == 404
    assert kiruna_client.get(elsewhere, {"stream": f"network:{cast.network.pk}"}).status_code == 404
    assert kiruna_client.get(url).status_code == 404


@pytest.mark.parametrize("stream", ["", "room", "room:none", "person:me", "castle:1", "\x00"])
def test_a_stream_of_no_name_is_not_found(goteborg_client: APIClient, url: str, stream: str) -> None:
    assert goteborg_client.get(url, {"stream": stream}).status_code == 404


def test_ones_own_stream_belongs_to_no_network(goteborg_client: APIClient, url: str, cast: Cast) -> None:
    own = f"person:{cast.people['goteborg'].pk}"

    assert goteborg_client.get(url, {"stream": own}).status_code == 404


def test_an_odd_type_finds_nothing_or_is_a_problem(goteborg_client: APIClient, url: str, room: Room) -> None:
    assert read(goteborg_client, url, type="nothing.happened")["results"] == []
    assert goteborg_client.get(url, {"type": "\x00"}).json()["status"] == 400


def test_a_stream_whose_retention_ended_says_so(
    goteborg: Actor, goteborg_client: APIClient, url: str, room: Room
) -> None:
    post_message(goteborg, room=room, body="Hej")
    end_retention(f"room:{room.pk}", now=goteborg.now)

    answer = goteborg_client.get(url, {"stream": f"room:{room.pk}"})

    assert (answer.status_code, answer.json()["code"]) == (409, "retention_ended")
