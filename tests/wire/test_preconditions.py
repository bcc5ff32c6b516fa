import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from messaging.models import Message, Room
from messaging.services import post_message
from networks.models import Network


@pytest.fixture
def message(goteborg: Actor, room: Room) -> Message:
    """Something that Göteborg said."""
    return post_message(goteborg, room=room, body="4 500 leveranser")


def test_an_edit_of_the_version_that_was_read_goes_through(
    goteborg_client: APIClient, message: Message
) -> None:
    url = f"/api/v1/messages/{message.pk}/"
    tag = goteborg_client.get(url)["ETag"]

    edited = goteborg_client.patch(url, {"body": "4 600 leveranser"}, headers={"If-Match": tag})

    assert (tag, edited["ETag"]) == ('"1"', '"2"')
    assert edited.json()["body"] == "4 600 leveranser"


def test_an_edit_of_an_older_version_is_refused_and_changes_nothing(
    goteborg_client: APIClient, message: Message
) -> None:
    url = f"/api/v1/messages/{message.pk}/"
    goteborg_client.patch(url, {"body": "4 600 leveranser"})

    late = goteborg_client.patch(url, {"body": "4 700 leveranser"}, headers={"If-Match": '"1"'})

    assert (late.status_code, late.json()["code"]) == (412, "stale")
    assert Message.objects.get(pk=message.pk).body == "4 600 leveranser"


@pytest.mark.parametrize("header", ['W/"1"', '"one"', "1", '""', '"1", "2"', '"99999999999"'])
def test_an_if_match_that_names_no_version_of_ours_is_stale(
    goteborg_client: APIClient, message: Message, header: str
) -> None:
    url = f"/api/v1/messages/{message.pk}/"

    response = goteborg_client.patch(url, {"body": "x"}, headers={"If-Match": header})

    assert response.status_code == 412


@pytest.mark.parametrize("header", ["*", ' "1" '])
def test_any_version_or_the_one_with_blanks_around_it_is_taken(
    goteborg_client: APIClient, message: Message, header: str
) -> None:
    url = f"/api/v1/messages/{message.pk}/"

    assert goteborg_client.patch(url, {"body": "x"}, headers={"If-Match": header}).status_code == 200


def test_a_network_is_edited_under_if_match_too(goteborg_client: APIClient, network: Network) -> None:
    url = f"/api/v1/networks/{network.pk}/"
    tag = goteborg_client.get(url)["ETag"]
    goteborg_client.patch(url, {"phase": "closed"}, headers={"If-Match": tag})

    late = goteborg_client.patch(url, {"phase": "idea"}, headers={"If-Match": tag})

    assert late.status_code == 412
    assert goteborg_client.get(url).json()["phase"] == "closed"
