from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import AsyncClient, Client
from rest_framework.test import APIClient

from access.actor import Actor
from accounts.jobs import sweep_keys
from accounts.models import SocketTicket, User
from accounts.services import issue_ticket
from tests.factories.accounts import PASSWORD, UserFactory

LOGIN = "/accounts/login/"


def sign_in(client: Client, email: str, next_url: str = "") -> str:
    answer = client.post(LOGIN, {"login": email, "password": PASSWORD, "next": next_url})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_person_signs_in_by_address_whatever_its_case(alva: User) -> None:
    client = Client()

    sign_in(client, "ALVA@orebro.example")

    assert client.session["_auth_user_id"] == str(alva.id)


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/networks/?a=1", "/networks/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_signing_in_leads_on_only_within_the_site(alva: User, wanted: str, reached: str) -> None:
    assert sign_in(Client(), alva.email, wanted) == reached


def test_nobody_signs_up_uninvited(db: None) -> None:
    form = {"email": "cleo@turku.example", "password1": PASSWORD, "password2": PASSWORD}

    Client().post("/accounts/signup/", form)

    assert not User.objects.exists()


def test_a_closed_account_does_not_sign_in(db: None) -> None:
    closed, client = UserFactory(is_active=False), Client()

    client.post(LOGIN, {"login": closed.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_a_second_factor_is_asked_for_and_kept_encrypted(alva: User) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(alva, secret)
    client = Client()

    assert sign_in(client, alva.email) == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    counter = next(iter(yield_hotp_counters_from_time()))
    client.post("/accounts/2fa/authenticate/", {"code": format_hotp_value(hotp_value(secret, counter))})

    assert client.session["_auth_user_id"] == str(alva.id)
    assert secret not in str(Authenticator.objects.filter(user=alva).values_list("data"))


def test_a_write_by_cookie_needs_the_csrf_token(alva: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    token = client.get(LOGIN).cookies["csrftoken"].value
    client.force_login(alva)

    refused = client.post("/api/v1/auth/tickets/")
    taken = client.post("/api/v1/auth/tickets/", headers={"X-CSRFToken": token})

    assert (refused.status_code, taken.status_code) == (403, 201)


@pytest.mark.parametrize(("language", "zone"), [("sv", "Europe/Helsinki"), ("en", "Atlantic/Reykjavik")])
def test_pages_speak_the_language_of_who_is_signed_in(db: None, language: str, zone: str) -> None:
    client = Client(headers={"accept-language": "en" if language == "sv" else "sv"})
    client.force_login(UserFactory(language=language, time_zone=zone))

    answer = client.get("/api/v1/authorities/")

    assert answer["Content-Language"] == language


async def test_pages_speak_to_who_is_signed_in_where_they_are_served_asynchronously(
    transactional_db: None, async_client: AsyncClient
) -> None:
    reader = await sync_to_async(UserFactory)(language="sv")
    await async_client.aforce_login(reader)

    answer = await async_client.get("/api/v1/authorities/", headers={"accept-language": "en"})
    await sync_to_async(connections.close_all)()  # this thread's own, which no fixture closes

    assert (answer.status_code, answer["Content-Language"]) == (200, "sv")


def test_who_is_not_signed_in_is_spoken_to_as_the_browser_asks(db: None) -> None:
    answers = [
        Client(headers={"accept-language": language}).get("/api/v1/authorities/") for language in ("en", "sv")
    ]

    assert [answer["Content-Language"] for answer in answers] == ["en", "sv"]


def test_ended_sessions_and_spent_tickets_are_swept(alva: User, clock: Actor) -> None:
    for _browser in range(2):
        Client().force_login(alva)
    ended, kept = Session.objects.order_by("session_key")
    Session.objects.filter(pk=ended.pk).update(expire_date=clock.now - timedelta(days=1))
    issue_ticket(alva.acting(clock.now - timedelta(days=1)))

    for _run in range(2):
        sweep_keys()

    assert list(Session.objects.all()) == [kept]
    assert not SocketTicket.objects.exists()
