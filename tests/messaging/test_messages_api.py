from typing import Any
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from access.actor import Actor
from messaging.models import Message, MessageVersion, Room
from messaging.services import delete_message, edit_message, open_room, post_message
from networks.models import Network, Seat
from tests.answers import footprint, forbidden, pointed, refused
from tests.cast import Cast

NOWHERE = UUID("01890000-0000-7000-8000-000000000000")


@pytest.fixture
def url(room: Room) -> str:
    """The messages of the room."""
    return f"/api/v1/rooms/{room.pk}/messages/"


@pytest.fixture
def message(stockholm: Actor, room: Room) -> Message:
    """Something that Stockholm said."""
    return post_message(stockholm, room=room, body="Ungefär 4 500 leveranser")


def address(message: Message) -> str:
    return f"/api/v1/messages/{message.pk}/"


def test_a_posted_message_is_answered_listed_and_read_alike(
    stockholm_client: APIClient, url: str, room: Room, cast: Cast
) -> None:
    answer = stockholm_client.post(url, {"body": "Ungefär **4 500**\r\n"})

    made = answer.json()
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    assert made == {
        "id": made["id"],
        "room": str(room.pk),
        "number": 1,
        "body": "Ungefär **4 500**",
        "body_html": "<p>Ungefär <strong>4 500</strong></p>",
        "author": {"id": str(cast.people["stockholm"].pk), "name": "Stockholm"},
        "authority": {"id": str(cast.authority("stockholm").pk), "name": "Stockholms stad"},
        "reply_to": None,
        "attachments": [],
        "version": 1,
        "created_at": made["created_at"],
        "edited_at": None,
        "deleted_at": None,
    }
    assert stockholm_client.get(url).json() == {"results": [made], "next": None, "previous": None}
    read = stockholm_client.get(f"/api/v1/messages/{made['id']}/")
    assert read.json() == {**made, "abilities": ["message.edit", "message.delete"]}
    assert read["ETag"] == '"1"'


def test_an_edited_message_says_when_and_has_a_new_version_and_tag(
    stockholm_client: APIClient, message: Message
) -> None:
    answer = stockholm_client.patch(address(message), {"body": "4 600"})

    edited = answer.json()
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    assert (edited["body"], edited["version"], edited["number"]) == ("4 600", 2, 1)
    assert edited["edited_at"] > edited["created_at"]
    assert stockholm_client.get(address(message)).json() == edited


def test_an_edit_to_the_same_words_has_the_same_tag(stockholm_client: APIClient, message: Message) -> None:
    answer = stockholm_client.patch(address(message), {"body": "Ungefär 4 500 leveranser\n"})

    assert (answer.status_code, answer["ETag"]) == (200, '"1"')
    assert answer.json()["edited_at"] is None
    assert not MessageVersion.objects.exists()


def test_of_two_windows_that_edit_one_version_the_later_has_to_look_again(
    stockholm_client: APIClient, message: Message
) -> None:
    tag = stockholm_client.get(address(message))["ETag"]
    first = stockholm_client.patch(address(message), {"body": "4 600"}, headers={"If-Match": tag})
    before = footprint()

    second = stockholm_client.patch(address(message), {"body": "4 700"}, headers={"If-Match": tag})

    assert (first.status_code, refused(second)) == (200, (412, "stale"))
    assert footprint() == before
    again = stockholm_client.patch(address(message), {"body": "4 700"}, headers={"If-Match": first["ETag"]})
    assert (again.json()["body"], again["ETag"]) == ("4 700", '"3"')


def test_a_deleted_message_keeps_its_place_and_gives_no_word_of_itself(
    stockholm_client: APIClient, goteborg_client: APIClient, url: str, message: Message
) -> None:
    answer = stockholm_client.delete(address(message))

    assert (answer.status_code, answer.content) == (204, b"")
    (row,) = goteborg_client.get(url).json()["results"]
    assert (row["number"], row["body"], row["body_html"]) == (1, "", "")
    assert row["deleted_at"] > row["created_at"]
    assert row["author"]["name"] == "Stockholm"
    assert goteborg_client.get(address(message)).json() == {**row, "abilities": []}


def test_what_was_deleted_is_a_conflict_to_whoever_wants_to_change_it(
    stockholm: Actor, stockholm_client: APIClient, goteborg_client: APIClient, message: Message
) -> None:
    delete_message(stockholm, message=message)
    before = footprint()

    assert refused(stockholm_client.patch(address(message), {"body": "Åter"})) == (409, "message_deleted")
    assert refused(stockholm_client.delete(address(message))) == (409, "message_deleted")
    assert refused(goteborg_client.delete(address(message))) == (409, "message_deleted")
    assert footprint() == before


def test_nobody_edits_anothers_words_and_the_right_is_named(
    goteborg_client: APIClient, orebro_client: APIClient, turku_client: APIClient, message: Message
) -> None:
    before = footprint()

    for client in (goteborg_client, orebro_client, turku_client):
        answer = client.patch(address(message), {"body": "Så sa ni inte"})
        assert refused(answer) == (403, "forbidden")
        assert answer.json()["permission"] == "message.post"

    assert footprint() == before


def test_a_member_takes_nobody_elses_message_away(
    orebro_client: APIClient, turku_client: APIClient, message: Message
) -> None:
    before = footprint()

    assert forbidden(orebro_client.delete(address(message))) == "message.moderate"
    assert forbidden(turku_client.delete(address(message))) == "message.moderate"
    assert footprint() == before


def test_who_reads_only_or_nothing_posts_nothing(
    turku_client: APIClient, facilitator_client: APIClient, kiruna_client: APIClient, url: str
) -> None:
    before, body = footprint(), {"body": "Hej"}

    assert forbidden(turku_client.post(url, body)) == "message.post"
    assert forbidden(facilitator_client.post(url, body)) == "message.read"
    assert refused(kiruna_client.post(url, body)) == (404, "not_found")
    assert refused(APIClient().post(url, body)) == (401, "sign_in_needed")
    assert footprint() == before


def test_a_message_in_anothers_private_room_is_told_as_none(
    stockholm: Actor, goteborg_client: APIClient, facilitator_client: APIClient, private_room: Room
) -> None:
    secret = address(post_message(stockholm, room=private_room, body="Vår smärtgräns"))
    none = goteborg_client.get(f"/api/v1/messages/{NOWHERE}/").json()
    before = footprint()

    for client in (goteborg_client, facilitator_client):
        for answer in (client.get(secret), client.patch(secret, {"body": "x"}), client.delete(secret)):
            assert refused(answer) == (404, "not_found")
            assert answer.json() == none

    assert footprint() == before


def test_who_left_the_network_edits_not_even_their_own_words(
    stockholm_client: APIClient, message: Message, cast: Cast
) -> None:
    Seat.objects.filter(pk=cast.seats["stockholm"].pk).update(ended_at=message.created_at)

    assert refused(stockholm_client.patch(address(message), {"body": "x"})) == (404, "not_found")
    assert refused(stockholm_client.delete(address(message))) == (404, "not_found")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, [("/body", "required")]),
        ({"body": None}, [("/body", "null")]),
        ({"body": ""}, [("/body", "blank")]),
        ({"body": "\u2003 \n"}, [("/body", "blank")]),
        ({"body": True}, [("/body", "invalid")]),
        ({"body": ["Hej"]}, [("/body", "invalid")]),
        ({"body": "x" * 20_001}, [("/body", "too_long")]),
        ({"body": "Betala\u202e00054"}, [("/body", "control_characters")]),
        ({"body": "Hej", "key": ""}, [("/key", "blank")]),
        ({"body": "Hej", "key": "k" * 201}, [("/key", "max_length")]),
        ({"body": "Hej", "key": "rad\nbryt"}, [("/key", "key")]),
        ({"body": "Hej", "reply_to": "first"}, [("/reply_to", "invalid")]),
        ({"body": "Hej", "reply_to": str(NOWHERE)}, [("/reply_to", "reply_to")]),
        ({"body": "Hej", "reply_to": -7}, [("/reply_to", "invalid")]),
    ],
)
def test_a_bad_message_points_at_its_fields_and_is_not_posted(
    stockholm_client: APIClient, url: str, body: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    before = footprint()

    assert pointed(stockholm_client.post(url, body)) == found

    assert footprint() == before


@pytest.mark.parametrize("body", ["x" * 20_000, "å" * 20_000, "👩‍👩‍👧" * 4_000, "0", "\u00a0x\u200b"])
def test_a_long_or_odd_message_that_a_person_could_write_is_kept_as_it_is(
    stockholm_client: APIClient, url: str, body: str
) -> None:
    assert stockholm_client.post(url, {"body": body}).json()["body"] == body.strip()


def test_a_reply_names_what_it_answers_in_the_same_room_only(
    stockholm_client: APIClient, goteborg: Actor, network: Network, url: str, message: Message
) -> None:
    other = post_message(goteborg, room=open_room(goteborg, network=network, title="Annat"), body="Där")

    reply = stockholm_client.post(url, {"body": "Ja", "reply_to": str(message.pk)})
    astray = stockholm_client.post(url, {"body": "Ja", "reply_to": str(other.pk)})

    assert reply.json()["reply_to"] == str(message.pk)
    assert pointed(astray) == [("/reply_to", "reply_to")]


def test_a_reply_to_what_was_deleted_since_is_still_a_reply(
    stockholm: Actor, stockholm_client: APIClient, url: str, message: Message
) -> None:
    delete_message(stockholm, message=message)

    reply = stockholm_client.post(url, {"body": "Ja", "reply_to": str(message.pk)})

    assert (reply.status_code, reply.json()["reply_to"]) == (201, str(message.pk))


def test_the_same_key_is_the_same_message_and_another_body_is_not(
    stockholm_client: APIClient, goteborg_client: APIClient, url: str
) -> None:
    first = stockholm_client.post(url, {"body": "Hej", "key": "k1"})
    before = footprint()
    again = stockholm_client.post(url, {"body": "Hej"}, headers={"Idempotency-Key": "k1"})
    other = stockholm_client.post(url, {"body": "Hej då", "key": "k1"})

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert refused(other) == (422, "key_reused")
    assert footprint() == before
    assert goteborg_client.post(url, {"body": "Hej då", "key": "k1"}).json()["number"] == 2


def test_one_key_in_two_rooms_is_two_messages(
    stockholm_client: APIClient, goteborg: Actor, network: Network, url: str
) -> None:
    elsewhere = open_room(goteborg, network=network, title="Annat")

    here = stockholm_client.post(url, {"body": "Hej", "key": "k1"}).json()
    there = stockholm_client.post(
        f"/api/v1/rooms/{elsewhere.pk}/messages/", {"body": "Hej", "key": "k1"}
    ).json()

    assert (here["number"], there["number"]) == (1, 1)
    assert here["id"] != there["id"]


def test_edits_and_deletions_leave_no_hole_in_the_numbers(
    stockholm: Actor, goteborg_client: APIClient, room: Room, url: str
) -> None:
    said = [post_message(stockholm, room=room, body=f"{number}") for number in range(1, 5)]
    edit_message(stockholm, message=said[1], body="två")
    delete_message(stockholm, message=said[2])

    rows = goteborg_client.get(url).json()["results"]

    assert [(row["number"], row["body"]) for row in rows] == [(1, "1"), (2, "två"), (3, ""), (4, "4")]
    assert goteborg_client.get(f"/api/v1/rooms/{room.pk}/").json()["last_number"] == 4


@pytest.mark.parametrize("messages", [1, 3])
def test_a_message_costs_four_queries_in_a_room_of_many(
    stockholm: Actor,
    goteborg_client: APIClient,
    room: Room,
    messages: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    said = [post_message(stockholm, room=room, body=f"{number}") for number in range(messages)]

    with django_assert_num_queries(4):  # session, person, message with its names, seat
        answer = goteborg_client.get(address(said[0]))

    assert answer.json()["body"] == "0"
