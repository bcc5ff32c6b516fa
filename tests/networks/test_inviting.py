from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict, Forbidden
from networks.models import Invitation, Network
from networks.services import Wanted, invite_people, revoke_invitation
from tests.cast import Cast

OREBRO = "2120001967"


@pytest.fixture
def url(network: Network) -> str:
    """Where the flagship's invitations are."""
    return f"/api/v1/networks/{network.pk}/invitations/"


def test_a_list_with_a_bad_line_invites_the_others_and_says_what_was_wrong(
    goteborg_client: APIClient, url: str, network: Network, journal_of: Callable[[str], list[str]]
) -> None:
    answer = goteborg_client.post(
        url,
        [
            {"email": "Anna@Orebro.example", "authority": "212000-1967"},
            {"email": "not an address", "authority": OREBRO},
            {"email": "lars@aalborg.example", "authority": "Aalborg Kommune", "role": "observer"},
        ],
    )

    assert answer.status_code == 201
    first, bad, last = answer.json()["results"]
    assert (first["email"], first["role"], first["authority"]["name"]) == (
        "anna@orebro.example",
        "member",
        "Örebro kommun",
    )
    assert bad["email"] == "not an address"
    assert (bad["problem"]["status"], bad["problem"]["errors"][0]["pointer"]) == (400, "/email")
    assert last["role"] == "observer"
    assert Invitation.objects.count() == 2
    assert journal_of(f"network:{network.pk}") == ["invitation.sent", "invitation.sent"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({}, "invalid"),
        ("anna@orebro.example", "invalid"),
        (None, "invalid"),
        ({"email": "a@b.example", "authority": "Nowhere"}, "invalid"),
        ({"email": "a@b.example", "authority": OREBRO, "role": "king"}, "invalid"),
        ({"email": "a@b.example", "authority": OREBRO, "role": "expert"}, "invalid"),
        ({"email": "a@b.example", "authority": OREBRO, "role": "expert", "ends_at": "soon"}, "invalid"),
        (
            {"email": "a@b.example", "authority": OREBRO, "role": "expert", "ends_at": "2020-01-01T00:00Z"},
            "invalid",
        ),
        ({"email": "nul\x00@b.example", "authority": OREBRO}, "invalid"),
        ({"email": "a@b.example", "authority": "\x00"}, "invalid"),
        ({"email": f"{'a' * 250}@b.example", "authority": OREBRO}, "invalid"),
        ({"email": "member@stockholm.example", "authority": OREBRO}, "already_seated"),
        ({"email": "first@orebro.example", "authority": OREBRO}, "already_invited"),
    ],
)
def test_a_bad_line_is_answered_for_itself_and_never_guessed_at(
    goteborg_client: APIClient, url: str, line: Any, code: str
) -> None:
    good = {"email": "first@orebro.example", "authority": OREBRO}

    answer = goteborg_client.post(url, [good, line])

    assert answer.status_code == 201
    assert answer.json()["results"][1]["problem"]["code"] == code
    assert Invitation.objects.count() == 1


def test_one_person_alone_is_answered_with_the_refusal_itself(goteborg_client: APIClient, url: str) -> None:
    answer = goteborg_client.post(url, {"email": "member@stockholm.example", "authority": OREBRO})

    assert (answer.status_code, answer.json()["code"]) == (409, "already_seated")


@pytest.mark.parametrize("count", [0, 201])
def test_no_line_or_too_many_are_refused_as_a_whole(goteborg_client: APIClient, url: str, count: int) -> None:
    lines = [{"email": f"a{number}@orebro.example", "authority": OREBRO} for number in range(count)]

    answer = goteborg_client.post(url, lines)

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "count")
    assert not Invitation.objects.exists()


def test_only_the_coordinator_invites(stockholm: Actor, network: Network) -> None:
    with pytest.raises(Forbidden, match=r"invitation\.send"):
        invite_people(stockholm, network=network, wanted=[Wanted(email="a@b.example", authority=OREBRO)])


def test_open_invitations_are_listed_to_the_coordinator_with_their_addresses(
    goteborg_client: APIClient, stockholm_client: APIClient, url: str
) -> None:
    goteborg_client.post(url, {"email": "anna@orebro.example", "authority": OREBRO})

    page = goteborg_client.get(url).json()

    assert [row["email"] for row in page["results"]] == ["anna@orebro.example"]
    assert stockholm_client.get(url).json()["permission"] == "invitation.read"


def test_an_address_is_invited_again_after_its_invitation_ran_out(goteborg: Actor, network: Network) -> None:
    line = Wanted(email="anna@orebro.example", authority=OREBRO)
    first = invite_people(goteborg, network=network, wanted=[line])[0].invitation
    assert first is not None
    Invitation.objects.filter(pk=first.pk).update(expires_at=goteborg.now - timedelta(days=1))

    second = invite_people(goteborg, network=network, wanted=[line])[0].invitation

    assert second is not None
    first.refresh_from_db()
    assert first.revoked_at is not None


def test_an_invitation_is_taken_back_once(
    goteborg: Actor, network: Network, journal_of: Callable[[str], list[str]]
) -> None:
    sent = invite_people(goteborg, network=network, wanted=[Wanted(email="a@b.example", authority=OREBRO)])[
        0
    ].invitation
    assert sent is not None

    revoke_invitation(goteborg, invitation=sent)

    with pytest.raises(Conflict, match="invitation_closed"):
        revoke_invitation(goteborg, invitation=sent)
    assert journal_of(f"network:{network.pk}") == ["invitation.sent", "invitation.revoked"]


def test_a_member_may_not_take_an_invitation_back(
    goteborg: Actor, stockholm: Actor, network: Network
) -> None:
    sent = invite_people(goteborg, network=network, wanted=[Wanted(email="a@b.example", authority=OREBRO)])[
        0
    ].invitation
    assert sent is not None

    with pytest.raises(Forbidden, match=r"invitation\.send"):
        revoke_invitation(stockholm, invitation=sent)


def test_members_hear_of_an_invitation_without_its_address(
    goteborg_client: APIClient, stockholm_client: APIClient, url: str, network: Network, cast: Cast
) -> None:
    goteborg_client.post(url, {"email": "anna@orebro.example", "authority": OREBRO})

    journal = stockholm_client.get(f"/api/v1/networks/{network.pk}/journal/")

    assert journal.json()["results"][0]["type"] == "invitation.sent"
    assert b"anna@" not in journal.content
