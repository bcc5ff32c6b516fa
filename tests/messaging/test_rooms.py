from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Forbidden, Invalid, NotVisible
from messaging.models import Message, Room
from messaging.services import open_room, post_message
from networks.models import Network
from networks.subjects import Subject
from tests.cast import Cast


def test_a_room_is_opened_for_the_network_and_the_network_is_told(
    stockholm: Actor, network: Network, journal_of: Callable[[str], list[str]]
) -> None:
    room = open_room(stockholm, network=network, title=" Laddning ")

    assert (room.title, room.zone, room.authority_id) == ("Laddning", "network", None)
    assert journal_of(f"network:{network.pk}") == ["room.opened"]


def test_a_private_room_is_told_to_its_authority_alone(
    stockholm: Actor, network: Network, journal_of: Callable[[str], list[str]]
) -> None:
    room = open_room(stockholm, network=network, title="Internt", zone="authority")

    assert room.authority_id == stockholm.authority_id
    assert journal_of(f"network:{network.pk}") == []
    assert journal_of(f"authority:{network.pk}:{stockholm.authority_id}") == ["room.opened_privately"]


def test_an_observer_opens_no_room(turku: Actor, network: Network) -> None:
    with pytest.raises(Forbidden, match=r"room\.open"):
        open_room(turku, network=network, title="Får jag?")


@pytest.mark.parametrize(
    ("wanted", "pointer"),
    [
        ({"title": " "}, "/title"),
        ({"title": "x" * 201}, "/title"),
        ({"title": "\u202e"}, "/title"),
        ({"title": "Ok", "zone": "public"}, "/zone"),
        ({"title": "Ok", "zone": "moon"}, "/zone"),
    ],
)
def test_a_room_of_bad_words_or_zone_is_refused(
    stockholm: Actor, network: Network, wanted: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(Invalid) as refused:
        open_room(stockholm, network=network, **wanted)

    assert refused.value.errors[0].pointer == pointer


def test_a_room_is_about_something_that_its_opener_sees(
    stockholm: Actor, orebro: Actor, network: Network, private_room: Room
) -> None:
    about = Subject("room", private_room.pk)

    assert open_room(stockholm, network=network, title="Om det", about=about).about_id == private_room.pk
    with pytest.raises(NotVisible):
        open_room(orebro, network=network, title="Om det", about=about)
    with pytest.raises(NotVisible):
        open_room(stockholm, network=network, title="Om något", about=Subject("castle", uuid4()))


def test_rooms_are_listed_with_what_one_has_not_read(
    goteborg: Actor, stockholm_client: APIClient, orebro_client: APIClient, room: Room, private_room: Room
) -> None:
    post_message(goteborg, room=room, body="Hej")
    url = f"/api/v1/networks/{room.network_id}/rooms/"

    mine = stockholm_client.get(url).json()["results"]
    theirs = orebro_client.get(url).json()["results"]

    assert {(one["title"], one["zone"], one["mine"]["unread"]) for one in mine} == {
        ("Volymer och fordon", "network", 1),
        ("Internt i Stockholm", "authority", 0),
    }
    assert [one["title"] for one in theirs] == ["Volymer och fordon"]


def test_a_room_is_opened_over_http_about_a_subject(
    stockholm_client: APIClient, network: Network, room: Room
) -> None:
    about = {"kind": "room", "id": str(room.pk)}

    answer = stockholm_client.post(
        f"/api/v1/networks/{network.pk}/rooms/", {"title": "Vidare", "zone": "authority", "about": about}
    )

    assert answer.status_code == 201
    assert answer.json()["about"] == about
    assert answer.json()["mine"] == {"unread": 0}


def test_a_private_room_does_not_exist_for_other_authorities(
    private_room: Room, stockholm: Actor, cast: Cast
) -> None:
    message = post_message(stockholm, room=private_room, body="Internt")
    doors = [
        f"/api/v1/rooms/{private_room.pk}/",
        f"/api/v1/rooms/{private_room.pk}/messages/",
        f"/api/v1/messages/{message.pk}/",
    ]

    for door in doors:
        assert cast.client("stockholm").get(door).status_code == 200
        for other in ("goteborg", "orebro", "turku", "facilitator", "kiruna"):
            assert cast.client(other).get(door).status_code == 404, (other, door)


def test_messages_come_the_latest_first_page_then_back_and_forth(
    goteborg: Actor, goteborg_client: APIClient, room: Room
) -> None:
    for number in range(1, 8):
        post_message(goteborg, room=room, body=f"Nummer {number}")
    url = f"/api/v1/rooms/{room.pk}/messages/"

    latest = goteborg_client.get(url, {"limit": 3}).json()
    earlier = goteborg_client.get(latest["previous"]).json()
    first = goteborg_client.get(earlier["previous"]).json()
    onward = goteborg_client.get(url, {"after": 2, "limit": 3}).json()
    end = goteborg_client.get(onward["next"]).json()

    pages = [[one["number"] for one in page["results"]] for page in (latest, earlier, first, onward, end)]
    assert pages == [[5, 6, 7], [2, 3, 4], [1], [3, 4, 5], [6, 7]]
    assert (latest["next"], first["previous"], end["next"]) == (None, None, None)


@pytest.mark.parametrize("query", [{"after": "-1"}, {"before": "0"}, {"after": "x"}, {"limit": "201"}])
def test_a_question_that_makes_no_sense_is_a_problem(
    goteborg_client: APIClient, room: Room, query: dict[str, str]
) -> None:
    assert goteborg_client.get(f"/api/v1/rooms/{room.pk}/messages/", query).json()["code"] == "invalid"


def test_a_reply_names_a_message_of_the_same_room(
    goteborg: Actor, stockholm: Actor, room: Room, private_room: Room
) -> None:
    first = post_message(goteborg, room=room, body="Fråga")

    assert post_message(stockholm, room=room, body="Svar", reply_to=first.pk).reply_to_id == first.pk
    with pytest.raises(Invalid, match="no such message"):
        post_message(stockholm, room=private_room, body="Svar", reply_to=first.pk)
    assert Message.objects.count() == 2


def test_reading_goes_over_http_and_back(goteborg: Actor, stockholm_client: APIClient, room: Room) -> None:
    for number in range(1, 5):
        post_message(goteborg, room=room, body=f"Nummer {number}")
    url = f"/api/v1/rooms/{room.pk}"

    read = stockholm_client.put(f"{url}/read/", {"through": 3}).json()
    unread = stockholm_client.put(f"{url}/unread/", {"since": 2}).json()

    assert read == {"unread": 1, "ranges": [[1, 3]]}
    assert unread == {"unread": 3, "ranges": [[1, 1]]}
    assert stockholm_client.get(f"{url}/").json()["mine"] == unread


@pytest.mark.parametrize(
    ("door", "body"),
    [
        ("read", {"through": -1}),
        ("read", {"through": 2**62 + 1}),
        ("read", {"through": "all"}),
        ("read", {}),
        ("unread", {"since": 0}),
        ("unread", {"since": None}),
    ],
)
def test_a_number_that_is_none_is_a_problem(
    stockholm_client: APIClient, room: Room, door: str, body: dict[str, Any]
) -> None:
    answer = stockholm_client.put(f"/api/v1/rooms/{room.pk}/{door}/", body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
