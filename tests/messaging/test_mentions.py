"""Messages name people, who are told at once and once."""

from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Invalid, KeyReused
from messaging.models import Message, Room
from messaging.services import edit_message, post_message
from networks.subjects import Subject
from notices.models import Notice
from notices.naming import readers_of
from tests.cast import Cast


@pytest.fixture
def orebro_id(cast: Cast) -> UUID:
    """Somebody to name."""
    person: UUID = cast.people["orebro"].pk
    return person


def told(message: Message) -> set[tuple[UUID, Subject]]:
    return {(one.person_id, one.subject) for one in Notice.objects.filter(cause_id=message.pk)}


def test_who_is_named_in_a_message_is_told_and_its_author_is_not(
    stockholm: Actor, room: Room, orebro_id: UUID
) -> None:
    named = [orebro_id, orebro_id, stockholm.person_id]

    message = post_message(stockholm, room=room, body="@Örebro, hur många?", mentions=named)

    assert told(message) == {(orebro_id, Subject("message", message.pk))}
    notice = Notice.objects.get()
    assert (notice.cause, notice.network_id) == ("mention", room.network_id)


def test_a_message_that_is_sent_twice_tells_once(stockholm: Actor, room: Room, orebro_id: UUID) -> None:
    first = post_message(stockholm, room=room, body="@Örebro", key="a", mentions=[orebro_id])
    second = post_message(stockholm, room=room, body="@Örebro", key="a", mentions=[orebro_id])

    assert first.pk == second.pk
    assert Notice.objects.count() == 1
    with pytest.raises(KeyReused):
        post_message(stockholm, room=room, body="@Örebro", key="a")


def test_a_message_that_is_edited_tells_only_who_is_new(
    stockholm: Actor, room: Room, cast: Cast, orebro_id: UUID
) -> None:
    aalborg = cast.people["aalborg"].pk
    message = post_message(stockholm, room=room, body="@Örebro", mentions=[orebro_id])

    edit_message(stockholm, message=message, body="@Örebro @Aalborg", mentions=[orebro_id, aalborg])
    edit_message(stockholm, message=message, body="Hej")

    assert {person for person, _ in told(message)} == {orebro_id, aalborg}
    assert Notice.objects.count() == 2


def test_a_mention_of_who_can_not_read_the_message_is_refused_like_one_of_nobody(
    stockholm: Actor, room: Room, private_room: Room, cast: Cast, orebro_id: UUID
) -> None:
    refused: set[str] = set()
    for place, person in (
        (room, cast.people["kiruna"].pk),
        (room, cast.people["facilitator"].pk),
        (private_room, orebro_id),
        (room, uuid4()),
    ):
        with pytest.raises(Invalid) as refusal:
            post_message(stockholm, room=place, body="x", mentions=[person])
        refused.add(str(refusal.value))
    with pytest.raises(Invalid, match="at most 20"):
        post_message(stockholm, room=room, body="x", mentions=[uuid4() for _ in range(21)])

    assert len(refused) == 1
    assert not Message.objects.exists()
    assert not Notice.objects.exists()


def test_an_edit_that_names_who_can_not_read_it_changes_nothing(
    stockholm: Actor, room: Room, cast: Cast
) -> None:
    message = post_message(stockholm, room=room, body="Först")

    with pytest.raises(Invalid):
        edit_message(stockholm, message=message, body="Sedan", mentions=[cast.people["kiruna"].pk])

    message.refresh_from_db()
    assert (message.body, message.version) == ("Först", 1)


def test_people_are_named_over_http(cast: Cast, room: Room, orebro_id: UUID) -> None:
    client = APIClient()
    client.force_authenticate(cast.people["stockholm"])
    body = {"body": "@Örebro", "mentions": [str(orebro_id)]}

    made = client.post(f"/api/v1/rooms/{room.pk}/messages/", body, format="json")
    refused = client.post(f"/api/v1/rooms/{room.pk}/messages/", body | {"mentions": ["x"]}, format="json")

    assert made.status_code == 201
    assert Notice.objects.get().person_id == orebro_id
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/mentions/0"


@pytest.mark.parametrize("names", [["orebro"], ["orebro", "aalborg", "goteborg"]])
def test_naming_costs_the_same_however_many_are_named(
    stockholm: Actor,
    room: Room,
    cast: Cast,
    names: list[str],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    people = [cast.people[name].pk for name in names]

    with django_assert_num_queries(2):
        readers = readers_of(stockholm, Message(network_id=room.network_id, zone=room.zone), people)

    assert len(readers) == len(names)
