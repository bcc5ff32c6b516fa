from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid, Stale
from messaging.models import Message, MessageVersion, Room
from messaging.services import delete_message, edit_message, post_message


@pytest.fixture
def message(stockholm: Actor, room: Room) -> Message:
    """Something that Stockholm said."""
    return post_message(stockholm, room=room, body="Ungefär 4 500 leveranser")


def history(message: Message) -> list[tuple[int, str]]:
    versions = MessageVersion.objects.filter(message=message).order_by("version")
    return list(versions.values_list("version", "body"))


def test_an_edit_shows_the_new_words_and_keeps_the_old_ones(
    stockholm: Actor, message: Message, journal_of: Callable[[str], list[str]]
) -> None:
    edited = edit_message(stockholm, message=message, body="Ungefär **4 600**", version=1)

    assert edited.body_html == "<p>Ungefär <strong>4 600</strong></p>"
    assert (edited.version, edited.edited_at) == (2, stockholm.now)
    assert history(message) == [(1, "Ungefär 4 500 leveranser")]
    assert journal_of(f"room:{message.room_id}") == ["message.posted", "message.edited"]


def test_an_edit_that_changes_nothing_is_nothing(
    stockholm: Actor, message: Message, journal_of: Callable[[str], list[str]]
) -> None:
    edit_message(stockholm, message=message, body=" Ungefär 4 500 leveranser ")

    assert history(message) == []
    assert journal_of(f"room:{message.room_id}") == ["message.posted"]


def test_an_edit_of_what_was_edited_meanwhile_is_stale(stockholm: Actor, message: Message) -> None:
    edit_message(stockholm, message=message, body="Först")

    with pytest.raises(Stale):
        edit_message(stockholm, message=message, body="Sedan", version=1)

    assert Message.objects.get(pk=message.pk).body == "Först"


def test_nobody_changes_anothers_words_not_even_the_coordinator(goteborg: Actor, message: Message) -> None:
    with pytest.raises(Forbidden, match="Only its author"):
        edit_message(goteborg, message=message, body="Så sa ni inte")


@pytest.mark.parametrize("body", ["", " \n", "x" * 20_001, "\x00"])
def test_an_edit_to_a_bad_body_is_refused(stockholm: Actor, message: Message, body: str) -> None:
    with pytest.raises(Invalid):
        edit_message(stockholm, message=message, body=body)

    assert history(message) == []


def test_a_deleted_message_says_nothing_keeps_its_number_and_its_words_aside(
    stockholm: Actor, message: Message, journal_of: Callable[[str], list[str]]
) -> None:
    gone = delete_message(stockholm, message=message)

    assert (gone.number, gone.body, gone.body_html) == (1, "", "")
    assert gone.deleted_at == stockholm.now
    assert history(message) == [(1, "Ungefär 4 500 leveranser")]
    assert journal_of(f"room:{message.room_id}") == ["message.posted", "message.deleted"]


def test_the_coordinator_may_take_a_message_away_and_a_member_may_not(
    goteborg: Actor, orebro: Actor, message: Message
) -> None:
    with pytest.raises(Forbidden, match=r"message\.moderate"):
        delete_message(orebro, message=message)

    assert delete_message(goteborg, message=message).deleted_at is not None


def test_what_was_deleted_is_neither_edited_nor_deleted_again(stockholm: Actor, message: Message) -> None:
    delete_message(stockholm, message=message)

    with pytest.raises(Conflict, match="message_deleted"):
        edit_message(stockholm, message=message, body="Åter")
    with pytest.raises(Conflict, match="message_deleted"):
        delete_message(stockholm, message=message)


def test_a_message_says_what_its_reader_may_do(
    stockholm_client: APIClient,
    goteborg_client: APIClient,
    orebro_client: APIClient,
    turku_client: APIClient,
    message: Message,
) -> None:
    url = f"/api/v1/messages/{message.pk}/"
    abilities = [
        client.get(url).json()["abilities"]
        for client in (stockholm_client, goteborg_client, orebro_client, turku_client)
    ]

    assert abilities == [["message.edit", "message.delete"], ["message.delete"], [], []]


def test_over_http_an_edit_and_a_deletion_reach_the_list(
    stockholm_client: APIClient, message: Message
) -> None:
    url = f"/api/v1/messages/{message.pk}/"
    edited = stockholm_client.patch(url, {"body": "Nytt"})
    deleted = stockholm_client.delete(url)

    listed = stockholm_client.get(f"/api/v1/rooms/{message.room_id}/messages/").json()["results"]
    assert (edited.json()["body"], deleted.status_code) == ("Nytt", 204)
    assert [(one["number"], one["body"]) for one in listed] == [(1, "")]
    assert stockholm_client.get(url).json()["abilities"] == []
