from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import SignInNeeded
from accounts.credentials import redeem_ticket
from accounts.models import SocketTicket, User
from accounts.services import create_token, forget_spent_tickets, issue_ticket, revoke_token
from tests.factories.accounts import UserFactory

TICKETS = "/api/v1/auth/tickets/"


def ticket_by(client: APIClient) -> str:
    answer = client.post(TICKETS)
    assert answer.status_code == 201
    return str(answer.json()["ticket"])


def test_a_ticket_opens_once(alva_client: APIClient, alva: User, clock: Actor) -> None:
    secret = ticket_by(alva_client)

    assert redeem_ticket(secret, now=clock.now).user == alva
    with pytest.raises(SignInNeeded, match="ticket_refused"):
        redeem_ticket(secret, now=clock.now)


def test_the_database_knows_only_the_digest_of_a_ticket(alva_client: APIClient) -> None:
    secret = ticket_by(alva_client)

    assert secret not in str(SocketTicket.objects.values_list().get())


def test_a_ticket_lives_for_sixty_seconds(alva: User, clock: Actor) -> None:
    _, early = issue_ticket(alva.acting(clock.now))
    _, late = issue_ticket(alva.acting(clock.now))

    assert redeem_ticket(early, now=clock.now + timedelta(seconds=59)).user == alva
    with pytest.raises(SignInNeeded):
        redeem_ticket(late, now=clock.now + timedelta(seconds=60))


@pytest.mark.parametrize("secret", ["", "x", "å" * 1000, "\x00", "' OR 1=1 --"])
def test_what_is_no_ticket_opens_nothing(alva: User, now: datetime, secret: str) -> None:
    with pytest.raises(SignInNeeded):
        redeem_ticket(secret, now=now)


def test_a_ticket_ends_with_the_session_it_was_asked_with(
    alva_client: APIClient, alva: User, clock: Actor
) -> None:
    secret = ticket_by(alva_client)
    ticket = SocketTicket.objects.get()
    assert ticket.session_key == Session.objects.get().session_key

    Session.objects.all().delete()

    with pytest.raises(SignInNeeded):
        redeem_ticket(secret, now=clock.now)


def test_a_ticket_ends_with_the_token_it_was_asked_with(alva: User, clock: Actor) -> None:
    token, key = create_token(alva.acting(clock.now), name="laptop", scopes=["read", "write"])
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
    first, second = ticket_by(client), ticket_by(client)
    assert redeem_ticket(first, now=clock.now).token == token

    revoke_token(alva.acting(clock.now), token=token)

    with pytest.raises(SignInNeeded):
        redeem_ticket(second, now=clock.now)


def test_a_ticket_of_a_closed_account_opens_nothing(alva: User, clock: Actor) -> None:
    _, secret = issue_ticket(alva.acting(clock.now))
    User.objects.update(is_active=False)

    with pytest.raises(SignInNeeded):
        redeem_ticket(secret, now=clock.now)


def test_nobody_gets_a_ticket_unsigned(db: None) -> None:
    answer = APIClient().post(TICKETS)

    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")


def test_a_ticket_by_cookie_needs_the_csrf_token(alva: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(alva)

    answer = client.post(TICKETS)

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert not SocketTicket.objects.exists()


def test_spent_tickets_are_forgotten_after_an_hour(alva: User, clock: Actor) -> None:
    issue_ticket(alva.acting(clock.now - timedelta(hours=2)))
    fresh, _ = issue_ticket(alva.acting(clock.now))

    assert (forget_spent_tickets(clock), forget_spent_tickets(clock)) == (1, 0)
    assert list(SocketTicket.objects.all()) == [fresh]


@pytest.mark.django_db(transaction=True)
def test_of_ten_sockets_with_one_ticket_one_opens(now: datetime) -> None:
    alva = UserFactory()
    _, secret = issue_ticket(alva.acting(now))
    start = Barrier(10)

    def open_socket(_number: int) -> bool:
        start.wait()
        try:
            redeem_ticket(secret, now=now)
        except SignInNeeded:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(10) as sockets:
        opened = list(sockets.map(open_socket, range(10)))

    assert opened.count(True) == 1
