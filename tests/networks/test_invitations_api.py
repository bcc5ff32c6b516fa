from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from accounts.models import Authority
from networks.models import Invitation, Network
from networks.services.invitations import token_of
from tests.answers import footprint, forbidden, pointed, refused
from tests.cast import Cast
from tests.factories.accounts import PASSWORD

NOWHERE = UUID("01890000-0000-7000-8000-000000000000")
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


def test_an_invitation_is_answered_with_all_that_its_sender_may_know(
    goteborg_client: APIClient, url: str, cast: Cast
) -> None:
    answer = goteborg_client.post(url, {**ANNA, "email": " Anna@Uppsala.example "})

    made = answer.json()
    assert answer.status_code == 201
    assert made == {
        "id": made["id"],
        "authority": {"id": str(cast.authority("orebro").pk), "name": "Örebro kommun"},
        "role": "member",
        "created_at": made["created_at"],
        "expires_at": made["expires_at"],
        "accepted_at": None,
        "revoked_at": None,
        "email": "anna@uppsala.example",
        "sent_at": None,
    }
    assert goteborg_client.get(url).json()["results"] == [made]


def test_neither_the_answer_nor_the_list_gives_the_secret_of_the_link(
    goteborg_client: APIClient, url: str
) -> None:
    answer = goteborg_client.post(url, ANNA)
    token = token_of(Invitation.objects.get())
    signature = token.split(".")[-1]

    assert signature not in answer.content.decode()
    assert signature not in goteborg_client.get(url).content.decode()


@pytest.mark.parametrize("authority", ["212000-1967", "örebro kommun", "Örebro kommun"])
def test_the_authority_may_be_named_as_people_write_it(
    goteborg_client: APIClient, url: str, authority: str
) -> None:
    made = goteborg_client.post(url, {**ANNA, "authority": authority}).json()

    assert made["authority"]["name"] == "Örebro kommun"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"email": ""}, [("/email", "blank")]),
        ({"email": None}, [("/email", "null")]),
        ({"email": "anna"}, [("/email", "email")]),
        ({"email": "anna@"}, [("/email", "email")]),
        ({"email": "anna@uppsala.example, bo@uppsala.example"}, [("/email", "email")]),
        ({"email": "a\r\nBcc: all@uppsala.example"}, [("/email", "email")]),
        ({"email": "a" * 243 + "@uppsala.example"}, [("/email", "max_length")]),
        ({"authority": ""}, [("/authority", "blank")]),
        ({"authority": "Nowhere"}, [("/authority", "authority")]),
        ({"authority": str(NOWHERE)}, [("/authority", "authority")]),
        ({"authority": "9" * 200}, [("/authority", "authority")]),
        ({"authority": -1}, [("/authority", "authority")]),
        ({"role": "king"}, [("/role", "role")]),
        ({"role": ""}, [("/role", "blank")]),
        ({"role": "x" * 21}, [("/role", "max_length")]),
        ({"role": "expert"}, [("/ends_at", "ends_at")]),
        ({"role": "expert", "ends_at": "2020-01-01T00:00:00Z"}, [("/ends_at", "ends_at")]),
        ({"ends_at": "soon"}, [("/ends_at", "invalid")]),
        ({"ends_at": "2027-02-30T00:00:00Z"}, [("/ends_at", "invalid")]),
        ({"ends_at": 7}, [("/ends_at", "invalid")]),
        ({"email": None, "authority": None}, [("/email", "null"), ("/authority", "null")]),
    ],
)
def test_a_bad_invitation_points_at_its_fields_and_invites_nobody(
    goteborg_client: APIClient, url: str, change: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    before = footprint()

    assert pointed(goteborg_client.post(url, {**ANNA, **change})) == found

    assert footprint() == before


@pytest.mark.parametrize(
    "ends_at", ["0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
)
def test_a_date_at_the_edge_of_time_is_no_fault_of_ours(
    goteborg_client: APIClient, url: str, ends_at: str
) -> None:
    assert (
        pointed(goteborg_client.post(url, {**ANNA, "role": "expert", "ends_at": ends_at}))[0][0] == "/ends_at"
    )


def test_who_sits_here_or_was_invited_already_is_a_conflict(goteborg_client: APIClient, url: str) -> None:
    goteborg_client.post(url, ANNA)
    before = footprint()

    again = goteborg_client.post(url, {**ANNA, "email": "ANNA@uppsala.example"})
    seated = goteborg_client.post(url, {**ANNA, "email": "Member@Stockholm.example"})

    assert refused(again) == (409, "already_invited")
    assert refused(seated) == (409, "already_seated")
    assert footprint() == before


def test_each_line_of_a_list_is_answered_in_its_place(goteborg_client: APIClient, url: str) -> None:
    lines = [
        ANNA,
        {"email": "bo", "authority": "2120001967"},
        7,
        {"email": "cleo@uppsala.example"},
        ANNA,
        {"email": "dan@uppsala.example", "authority": "2120001967", "role": "observer"},
    ]

    answer = goteborg_client.post(url, lines)

    rows = answer.json()["results"]
    assert answer.status_code == 201
    assert [row.get("role") for row in rows] == ["member", None, None, None, None, "observer"]
    assert [row["problem"]["code"] for row in rows if "problem" in row] == [
        *("invalid", "invalid", "invalid", "already_invited"),
    ]
    assert [row["email"] for row in rows] == [
        "anna@uppsala.example",
        "bo",
        "",
        "cleo@uppsala.example",
        "anna@uppsala.example",
        "dan@uppsala.example",
    ]
    assert Invitation.objects.count() == 2


def test_a_list_of_nothing_but_bad_lines_invites_nobody(goteborg_client: APIClient, url: str) -> None:
    before = footprint()

    rows = goteborg_client.post(url, [None, [], {}, "anna", {"email": ["a"], "authority": {}}]).json()[
        "results"
    ]

    assert [row["problem"]["code"] for row in rows] == ["invalid"] * 5
    assert footprint() == before


@pytest.mark.parametrize("lines", [0, 201])
def test_a_list_of_no_line_or_too_many_is_refused_whole(
    goteborg_client: APIClient, url: str, lines: int
) -> None:
    wanted = [{"email": f"kim.{n}@uppsala.example", "authority": "2120001967"} for n in range(lines)]
    before = footprint()

    assert pointed(goteborg_client.post(url, wanted)) == [("/invitations", "count")]

    assert footprint() == before


@pytest.mark.parametrize(
    ("name", "permission"),
    [("stockholm", "invitation.read"), ("turku", "invitation.read"), ("facilitator", "invitation.read")],
)
def test_addresses_of_the_invited_are_for_the_coordinator_alone(
    cast: Cast, goteborg_client: APIClient, url: str, name: str, permission: str
) -> None:
    one = f"/api/v1/invitations/{goteborg_client.post(url, ANNA).json()['id']}/"
    client, before = cast.client(name), footprint()

    assert forbidden(client.get(url)) == permission
    assert forbidden(client.post(url, ANNA)) == permission
    assert forbidden(client.delete(one)) == permission
    assert footprint() == before


def test_a_coordinator_elsewhere_neither_sees_nor_takes_back_our_invitations(
    kiruna_client: APIClient, goteborg_client: APIClient, url: str
) -> None:
    one = f"/api/v1/invitations/{goteborg_client.post(url, ANNA).json()['id']}/"
    before = footprint()

    assert refused(kiruna_client.get(url)) == (404, "not_found")
    assert refused(kiruna_client.post(url, ANNA)) == (404, "not_found")
    assert refused(kiruna_client.delete(one)) == (404, "not_found")
    assert footprint() == before


def test_what_was_taken_back_is_off_the_list_and_opens_nothing(
    goteborg_client: APIClient, url: str, link: str
) -> None:
    one = f"/api/v1/invitations/{Invitation.objects.get().pk}/"

    assert goteborg_client.delete(one).status_code == 204

    before = footprint()
    assert goteborg_client.get(url).json()["results"] == []
    assert refused(goteborg_client.delete(one)) == (409, "invitation_closed")
    assert refused(APIClient().post(link, FACE)) == (409, "invitation_revoked")
    assert footprint() == before


def test_what_was_accepted_can_not_be_taken_back(goteborg_client: APIClient, url: str, link: str) -> None:
    APIClient().post(link, FACE)
    before = footprint()

    answer = goteborg_client.delete(f"/api/v1/invitations/{Invitation.objects.get().pk}/")

    assert refused(answer) == (409, "invitation_closed")
    assert footprint() == before


def test_an_authority_that_shares_its_name_is_asked_for_by_number(
    goteborg_client: APIClient, url: str, cast: Cast, twin: Callable[[], Authority]
) -> None:
    twin()

    by_name = goteborg_client.post(url, {**ANNA, "authority": "Örebro kommun"})
    by_number = goteborg_client.post(url, ANNA)

    assert pointed(by_name) == [("/authority", "authority")]
    assert "more than one authority" in by_name.json()["detail"]
    assert by_number.status_code == 201


@pytest.fixture
def twin(cast: Cast) -> Callable[[], Authority]:
    """Makes a second authority of Örebro's name."""
    orebro = cast.authority("orebro")
    return lambda: Authority.objects.create(
        name=orebro.name, country="SE", number="2120002783", unit="Skolnämnden", kind="municipality"
    )
