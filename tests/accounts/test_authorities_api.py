from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import ApiToken, Authority
from tests.answers import footprint, refused
from tests.cast import Cast
from tests.factories.accounts import PASSWORD, AuthorityFactory

LIST = "/api/v1/authorities/"
TOKENS = "/api/v1/auth/tokens/"


@pytest.fixture
def register(cast: Cast) -> list[Authority]:
    """Three bodies beside those of the cast."""
    return [
        AuthorityFactory.create(name="Region Örebro län", number="2321000164", kind="region"),
        AuthorityFactory.create(name="Åre kommun", number="2120002460"),
        AuthorityFactory.create(name="Älvsbyns kommun", number="2120002692", unit="Skolnämnden"),
    ]


def names(page: dict[str, Any]) -> list[str]:
    return [row["name"] for row in page["results"]]


def test_a_public_body_is_shown_with_number_kind_and_country_and_nothing_else(
    kiruna_client: APIClient, register: list[Authority]
) -> None:
    read = kiruna_client.get(f"{LIST}{register[2].pk}/").json()

    assert read == {
        "id": str(register[2].pk),
        "name": "Älvsbyns kommun",
        "org_number": "2120002692",
        "unit": "Skolnämnden",
        "kind": "municipality",
        "country": "SE",
    }
    assert read in kiruna_client.get(LIST).json()["results"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("örebro", {"Region Örebro län", "Örebro kommun"}),
        ("ÖREBRO", {"Region Örebro län", "Örebro kommun"}),
        ("212000-19", {"Örebro kommun"}),
        ("2120001967", {"Örebro kommun"}),
        ("212000 1967", {"Örebro kommun"}),
        ("0001967", set()),
        ("älvsbyns", {"Älvsbyns kommun"}),
        ("kommune", {"Aalborg Kommune"}),
        ("skolnämnden", set()),
        ("%", set()),
        ("_", set()),
        ("\\", set()),
        ("' OR 1=1 --", set()),
        ("x" * 200, set()),
        ("  turun ", {"Turun kaupunki"}),
    ],
)
def test_a_body_is_found_by_a_part_of_its_name_or_the_start_of_its_number(
    stockholm_client: APIClient, register: list[Authority], text: str, found: set[str]
) -> None:
    assert set(names(stockholm_client.get(LIST, {"q": text}).json())) == found


def test_pages_of_the_register_keep_the_question_and_hold_each_body_once(
    stockholm_client: APIClient, register: list[Authority]
) -> None:
    page = stockholm_client.get(LIST, {"q": "kommun", "limit": "2"}).json()
    seen = names(page)
    while page["next"]:
        assert "q=kommun" in page["next"]
        page = stockholm_client.get(page["next"]).json()
        seen += names(page)

    assert len(seen) == len(set(seen)) == 5
    assert set(seen) == {"Aalborg Kommune", "Kiruna kommun", "Åre kommun", "Älvsbyns kommun", "Örebro kommun"}


def test_bodies_of_one_name_are_told_apart_across_pages(stockholm_client: APIClient, cast: Cast) -> None:
    twins = {str(AuthorityFactory.create(name="Tvilling").pk) for _twin in range(5)}

    page = stockholm_client.get(LIST, {"q": "tvilling", "limit": "2"}).json()
    seen = [row["id"] for row in page["results"]]
    while page["next"]:
        page = stockholm_client.get(page["next"]).json()
        seen += [row["id"] for row in page["results"]]

    assert len(seen) == 5
    assert set(seen) == twins


def test_the_register_is_read_by_whoever_is_signed_in_and_written_by_nobody(
    goteborg_client: APIClient, facilitator_client: APIClient, cast: Cast
) -> None:
    one = f"{LIST}{cast.authority('orebro').pk}/"
    before = footprint()

    assert refused(APIClient().get(LIST)) == refused(APIClient().get(one)) == (401, "sign_in_needed")
    for client in (goteborg_client, facilitator_client):
        for answer in (
            client.post(LIST, {"name": "X"}),
            client.patch(one, {"name": "X"}),
            client.delete(one),
        ):
            assert refused(answer) == (405, "method_not_allowed")
    assert footprint() == before


def test_a_token_is_answered_once_with_its_secret_and_listed_without(cast: Cast) -> None:
    body = {"email": "member@stockholm.example", "password": PASSWORD, "name": " Laptop ", "scopes": ["read"]}

    answer = APIClient().post(TOKENS, body)

    made = answer.json()
    assert answer.status_code == 201
    assert (made["name"], made["scopes"]) == ("Laptop", ["read"])
    (listed,) = APIClient().get(TOKENS, HTTP_AUTHORIZATION=f"Bearer {made['token']}").json()["results"]
    assert listed == {
        "id": made["id"],
        "name": "Laptop",
        "prefix": made["token"][:12],
        "scopes": ["read"],
        "created_at": listed["created_at"],
        "expires_at": made["expires_at"],
        "revoked_at": None,
        "last_used_at": listed["last_used_at"],
    }


def test_a_token_to_read_reads_all_that_its_person_may_and_writes_nothing(cast: Cast) -> None:
    body = {"email": "coordinator@goteborg.example", "password": PASSWORD, "scopes": ["read"]}
    token = APIClient().post(TOKENS, body).json()["token"]
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    url = f"/api/v1/networks/{cast.network.pk}/"
    before = footprint()

    assert client.get(url).json()["name_en"] == "Nordic zero-emission delivery"
    for answer in (
        client.patch(url, {"phase": "closed"}),
        client.post(f"{url}rooms/", {"title": "Laddning"}),
        client.post(f"{url}documents/", {"title": "Behov"}),
        client.delete(f"/api/v1/seats/{cast.seats['aalborg'].pk}/"),
        client.post("/api/v1/auth/tickets/"),
    ):
        assert refused(answer) == (403, "token_read_only")
    assert footprint() == before


def test_one_person_neither_lists_nor_revokes_anothers_token(
    goteborg_client: APIClient, facilitator_client: APIClient, cast: Cast
) -> None:
    body = {"email": "member@stockholm.example", "password": PASSWORD}
    made = APIClient().post(TOKENS, body).json()

    for client in (goteborg_client, facilitator_client):
        assert client.get(TOKENS).json()["results"] == []
        assert refused(client.delete(f"{TOKENS}{made['id']}/")) == (404, "not_found")
    assert ApiToken.objects.get().revoked_at is None


def test_a_ticket_is_new_each_time_and_keeps_no_answer(stockholm_client: APIClient) -> None:
    key = {"Idempotency-Key": "t1"}

    tickets = [stockholm_client.post("/api/v1/auth/tickets/", headers=key).json() for _turn in range(2)]

    assert [set(ticket) for ticket in tickets] == [{"ticket", "expires_at"}] * 2
    assert tickets[0]["ticket"] != tickets[1]["ticket"]
