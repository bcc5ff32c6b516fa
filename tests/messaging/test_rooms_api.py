from typing import Any
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from access.actor import Actor
from journal.models import Entry
from messaging.models import Room
from messaging.services import open_room, post_message
from networks.models import Network
from tests.answers import footprint, forbidden, pointed, refused
from tests.cast import Cast

NOWHERE = UUID("01890000-0000-7000-8000-000000000000")


@pytest.fixture
def url(network: Network) -> str:
    """The rooms of the flagship."""
    return f"/api/v1/networks/{network.pk}/rooms/"


def address(room: Room, verb: str = "") -> str:
    return f"/api/v1/rooms/{room.pk}/{verb}/" if verb else f"/api/v1/rooms/{room.pk}/"


def test_an_opened_room_is_answered_listed_and_read_alike(
    stockholm_client: APIClient, url: str, network: Network
) -> None:
    answer = stockholm_client.post(url, {"title": "  Laddning ", "zone": "network"})

    made = answer.json()
    assert answer.status_code == 201
    assert made == {
        "id": made["id"],
        "network": str(network.pk),
        "title": "Laddning",
        "zone": "network",
        "authority": None,
        "members_only": False,
        "about": None,
        "last_number": 0,
        "created_at": made["created_at"],
        "mine": {"unread": 0},
    }
    assert stockholm_client.get(url).json()["results"] == [made]
    assert stockholm_client.get(f"/api/v1/rooms/{made['id']}/").json() == {
        **made,
        "mine": {"unread": 0, "ranges": []},
        "abilities": ["message.post"],
    }


def test_a_private_room_names_its_authority_and_is_listed_to_it_alone(
    stockholm_client: APIClient, goteborg_client: APIClient, url: str, cast: Cast
) -> None:
    made = stockholm_client.post(url, {"title": "Internt", "zone": "authority"}).json()

    assert (made["zone"], made["authority"]) == ("authority", str(cast.authority("stockholm").pk))
    assert [row["id"] for row in stockholm_client.get(url).json()["results"]] == [made["id"]]
    assert goteborg_client.get(url).json()["results"] == []


def test_a_room_for_members_only_is_on_no_observers_list(
    stockholm_client: APIClient, turku_client: APIClient, url: str
) -> None:
    made = stockholm_client.post(url, {"title": "Strategi", "members_only": True}).json()

    assert made["members_only"] is True
    assert turku_client.get(url).json()["results"] == []
    assert refused(turku_client.get(f"/api/v1/rooms/{made['id']}/")) == (404, "not_found")


@pytest.mark.parametrize(
    ("name", "abilities"),
    [
        ("goteborg", ["message.post", "message.moderate"]),
        ("stockholm", ["message.post"]),
        ("turku", []),
    ],
)
def test_a_room_says_what_its_reader_may_do_in_it(
    cast: Cast, room: Room, name: str, abilities: list[str]
) -> None:
    assert cast.client(name).get(address(room)).json()["abilities"] == abilities


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, [("/title", "required")]),
        ({"title": None}, [("/title", "null")]),
        ({"title": ""}, [("/title", "blank")]),
        ({"title": " \t\r\n"}, [("/title", "blank")]),
        ({"title": False}, [("/title", "invalid")]),
        ({"title": "x" * 201}, [("/title", "too_long")]),
        ({"title": "Laddning", "zone": "public"}, [("/zone", "invalid_choice")]),
        ({"title": "Laddning", "zone": None}, [("/zone", "null")]),
        ({"title": "Laddning", "zone": 0}, [("/zone", "invalid_choice")]),
        ({"title": "Laddning", "about": "room"}, [("/about", "invalid")]),
        ({"title": "Laddning", "about": {}}, [("/about/kind", "required"), ("/about/id", "required")]),
        ({"title": "Laddning", "about": {"kind": "room", "id": "none"}}, [("/about/id", "invalid")]),
        (
            {"title": "Laddning", "about": {"kind": "x" * 41, "id": str(NOWHERE)}},
            [("/about/kind", "max_length")],
        ),
        ({"title": "Laddning", "members_only": "perhaps"}, [("/members_only", "invalid")]),
        ({"title": "Laddning", "members_only": None}, [("/members_only", "null")]),
    ],
)
def test_a_bad_room_points_at_its_fields_and_is_not_opened(
    stockholm_client: APIClient, url: str, body: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    before = footprint()

    assert pointed(stockholm_client.post(url, body)) == found

    assert footprint() == before


@pytest.mark.parametrize("kind", ["room", "document", "analysis", "message", "reminder", "castle"])
def test_a_room_is_about_nothing_that_is_not_there(stockholm_client: APIClient, url: str, kind: str) -> None:
    before = footprint()

    answer = stockholm_client.post(url, {"title": "Laddning", "about": {"kind": kind, "id": str(NOWHERE)}})

    assert refused(answer) == (404, "not_found")
    assert footprint() == before


def test_a_room_is_not_about_what_its_opener_can_not_see(
    goteborg_client: APIClient, url: str, private_room: Room
) -> None:
    before = footprint()

    answer = goteborg_client.post(
        url, {"title": "Om er", "about": {"kind": "room", "id": str(private_room.pk)}}
    )

    assert refused(answer) == (404, "not_found")
    assert footprint() == before


def test_only_who_may_open_rooms_opens_one(
    turku_client: APIClient, facilitator_client: APIClient, kiruna_client: APIClient, url: str
) -> None:
    before, body = footprint(), {"title": "Får jag?"}

    assert forbidden(turku_client.post(url, body)) == "room.open"
    assert forbidden(facilitator_client.post(url, body)) == "room.read"
    assert refused(kiruna_client.post(url, body)) == (404, "not_found")
    assert refused(APIClient().post(url, body)) == (401, "sign_in_needed")
    assert footprint() == before


@pytest.mark.parametrize("verb", ["", "messages", "read", "unread"])
def test_another_authoritys_private_room_is_told_as_none_at_every_door(
    goteborg_client: APIClient, facilitator_client: APIClient, private_room: Room, verb: str
) -> None:
    call = "put" if verb in ("read", "unread") else "get"
    none = getattr(goteborg_client, call)(f"/api/v1/rooms/{NOWHERE}/{verb}/".replace("//", "/"))

    for client in (goteborg_client, facilitator_client):
        answer = getattr(client, call)(address(private_room, verb), {"through": 1, "since": 1})
        assert refused(answer) == (404, "not_found")
        assert answer.json() == none.json()


def test_reading_and_unreading_answer_with_ranges_and_what_is_left(
    goteborg: Actor, stockholm_client: APIClient, room: Room
) -> None:
    for number in range(1, 6):
        post_message(goteborg, room=room, body=f"{number}")

    answers = [
        stockholm_client.put(address(room, "read"), {"through": 2}),
        stockholm_client.put(address(room, "read"), {"through": 99}),
        stockholm_client.put(address(room, "unread"), {"since": 4}),
        stockholm_client.put(address(room, "read"), {"through": 0}),
    ]

    assert [answer.json() for answer in answers] == [
        {"unread": 3, "ranges": [[1, 2]]},
        {"unread": 0, "ranges": [[1, 5]]},
        {"unread": 2, "ranges": [[1, 3]]},
        {"unread": 2, "ranges": [[1, 3]]},
    ]
    assert stockholm_client.get(address(room)).json()["mine"] == {"unread": 2, "ranges": [[1, 3]]}


def test_what_one_has_read_is_told_in_ones_own_stream_and_nowhere_else(
    goteborg: Actor, stockholm_client: APIClient, room: Room, cast: Cast
) -> None:
    post_message(goteborg, room=room, body="Hej")

    stockholm_client.put(address(room, "read"), {"through": 1})
    stockholm_client.put(address(room, "read"), {"through": 1})

    told = Entry.objects.filter(type="messages.read").values_list("stream_id", flat=True)
    assert list(told) == [f"person:{cast.people['stockholm'].pk}"]


@pytest.mark.parametrize(
    ("verb", "body", "found"),
    [
        ("read", {}, ("/through", "required")),
        ("read", {"through": None}, ("/through", "null")),
        ("read", {"through": -1}, ("/through", "min_value")),
        ("read", {"through": 2**62 + 1}, ("/through", "max_value")),
        ("read", {"through": 10**30}, ("/through", "invalid")),
        ("read", {"through": 1.5}, ("/through", "invalid")),
        ("read", {"through": True}, ("/through", "invalid")),
        ("read", {"through": "all"}, ("/through", "invalid")),
        ("read", {"through": [1]}, ("/through", "invalid")),
        ("unread", {}, ("/since", "required")),
        ("unread", {"since": 0}, ("/since", "min_value")),
        ("unread", {"since": -5}, ("/since", "min_value")),
        ("unread", {"since": 2**62 + 1}, ("/since", "max_value")),
        ("unread", {"since": "9" * 1001}, ("/since", "max_string_length")),
        ("unread", {"since": {}}, ("/since", "invalid")),
    ],
)
def test_a_number_that_no_message_has_is_pointed_at(
    stockholm_client: APIClient, room: Room, verb: str, body: dict[str, Any], found: tuple[str, str]
) -> None:
    before = footprint()

    assert pointed(stockholm_client.put(address(room, verb), body)) == [found]

    assert footprint() == before


def test_rooms_of_two_networks_are_never_on_one_list(
    cast: Cast, goteborg: Actor, room: Room, kiruna_client: APIClient, goteborg_client: APIClient, url: str
) -> None:
    elsewhere = f"/api/v1/networks/{cast.other_network.pk}/rooms/"
    theirs = kiruna_client.post(elsewhere, {"title": "Deras"}).json()

    assert [row["title"] for row in goteborg_client.get(url).json()["results"]] == ["Volymer och fordon"]
    assert [row["title"] for row in kiruna_client.get(elsewhere).json()["results"]] == ["Deras"]
    assert refused(goteborg_client.get(f"/api/v1/rooms/{theirs['id']}/")) == (404, "not_found")
    assert refused(goteborg_client.get(elsewhere)) == (404, "not_found")


@pytest.mark.parametrize("rooms", [1, 3])
def test_a_room_costs_the_same_in_a_network_of_many(
    goteborg: Actor,
    stockholm_client: APIClient,
    network: Network,
    rooms: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    opened = [open_room(goteborg, network=network, title=f"Rum {number}") for number in range(rooms)]
    post_message(goteborg, room=opened[0], body="Hej")

    with django_assert_num_queries(5):  # session, person, room with seat, reading, unread
        answer = stockholm_client.get(address(opened[0]))

    assert answer.json()["mine"] == {"unread": 1, "ranges": []}
