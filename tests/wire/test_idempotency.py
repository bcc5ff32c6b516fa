from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from messaging.models import Message, Room
from networks.models import Invitation, Network
from tests.cast import Cast
from wire.idempotency import forget_old_answers
from wire.models import KeptAnswer

TITLE = {"title": "Laddning"}


def rooms_of(network: Network) -> str:
    return f"/api/v1/networks/{network.pk}/rooms/"


def send(client: APIClient, url: str, body: Any, key: str) -> Any:
    return client.post(url, body, headers={"Idempotency-Key": key})


def test_the_same_request_again_gives_the_first_answer_and_no_second_room(
    goteborg_client: APIClient, network: Network
) -> None:
    first = send(goteborg_client, rooms_of(network), TITLE, "k1")
    again = send(goteborg_client, rooms_of(network), TITLE, "k1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert Room.objects.count() == 1


def test_another_body_under_the_same_key_is_refused(goteborg_client: APIClient, network: Network) -> None:
    send(goteborg_client, rooms_of(network), TITLE, "k1")

    other = send(goteborg_client, rooms_of(network), {"title": "Lastning"}, "k1")

    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert Room.objects.count() == 1


def test_the_same_body_at_another_door_under_the_same_key_is_refused(
    goteborg_client: APIClient, network: Network, room: Room
) -> None:
    send(goteborg_client, rooms_of(network), TITLE, "k1")

    other = send(goteborg_client, f"/api/v1/networks/{network.pk}/invitations/", TITLE, "k1")

    assert other.status_code == 422


def test_a_key_belongs_to_its_person(
    goteborg_client: APIClient, stockholm_client: APIClient, network: Network
) -> None:
    send(goteborg_client, rooms_of(network), TITLE, "k1")
    send(stockholm_client, rooms_of(network), TITLE, "k1")

    assert Room.objects.count() == 2


def test_a_refusal_is_not_kept_and_the_key_can_be_used_again(
    goteborg_client: APIClient, network: Network
) -> None:
    refused = send(goteborg_client, rooms_of(network), {"title": ""}, "k1")
    mended = send(goteborg_client, rooms_of(network), TITLE, "k1")

    assert (refused.status_code, mended.status_code) == (400, 201)
    assert KeptAnswer.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "tab\tbed"])
def test_a_key_that_can_not_be_kept_is_a_problem(
    goteborg_client: APIClient, network: Network, key: str
) -> None:
    response = send(goteborg_client, rooms_of(network), TITLE, key)

    assert response.status_code == 400
    assert not Room.objects.exists()


def test_a_deletion_sent_twice_is_answered_twice_alike(
    goteborg_client: APIClient, network: Network, cast: Cast
) -> None:
    wanted = {"email": "ny@orebro.example", "authority": "2120001967"}
    invitation = send(goteborg_client, f"/api/v1/networks/{network.pk}/invitations/", wanted, "k1").json()
    url = f"/api/v1/invitations/{invitation['id']}/"

    answers = [goteborg_client.delete(url, headers={"Idempotency-Key": "k2"}) for _turn in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert goteborg_client.delete(url).status_code == 409


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("url_of", "body", "count"),
    [
        (rooms_of, TITLE, Room.objects.count),
        (
            lambda network: f"/api/v1/networks/{network.pk}/invitations/",
            {"email": "ny@orebro.example", "authority": "2120001967"},
            Invitation.objects.count,
        ),
    ],
    ids=["room", "invitation"],
)
def test_twenty_at_once_have_one_effect_and_one_answer(
    cast: Cast, url_of: Callable[[Network], str], body: Any, count: Callable[[], int]
) -> None:
    clients = [cast.client("goteborg") for _turn in range(20)]

    def write(client: APIClient) -> Any:
        try:
            return send(client, url_of(cast.network), body, "k1")
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(write, clients))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_posts_at_once_with_one_key_are_one_message(cast: Cast, room: Room) -> None:
    clients = [cast.client("goteborg") for _turn in range(20)]

    def post(client: APIClient) -> Any:
        try:
            return send(client, f"/api/v1/rooms/{room.pk}/messages/", {"body": "En gång"}, "k1")
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(post, clients))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_lost_after_the_commit_is_given_to_whoever_asks_again(cast: Cast) -> None:
    """The answer is kept in the verb's own transaction: there is one exactly where there is an effect."""
    lost = send(cast.client("goteborg"), rooms_of(cast.network), TITLE, "k1")
    del lost
    connection.close()

    again = send(cast.client("goteborg"), rooms_of(cast.network), TITLE, "k1")

    assert again.status_code == 201
    assert [str(pk) for pk in Room.objects.order_by("pk").values_list("pk", flat=True)] == [
        again.json()["id"]
    ]


def test_key_in_body_and_in_header_may_be_alike_but_not_differ(
    goteborg_client: APIClient, room: Room
) -> None:
    url = f"/api/v1/rooms/{room.pk}/messages/"

    alike = send(goteborg_client, url, {"body": "Hej", "key": "k1"}, "k1")
    again = goteborg_client.post(url, {"body": "Hej", "key": "k1"})
    differ = send(goteborg_client, url, {"body": "Hej", "key": "k1"}, "k2")

    assert (alike.status_code, again.json()["id"]) == (201, alike.json()["id"])
    assert (differ.status_code, differ.json()["code"]) == (400, "malformed")


def test_answers_are_forgotten_after_a_week(goteborg_client: APIClient, network: Network) -> None:
    send(goteborg_client, rooms_of(network), TITLE, "k1")

    assert forget_old_answers(now=timezone.now() + timedelta(days=6)) == 0
    assert forget_old_answers(now=timezone.now() + timedelta(days=8)) == 1
    assert not KeptAnswer.objects.exists()
