from typing import Any
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from access.actor import Actor
from documents.services import create_document
from journal.models import Entry, Stream
from journal.services import end_retention, start_new_epoch
from messaging.models import Room
from messaging.services import open_room, post_message
from networks.models import Network, Seat
from networks.services import change_network
from tests.answers import footprint, forbidden, pointed, refused
from tests.cast import Cast

NOWHERE = UUID("01890000-0000-7000-8000-000000000000")


@pytest.fixture
def url(network: Network) -> str:
    """Where the flagship's journal is."""
    return f"/api/v1/networks/{network.pk}/journal/"


@pytest.fixture
def story(goteborg: Actor, stockholm: Actor, network: Network) -> list[str]:
    """The types of five things that happened in the flagship, in order."""
    change_network(goteborg, network=network, phase="market_analysis")
    open_room(stockholm, network=network, title="Laddning")
    change_network(goteborg, network=network, phase="shaping_demand")
    create_document(stockholm, network=network, title="Behov")
    open_room(goteborg, network=network, title="Volymer")
    return ["network.changed", "room.opened", "network.changed", "document.created", "room.opened"]


def read(client: APIClient, url: str, **query: Any) -> dict[str, Any]:
    answer = client.get(url, query)
    assert answer.status_code == 200, answer.content
    page: dict[str, Any] = answer.json()
    return page


def told(page: dict[str, Any]) -> list[tuple[int, str]]:
    return [(entry["seq"], entry["type"]) for entry in page["results"]]


def test_the_story_is_told_in_order_with_where_it_stands(
    turku_client: APIClient, url: str, story: list[str], network: Network
) -> None:
    page = read(turku_client, url)

    assert told(page) == list(enumerate(story, start=1))
    assert page["epoch"] == Stream.objects.get(pk=f"network:{network.pk}").epoch
    assert (page["head"], page["next"], page["previous"]) == (5, None, None)


def test_an_entry_says_who_for_whom_when_and_what_and_shows_it_beside(
    stockholm: Actor, turku_client: APIClient, url: str, network: Network, cast: Cast
) -> None:
    room = open_room(stockholm, network=network, title="Laddning")

    (entry,) = read(turku_client, url)["results"]

    assert entry == {
        "stream": f"network:{network.pk}",
        "seq": 1,
        "type": "room.opened",
        "at": entry["at"],
        "actor": {
            "person": {"id": str(cast.people["stockholm"].pk), "name": "Stockholm"},
            "authority": {"id": str(cast.authority("stockholm").pk), "name": "Stockholms stad"},
        },
        "data": {"network_id": str(network.pk), "room_id": str(room.pk)},
        "resource": {
            "id": str(room.pk),
            "network": str(network.pk),
            "title": "Laddning",
            "zone": "network",
            "authority": None,
            "members_only": False,
            "about": None,
            "last_number": 0,
            "created_at": entry["resource"]["created_at"],
        },
    }


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"after": 0}, [1, 2, 3, 4, 5]),
        ({"after": 3}, [4, 5]),
        ({"after": 5}, []),
        ({"after": 99}, []),
        ({"after": 2**62}, []),
        ({"type": "room.opened"}, [2, 5]),
        ({"type": "room.opened", "after": 2}, [5]),
        ({"type": "document.created"}, [4]),
        ({"type": "network.changed", "limit": 1}, [1]),
        ({"type": "message.posted"}, []),
        ({"type": "ROOM.OPENED"}, []),
        ({"type": ""}, []),
        ({"type": "x" * 500}, []),
        ({"type": "%"}, []),
        ({"limit": 2}, [1, 2]),
        ({"limit": 2, "after": 4}, [5]),
    ],
)
def test_a_part_of_the_story_holds_these_numbers(
    turku_client: APIClient, url: str, story: list[str], query: dict[str, Any], numbers: list[int]
) -> None:
    page = read(turku_client, url, **query)

    assert [seq for seq, _type in told(page)] == numbers
    assert page["head"] == 5


def test_by_next_one_goes_on_within_one_type_and_one_stream(
    goteborg: Actor, turku_client: APIClient, url: str, room: Room
) -> None:
    for number in range(5):
        post_message(goteborg, room=room, body=f"{number}")

    page = read(turku_client, url, stream=f"room:{room.pk}", type="message.posted", limit=2)
    numbers = told(page)
    while page["next"]:
        assert page["next"].startswith("http://testserver/api/v1/networks/")
        page = turku_client.get(page["next"]).json()
        numbers += told(page)

    assert [seq for seq, _type in numbers] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"after": -1}, "/after"),
        ({"after": "last"}, "/after"),
        ({"after": ""}, "/after"),
        ({"after": "1.5"}, "/after"),
        ({"after": 2**62 + 1}, "/after"),
        ({"after": "9" * 30}, "/after"),
    ],
)
def test_a_number_to_go_on_from_that_is_none_is_pointed_at(
    turku_client: APIClient, url: str, story: list[str], query: dict[str, Any], pointer: str
) -> None:
    assert pointed(turku_client.get(url, query)) == [(pointer, "whole_number")]


def test_the_private_zone_is_told_to_its_authority_alone(
    stockholm: Actor,
    stockholm_client: APIClient,
    goteborg_client: APIClient,
    turku_client: APIClient,
    url: str,
    network: Network,
) -> None:
    create_document(stockholm, network=network, title="Vår bilaga", zone="authority")
    private = f"authority:{network.pk}:{stockholm.authority_id}"

    assert told(read(stockholm_client, url, stream=private)) == [(1, "document.created_privately")]
    assert told(read(stockholm_client, url)) == []
    for client in (goteborg_client, turku_client):
        assert refused(client.get(url, {"stream": private})) == (404, "not_found")


def test_a_private_rooms_story_is_as_hidden_as_the_room(
    stockholm: Actor, stockholm_client: APIClient, goteborg_client: APIClient, url: str, private_room: Room
) -> None:
    post_message(stockholm, room=private_room, body="Vår smärtgräns")
    stream = f"room:{private_room.pk}"

    assert told(read(stockholm_client, url, stream=stream)) == [(1, "message.posted")]
    none = goteborg_client.get(url, {"stream": f"room:{NOWHERE}"})
    theirs = goteborg_client.get(url, {"stream": stream})
    assert refused(theirs) == (404, "not_found")
    assert theirs.json() == none.json()


def test_who_reads_no_content_reads_no_journal_and_who_left_none_either(
    facilitator_client: APIClient,
    kiruna_client: APIClient,
    stockholm_client: APIClient,
    url: str,
    story: list[str],
    cast: Cast,
) -> None:
    Seat.objects.filter(pk=cast.seats["stockholm"].pk).update(ended_at=cast.seats["stockholm"].started_at)

    assert forbidden(facilitator_client.get(url)) == "journal.read"
    assert refused(kiruna_client.get(url)) == (404, "not_found")
    assert refused(stockholm_client.get(url)) == (404, "not_found")
    assert refused(APIClient().get(url)) == (401, "sign_in_needed")


def test_reading_the_journal_writes_nothing_and_nobody_can_write_it(
    goteborg_client: APIClient, url: str, story: list[str]
) -> None:
    before = footprint()

    read(goteborg_client, url)
    for answer in (
        goteborg_client.post(url, {"type": "room.opened"}),
        goteborg_client.put(url, {}),
        goteborg_client.patch(url, {}),
        goteborg_client.delete(url),
    ):
        assert refused(answer) == (405, "method_not_allowed")

    assert footprint() == before


def test_of_streams_whose_retention_ended_only_that_one_is_gone(
    goteborg: Actor, goteborg_client: APIClient, url: str, room: Room, story: list[str]
) -> None:
    post_message(goteborg, room=room, body="Hej")
    end_retention(f"room:{room.pk}", now=goteborg.now)

    gone = goteborg_client.get(url, {"stream": f"room:{room.pk}", "after": "0", "type": "message.posted"})

    assert refused(gone) == (409, "retention_ended")
    assert len(told(read(goteborg_client, url))) == 6
    assert Entry.objects.filter(type="message.posted").count() == 0


def test_after_a_restored_backup_the_epoch_is_another_and_the_numbers_are_not(
    turku_client: APIClient, url: str, story: list[str]
) -> None:
    before = read(turku_client, url)

    start_new_epoch()

    after = read(turku_client, url)
    assert after["epoch"] != before["epoch"]
    assert (after["head"], after["results"]) == (before["head"], before["results"])


@pytest.mark.parametrize("entries", [1, 3])
def test_a_rooms_story_costs_the_same_however_long_it_is(
    goteborg: Actor,
    turku_client: APIClient,
    url: str,
    room: Room,
    entries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(entries):
        post_message(goteborg, room=room, body=f"{number}")

    # Session, person, seat twice, the room and its card, stream, entries, two names, messages.
    with django_assert_num_queries(11):
        page = read(turku_client, url, stream=f"room:{room.pk}")

    assert len(page["results"]) == entries
