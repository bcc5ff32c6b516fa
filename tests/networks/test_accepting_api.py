from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from networks.models import Invitation, Network
from networks.services.invitations import token_of
from tests.answers import footprint, pointed, refused
from tests.cast import Cast
from tests.factories.accounts import PASSWORD

ANNA = {"email": "anna@uppsala.example", "authority": "2120001967"}
FACE = {"name": "Anna Berg", "password": PASSWORD}


@pytest.fixture
def url(network: Network) -> str:
    """Where the flagship invites."""
    return f"/api/v1/networks/{network.pk}/invitations/"


@pytest.fixture
def link(goteborg_client: APIClient, url: str) -> str:
    """Where Anna accepts."""
    sent = Invitation.objects.get(pk=goteborg_client.post(url, ANNA).json()["id"])
    return f"/api/v1/invitations/{token_of(sent)}/accept/"


def test_whoever_accepts_gets_the_seat_and_the_network_in_the_answer(
    link: str, cast: Cast, network: Network
) -> None:
    answer = APIClient().post(link, FACE)

    seat = answer.json()
    assert answer.status_code == 201
    assert seat == {
        "id": seat["id"],
        "person": {"id": seat["person"]["id"], "name": "Anna Berg"},
        "authority": {"id": str(cast.authority("orebro").pk), "name": "Örebro kommun"},
        "role": "member",
        "deputy": None,
        "started_at": seat["started_at"],
        "ends_at": None,
        "ended_at": None,
        "version": 1,
        "network": str(network.pk),
    }


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": None, "password": PASSWORD}, "/name"),
        ({"name": ["Anna"], "password": PASSWORD}, "/name"),
        ({"name": "Anna"}, "/password"),
        ({"name": "Anna", "password": ""}, "/password"),
        ({"name": "Anna", "password": None}, "/password"),
        ({"name": "Anna", "password": "password"}, "/password"),
        ({"name": "Anna", "password": "anna@uppsala.example"}, "/password"),
        ({"name": "Anna", "password": "x" * 201}, "/password"),
    ],
)
def test_a_name_that_is_none_or_a_weak_password_opens_no_account(
    link: str, body: dict[str, Any], pointer: str
) -> None:
    before = footprint()

    assert {found for found, _code in pointed(APIClient().post(link, body))} == {pointer}

    assert footprint() == before


@pytest.mark.parametrize("body", [{"password": PASSWORD}, {"name": " ", "password": PASSWORD}])
def test_who_gives_no_name_is_called_by_their_address(link: str, body: dict[str, Any]) -> None:
    answer = APIClient().post(link, body)

    assert answer.status_code == 201
    assert answer.json()["person"]["name"] == "anna@uppsala.example"


def test_an_invitation_that_ran_out_this_second_opens_nothing(link: str) -> None:
    Invitation.objects.update(expires_at=timezone.now())
    before = footprint()

    assert refused(APIClient().post(link, FACE)) == (409, "invitation_expired")

    assert footprint() == before


def test_who_is_signed_in_needs_no_name_and_keeps_their_own(
    kiruna_client: APIClient, goteborg_client: APIClient, url: str, cast: Cast
) -> None:
    wanted = {"email": "outsider@kiruna.example", "authority": "2120002783", "role": "observer"}
    goteborg_client.post(url, wanted)

    answer = kiruna_client.post(
        f"/api/v1/invitations/{token_of(Invitation.objects.get())}/accept/",
        {"name": "Somebody Else", "password": PASSWORD},
    )

    assert answer.json()["person"] == {"id": str(cast.people["kiruna"].pk), "name": "Kiruna"}
    assert answer.json()["role"] == "observer"
    assert len(kiruna_client.get("/api/v1/networks/").json()["results"]) == 2


def test_the_link_of_one_invitation_does_not_open_another(
    goteborg_client: APIClient, url: str, link: str
) -> None:
    goteborg_client.post(url, {**ANNA, "email": "bo@uppsala.example"})
    anna, bo = Invitation.objects.order_by("pk")
    mixed = f"{token_of(bo).split('.')[0]}.{token_of(anna).split('.')[1]}"

    assert refused(APIClient().post(f"/api/v1/invitations/{mixed}/accept/", FACE)) == (404, "not_found")


@pytest.mark.parametrize("days", [29, 31])
def test_a_link_lasts_for_thirty_days(
    link: str, days: int, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    later = timezone.now() + timedelta(days=days)
    monkeypatch.setattr("wire.views.timezone.now", lambda: later)

    answer = APIClient().post(link, FACE)

    assert answer.status_code == (201 if days < 30 else 409)
