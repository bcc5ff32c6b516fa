import base64
from datetime import timedelta
from typing import Any

import orjson
import pytest
from rest_framework.test import APIClient

from messaging.models import Room
from networks.models import Network
from tests.factories.messaging import RoomFactory
from wire.pages import Cursor


@pytest.fixture
def rooms(network: Network) -> list[Room]:
    """Seven rooms, oldest first."""
    return [RoomFactory.create(network=network, title=f"Room {number}") for number in range(1, 8)]


def read(client: APIClient, url: str) -> dict[str, Any]:
    page: dict[str, Any] = client.get(url).json()
    return page


def titles(page: dict[str, Any]) -> list[str]:
    return [room["title"] for room in page["results"]]


def numbered(first: int, last: int) -> list[str]:
    return [f"Room {number}" for number in range(first, last + 1)]


def test_pages_forward_and_back_hold_every_row_once(
    goteborg_client: APIClient, network: Network, rooms: list[Room]
) -> None:
    first = read(goteborg_client, f"/api/v1/networks/{network.pk}/rooms/?limit=3")
    second = read(goteborg_client, first["next"])
    third = read(goteborg_client, second["next"])

    assert [titles(first), titles(second), titles(third)] == [numbered(1, 3), numbered(4, 6), numbered(7, 7)]
    assert (first["previous"], third["next"]) == (None, None)
    assert titles(read(goteborg_client, third["previous"])) == numbered(4, 6)
    back = read(goteborg_client, second["previous"])
    assert titles(back) == numbered(1, 3)
    assert back["previous"] is None
    assert titles(read(goteborg_client, back["next"])) == numbered(4, 6)


def test_links_are_absolute_and_keep_the_question(
    goteborg_client: APIClient, network: Network, rooms: list[Room]
) -> None:
    page = read(goteborg_client, f"/api/v1/networks/{network.pk}/rooms/?limit=2")

    assert page["next"].startswith("http://testserver/api/v1/networks/")
    assert "limit=2" in page["next"]


def test_no_row_is_skipped_or_repeated_when_others_come_and_go(
    goteborg_client: APIClient, network: Network, rooms: list[Room]
) -> None:
    first = read(goteborg_client, f"/api/v1/networks/{network.pk}/rooms/?limit=3")
    Room.objects.filter(pk__in=[rooms[0].pk, rooms[2].pk, rooms[3].pk]).delete()
    RoomFactory.create(network=network, title="Room 8")

    second = read(goteborg_client, first["next"])
    third = read(goteborg_client, second["next"])

    assert [titles(second), titles(third)] == [numbered(5, 7), numbered(8, 8)]
    assert titles(read(goteborg_client, second["previous"])) == ["Room 2"]


def test_rows_that_share_their_first_key_are_told_apart_by_the_last(
    goteborg_client: APIClient, cast: Any
) -> None:
    names = read(goteborg_client, "/api/v1/authorities/?limit=200")["results"]
    seen, url = [], "/api/v1/authorities/?limit=1"
    while url:
        page = read(goteborg_client, url)
        seen += page["results"]
        url = page["next"]

    assert seen == names


@pytest.mark.parametrize(
    "cursor",
    [
        "garbage",
        "ö",
        "A" * 5000,
        base64.urlsafe_b64encode(b"[true]").decode(),
        base64.urlsafe_b64encode(b"[1, 2]").decode(),
        base64.urlsafe_b64encode(b'{"a": 1}').decode(),
        Cursor(["not a uuid"]).encoded(),
        Cursor([{"$ne": 1}]).encoded(),
        Cursor([None]).encoded(),
        Cursor([[[]]]).encoded(),
        Cursor([1.5]).encoded(),
    ],
)
def test_a_cursor_that_is_none_of_ours_is_a_problem(
    goteborg_client: APIClient, network: Network, rooms: list[Room], cursor: str
) -> None:
    response = goteborg_client.get(f"/api/v1/networks/{network.pk}/rooms/", {"cursor": cursor})

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "/cursor"


@pytest.mark.parametrize("name", ["nul \x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")])
def test_a_cursor_with_a_text_that_no_column_keeps_is_no_fault_of_ours(
    goteborg_client: APIClient, rooms: list[Room], name: str
) -> None:
    cursor = Cursor([name, str(rooms[0].pk)]).encoded()

    assert goteborg_client.get("/api/v1/authorities/", {"cursor": cursor}).status_code in (200, 400)


@pytest.mark.parametrize("limit", ["0", "201", "-1", "1.5", "ten", "", "9" * 30, "\uff11"])
def test_a_limit_outside_its_bounds_is_a_problem(
    goteborg_client: APIClient, network: Network, limit: str
) -> None:
    response = goteborg_client.get(f"/api/v1/networks/{network.pk}/rooms/", {"limit": limit})

    assert response.status_code == 400
    assert response.json()["errors"] == [
        {"pointer": "/limit", "code": "whole_number", "detail": "Give a whole number from 1 to 200."}
    ]


def test_a_cursor_survives_its_journey() -> None:
    keys = ["Örebro", 5, timedelta(days=1).days]

    assert Cursor.decoded(Cursor(keys, backward=True).encoded(), 3) == Cursor(keys, backward=True)
    assert orjson.loads(orjson.dumps(keys)) == keys
