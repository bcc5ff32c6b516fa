from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Invalid, KeyReused
from files.models import StoredFile
from files.services import erase_file
from journal.ids import uuid7
from live.commands import COMMANDS
from messaging.models import Attachment, Message, Room
from messaging.services import delete_message, edit_message, open_room, post_message
from messaging.services.posting import LONGEST
from networks.entries import page_of
from networks.models import Network
from tests.answers import footprint, pointed, refused
from tests.cast import Cast
from tests.factories.files import png, stored

JournalOf = Callable[[str], list[str]]


@pytest.fixture
def url(room: Room) -> str:
    """The messages of the room."""
    return f"/api/v1/rooms/{room.pk}/messages/"


@pytest.fixture
def file(stockholm: Actor, network: Network) -> StoredFile:
    """Something that Stockholm uploaded."""
    return stored(stockholm, network)


def test_files_go_with_a_message_in_their_order_everywhere_it_is_shown(
    stockholm: Actor, stockholm_client: APIClient, network: Network, room: Room, url: str, file: StoredFile
) -> None:
    picture = stored(stockholm, network, name="bil.png", content=png(40, 30))

    made = stockholm_client.post(
        url, {"body": "Se här", "attachments": [str(picture.pk), str(file.pk)]}
    ).json()

    assert made["attachments"] == [
        {
            "id": str(picture.pk),
            "name": "bil.png",
            "size": picture.size,
            "media_type": "image/png",
            "width": 40,
            "height": 30,
            "url": f"/api/v1/files/{picture.pk}/content/",
        },
        {
            "id": str(file.pk),
            "name": "Volymer.txt",
            "size": file.size,
            "media_type": "text/plain",
            "width": None,
            "height": None,
            "url": f"/api/v1/files/{file.pk}/content/",
        },
    ]
    assert stockholm_client.get(url).json()["results"] == [made]
    assert (
        stockholm_client.get(f"/api/v1/messages/{made['id']}/").json()["attachments"] == made["attachments"]
    )
    (entry,) = page_of(f"room:{room.pk}", after=0, limit=9)
    assert entry["resource"]["attachments"] == made["attachments"]


def test_a_message_may_be_its_files_alone_but_not_nothing(
    stockholm_client: APIClient, url: str, file: StoredFile
) -> None:
    assert stockholm_client.post(url, {"body": "", "attachments": [str(file.pk)]}).status_code == 201
    assert pointed(stockholm_client.post(url, {"body": " "})) == [("/body", "blank")]
    assert pointed(stockholm_client.post(url, {"body": "x" * (LONGEST + 1)}))[0][0] == "/body"


def test_what_one_may_not_attach_is_pointed_at_and_nothing_is_posted(
    stockholm: Actor, orebro: Actor, stockholm_client: APIClient, network: Network, url: str, file: StoredFile
) -> None:
    others = stored(orebro, network)
    private = stored(stockholm, network, zone="authority")
    members = stored(stockholm, network, members_only=True)
    gone = erase_file(stockholm, file=stored(stockholm, network))
    before = footprint()

    for pk in (others.pk, private.pk, members.pk, gone.pk, uuid7()):
        answer = stockholm_client.post(url, {"body": "Hej", "attachments": [str(file.pk), str(pk)]})
        assert pointed(answer) == [("/attachments", "attachment")]
    twice = stockholm_client.post(url, {"body": "Hej", "attachments": [str(file.pk)] * 2})
    many = stockholm_client.post(url, {"body": "Hej", "attachments": [str(uuid7()) for _turn in range(11)]})

    assert pointed(twice) == [("/attachments", "twice")]
    assert pointed(many)[0][0] == "/attachments"
    assert footprint() == before
    assert Room.objects.get().last_number == 0


def test_a_file_of_a_private_room_is_one_of_that_zone(
    stockholm: Actor, network: Network, private_room: Room
) -> None:
    with pytest.raises(Invalid, match="zone"):
        post_message(stockholm, room=private_room, body="Hej", attachments=[stored(stockholm, network).pk])

    own = stored(stockholm, network, zone="authority")
    message = post_message(stockholm, room=private_room, body="Hej", attachments=[own.pk])

    assert [one["id"] for one in message.attachments] == [str(own.pk)]


def test_a_file_belongs_to_one_message(stockholm: Actor, room: Room, file: StoredFile) -> None:
    post_message(stockholm, room=room, body="Ett", attachments=[file.pk])

    with pytest.raises(Invalid, match="already"):
        post_message(stockholm, room=room, body="Två", attachments=[file.pk])

    assert (Message.objects.count(), Attachment.objects.count()) == (1, 1)
    assert post_message(stockholm, room=room, body="Tre").number == 2


def test_the_same_post_again_is_the_same_message_with_its_files_and_another_file_another_body(
    stockholm: Actor, network: Network, room: Room, file: StoredFile
) -> None:
    first = post_message(stockholm, room=room, body="Hej", key="k", attachments=[file.pk])

    again = post_message(stockholm, room=room, body="Hej", key="k", attachments=[file.pk])

    assert (again.pk, again.attachments) == (first.pk, first.attachments)
    with pytest.raises(KeyReused):
        post_message(stockholm, room=room, body="Hej", key="k", attachments=[stored(stockholm, network).pk])
    with pytest.raises(KeyReused):
        post_message(stockholm, room=room, body="Hej", key="k")


def test_an_edited_message_keeps_its_files(stockholm: Actor, room: Room, file: StoredFile) -> None:
    message = post_message(stockholm, room=room, body="Ett", attachments=[file.pk])

    assert [one["name"] for one in edit_message(stockholm, message=message, body="Två").attachments] == [
        file.name
    ]


def test_a_message_that_is_taken_away_takes_its_files_out_of_everybodys_reach(
    stockholm: Actor,
    goteborg: Actor,
    stockholm_client: APIClient,
    room: Room,
    url: str,
    file: StoredFile,
    network: Network,
    journal_of: JournalOf,
) -> None:
    message = post_message(stockholm, room=room, body="Fel fil", attachments=[file.pk])

    delete_message(goteborg, message=message)

    (row,) = stockholm_client.get(url).json()["results"]
    assert (row["body"], row["attachments"]) == ("", [])
    assert refused(stockholm_client.get(f"/api/v1/files/{file.pk}/content/")) == (404, "not_found")
    assert StoredFile.objects.get().state == "quarantined"
    assert journal_of(f"network:{network.pk}")[-1] == "file.set_aside"


def test_an_erased_file_is_no_attachment_any_more(
    stockholm: Actor, stockholm_client: APIClient, room: Room, url: str, file: StoredFile
) -> None:
    post_message(stockholm, room=room, body="Hej", attachments=[file.pk])

    erase_file(stockholm, file=file)

    assert stockholm_client.get(url).json()["results"][0]["attachments"] == []


@pytest.mark.parametrize("messages", [1, 3])
def test_a_list_of_messages_with_files_costs_four_queries(
    stockholm: Actor,
    stockholm_client: APIClient,
    network: Network,
    room: Room,
    url: str,
    messages: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _turn in range(messages):
        files = [stored(stockholm, network).pk for _file in range(2)]
        post_message(stockholm, room=room, body="Hej", attachments=files)

    with django_assert_num_queries(4):
        rows = stockholm_client.get(url).json()["results"]

    assert [len(row["attachments"]) for row in rows] == [2] * messages


def test_a_post_without_files_costs_what_it_did(
    stockholm: Actor, room: Room, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):  # the statement, within a savepoint of the test's transaction
        message = post_message(stockholm, room=room, body="Hej")

    with django_assert_num_queries(0):
        assert message.attachments == []


def test_the_socket_takes_files_as_http_does(cast: Cast, room: Room, file: StoredFile) -> None:
    person = cast.people["stockholm"]
    frame: dict[str, Any] = {"room": str(room.pk), "body": "Hej", "attachments": [str(file.pk)]}

    answer = COMMANDS["message.post"](person, person.acting(cast.actor("stockholm").now), frame)

    assert [one["id"] for one in answer["resource"]["attachments"]] == [str(file.pk)]


def test_a_room_for_members_takes_files_for_members(stockholm: Actor, network: Network) -> None:
    room = open_room(stockholm, network=network, title="Internt", members_only=True)
    file = stored(stockholm, network, members_only=True)

    assert post_message(stockholm, room=room, body="", attachments=[file.pk]).attachments
