from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from access.actor import Actor
from accounts.models import ApiToken, User
from accounts.services import create_token
from tests.accounts.hashers import CountedHasher
from tests.factories.accounts import PASSWORD, UserFactory

TOKENS = "/api/v1/auth/tokens/"
AUTHORITIES = "/api/v1/authorities/"


def bearer(secret: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


@pytest.fixture
def key(alva: User, clock: Actor) -> tuple[ApiToken, str]:
    return create_token(alva.acting(clock.now), name="laptop", scopes=["read", "write"])


def test_address_and_password_give_a_token_that_opens_the_api(alva: User) -> None:
    answer = APIClient().post(TOKENS, {"email": "ALVA@orebro.example", "password": PASSWORD})

    assert answer.status_code == 201
    body = answer.json()
    assert set(body) == {"id", "token", "name", "scopes", "expires_at"}
    assert body["scopes"] == ["read", "write"]
    assert bearer(body["token"]).get(AUTHORITIES).status_code == 200


def test_only_the_digest_of_a_token_is_stored(key: tuple[ApiToken, str]) -> None:
    token, secret = key

    stored = ApiToken.objects.filter(pk=token.pk).values_list().get()
    assert secret not in str(stored)
    assert secret.startswith(token.prefix)
    assert len(secret) > 3 * len(token.prefix)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"/email", "/password"}),
        ({"email": "alva", "password": "x"}, {"/email"}),
        ({"email": "alva@orebro.example", "password": ""}, {"/password"}),
        ({"email": "alva@orebro.example", "password": 'a\x00"b'}, {"/password"}),
        ({"email": "a" * 250 + "@orebro.example", "password": "x"}, {"/email"}),
        ({"email": ["alva@orebro.example"], "password": {}}, {"/email", "/password"}),
        ({"email": "alva@orebro.example", "password": "x", "name": "y" * 101}, {"/name"}),
        ({"email": "alva@orebro.example", "password": "x", "name": "\u202eabc"}, {"/name"}),
        ({"email": "alva@orebro.example", "password": "x", "scopes": []}, {"/scopes"}),
        ({"email": "alva@orebro.example", "password": "x", "scopes": ["admin"]}, {"/scopes/0"}),
        ({"email": "alva@orebro.example", "password": "x", "scopes": "write"}, {"/scopes"}),
    ],
)
def test_a_malformed_wish_for_a_token_names_the_field(
    alva: User, body: dict[str, object], pointers: set[str]
) -> None:
    answer = APIClient().post(TOKENS, body, format="json")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert {error["pointer"] for error in answer.json()["errors"]} == pointers


@pytest.mark.parametrize("body", ["", "{", "[1]", '"text"', "null"])
def test_what_is_no_json_object_is_malformed(db: None, body: str) -> None:
    answer = APIClient().post(TOKENS, body, content_type="application/json")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def refused(email: str, password: str) -> dict[str, object]:
    answer = APIClient().post(TOKENS, {"email": email, "password": password})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    return dict(answer.json())


def test_wrong_password_unknown_and_closed_accounts_get_one_answer(alva: User) -> None:
    UserFactory(email="closed@orebro.example", is_active=False)
    User.objects.create_user("invited@orebro.example", name="No password yet")

    answers = [
        refused("alva@orebro.example", "a wrong password"),
        refused("nobody@orebro.example", "a wrong password"),
        refused("closed@orebro.example", PASSWORD),
        refused("invited@orebro.example", "a wrong password"),
    ]

    assert answers[0]["code"] == "wrong_credentials"
    assert all(answer == answers[0] for answer in answers)
    assert not ApiToken.objects.exists()


def test_every_refusal_costs_one_hash_so_that_none_is_faster(alva: User, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.accounts.hashers.CountedHasher"]
    closed = UserFactory(is_active=False)
    without_password = User.objects.create_user("invited@orebro.example")
    hashes = []

    for email in (alva.email, closed.email, without_password.email, "nobody@orebro.example"):
        CountedHasher.made.clear()
        refused(email, "a wrong password")
        hashes.append(len(CountedHasher.made))

    assert hashes == [1, 1, 1, 1]


def test_who_has_a_second_factor_gets_no_token_by_password(alva: User) -> None:
    Authenticator.objects.create(user=alva, type=Authenticator.Type.TOTP, data={"secret": "x"})

    answer = APIClient().post(TOKENS, {"email": alva.email, "password": PASSWORD})

    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_required")
    assert not ApiToken.objects.exists()


def test_who_has_not_confirmed_the_address_gets_no_token(db: None) -> None:
    cleo = UserFactory(confirmed=False)

    answer = APIClient().post(TOKENS, {"email": cleo.email, "password": PASSWORD})

    assert (answer.status_code, answer.json()["code"]) == (403, "email_not_verified")


def test_tokens_are_listed_to_their_person_without_secrets(
    alva_client: APIClient, key: tuple[ApiToken, str], bo: User, clock: Actor
) -> None:
    create_token(bo.acting(clock.now), name="another's", scopes=["read"])

    [listed] = alva_client.get(TOKENS).json()["results"]

    assert (listed["name"], listed["prefix"]) == ("laptop", key[0].prefix)
    assert key[1] not in str(listed)
    assert key[0].digest not in str(listed)


@pytest.mark.parametrize("tokens", [1, 3])
def test_the_list_of_tokens_costs_three_queries(
    alva: User,
    alva_client: APIClient,
    clock: Actor,
    tokens: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(tokens):
        create_token(alva.acting(clock.now), name=f"laptop {number}", scopes=["read"])

    with django_assert_num_queries(3):  # session, person, tokens
        listed = alva_client.get(TOKENS).json()["results"]

    assert len(listed) == tokens


def test_a_revoked_token_opens_nothing(
    key: tuple[ApiToken, str], alva: User, person_stream: Callable[[User], list[str]]
) -> None:
    client = bearer(key[1])

    assert client.delete(f"{TOKENS}{key[0].id}/").status_code == 204

    answer = client.get(AUTHORITIES)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_refused")
    assert person_stream(alva) == ["token.created", "token.revoked"]


def test_revoking_twice_changes_nothing(
    key: tuple[ApiToken, str],
    alva: User,
    alva_client: APIClient,
    person_stream: Callable[[User], list[str]],
) -> None:
    for _again in range(2):
        assert alva_client.delete(f"{TOKENS}{key[0].id}/").status_code == 204

    assert person_stream(alva) == ["token.created", "token.revoked"]


def test_another_persons_token_does_not_exist(alva_client: APIClient, bo: User, clock: Actor) -> None:
    token, secret = create_token(bo.acting(clock.now), name="Bo's", scopes=["read"])

    assert alva_client.delete(f"{TOKENS}{token.id}/").status_code == 404
    assert bearer(secret).get(AUTHORITIES).status_code == 200


def test_a_token_ends_by_itself_and_with_its_person(alva: User, clock: Actor) -> None:
    long_ago = clock.now - timedelta(days=91)
    _, old = create_token(alva.acting(long_ago), name="old", scopes=["read"])
    _, new = create_token(alva.acting(clock.now), name="new", scopes=["read"])
    assert [bearer(secret).get(AUTHORITIES).status_code for secret in (old, new)] == [401, 200]

    User.objects.filter(pk=alva.pk).update(is_active=False)

    assert bearer(new).get(AUTHORITIES).status_code == 401


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "Bearer å", "bearer \x7f", "Bearer a b"])
def test_a_broken_bearer_header_is_not_signed_in(db: None, header: str) -> None:
    answer = APIClient().get(AUTHORITIES, HTTP_AUTHORIZATION=header)

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_a_token_to_read_writes_nothing(alva: User, clock: Actor) -> None:
    token, secret = create_token(alva.acting(clock.now), name="dashboard", scopes=["read"])

    answer = bearer(secret).delete(f"{TOKENS}{token.id}/")

    assert (answer.status_code, answer.json()["code"]) == (403, "token_read_only")


def test_scopes_of_a_token_are_known_to_the_database(key: tuple[ApiToken, str]) -> None:
    for scopes in ([], ["admin"]):
        with pytest.raises(IntegrityError, match="token_scopes_are_known"), transaction.atomic():
            ApiToken.objects.update(scopes=scopes)


def test_a_token_costs_one_query_and_notes_its_use_once_a_minute(
    key: tuple[ApiToken, str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    token, client = key[0], bearer(key[1])
    client.get(AUTHORITIES)
    token.refresh_from_db()
    noted = token.last_used_at

    with django_assert_num_queries(2):  # the token with its person, the page
        client.get(AUTHORITIES)

    token.refresh_from_db()
    assert noted is not None
    assert token.last_used_at == noted
