from typing import Any

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from messaging.models import Room
from messaging.services import post_message
from tests.answers import pointed

SAID = 7


@pytest.fixture
def url(stockholm: Actor, room: Room) -> str:
    """The messages of a room in which seven things were said."""
    for number in range(1, SAID + 1):
        post_message(stockholm, room=room, body=f"{number}")
    return f"/api/v1/rooms/{room.pk}/messages/"


def numbers(page: dict[str, Any]) -> list[int]:
    return [row["number"] for row in page["results"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7]),
        ({"limit": 3}, [5, 6, 7]),
        ({"limit": 200}, [1, 2, 3, 4, 5, 6, 7]),
        ({"limit": 1}, [7]),
        ({"before": 4}, [1, 2, 3]),
        ({"before": 4, "limit": 2}, [2, 3]),
        ({"before": 1}, []),
        ({"after": 0, "limit": 2}, [1, 2]),
        ({"after": 5}, [6, 7]),
        ({"after": 7}, []),
        ({"after": 2**62}, []),
        ({"after": 2, "before": 6}, [3, 4, 5]),
        ({"after": 2, "before": 6, "limit": 2}, [3, 4]),
        ({"after": 6, "before": 3}, []),
        ({"before": 2**62}, [1, 2, 3, 4, 5, 6, 7]),
        ({"after": "007"}, []),
        ({"colour": "red"}, [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_a_window_holds_these_numbers(
    goteborg_client: APIClient, url: str, query: dict[str, Any], expected: list[int]
) -> None:
    assert numbers(goteborg_client.get(url, query).json()) == expected


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"limit": 0}, "/limit"),
        ({"limit": 201}, "/limit"),
        ({"limit": -1}, "/limit"),
        ({"limit": "all"}, "/limit"),
        ({"limit": ""}, "/limit"),
        ({"limit": "1.0"}, "/limit"),
        ({"limit": "1e2"}, "/limit"),
        ({"limit": "٣"}, "/limit"),
        ({"limit": " 3"}, "/limit"),
        ({"limit": "9" * 400}, "/limit"),
        ({"after": -1}, "/after"),
        ({"after": 2**62 + 1}, "/after"),
        ({"after": "seven"}, "/after"),
        ({"after": "\x00"}, "/after"),
        ({"before": 0}, "/before"),
        ({"before": "9" * 20}, "/before"),
        ({"before": "7,8"}, "/before"),
    ],
)
def test_a_window_that_makes_no_sense_is_pointed_at(
    goteborg_client: APIClient, url: str, query: dict[str, Any], pointer: str
) -> None:
    assert pointed(goteborg_client.get(url, query)) == [(pointer, "whole_number")]


def test_by_previous_one_reads_back_to_the_first_message(goteborg_client: APIClient, url: str) -> None:
    pages = [goteborg_client.get(url, {"limit": 3}).json()]
    while pages[-1]["previous"]:
        pages.append(goteborg_client.get(pages[-1]["previous"]).json())

    assert [numbers(page) for page in pages] == [[5, 6, 7], [2, 3, 4], [1]]
    assert all(page["next"] is None for page in pages)


def test_by_next_one_reads_on_to_the_last_message_and_what_comes_meanwhile(
    goteborg_client: APIClient, stockholm: Actor, room: Room, url: str
) -> None:
    pages = [goteborg_client.get(url, {"after": 0, "limit": 3}).json()]
    post_message(stockholm, room=room, body="8")
    while pages[-1]["next"]:
        pages.append(goteborg_client.get(pages[-1]["next"]).json())

    assert [numbers(page) for page in pages] == [[1, 2, 3], [4, 5, 6], [7, 8]]
    assert all(page["previous"] is None for page in pages)


def test_a_room_without_a_word_is_an_empty_page(goteborg_client: APIClient, room: Room) -> None:
    page = goteborg_client.get(f"/api/v1/rooms/{room.pk}/messages/").json()

    assert page == {"results": [], "next": None, "previous": None}


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8])
def test_whatever_the_size_of_pages_every_message_comes_once_in_order(
    goteborg_client: APIClient, url: str, limit: int
) -> None:
    page = goteborg_client.get(url, {"after": 0, "limit": limit}).json()
    seen = numbers(page)
    while page["next"]:
        page = goteborg_client.get(page["next"]).json()
        seen += numbers(page)

    assert seen == [1, 2, 3, 4, 5, 6, 7]
