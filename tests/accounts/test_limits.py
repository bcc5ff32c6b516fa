from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.limits import count_failure, forget_failures, forget_old_failures, limits_of, wait_of
from accounts.models import Tally, User
from tests.factories.accounts import PASSWORD, UserFactory

TOKENS = "/api/v1/auth/tokens/"

pytestmark = pytest.mark.usefixtures("limits_on")


def sign_in(email: str, password: str) -> int:
    return APIClient().post(TOKENS, {"email": email, "password": password}).status_code


def test_thirty_sign_ins_a_minute_from_one_address_are_let_in(alva: User) -> None:
    assert {sign_in(alva.email, PASSWORD) for _ in range(30)} == {201}


def test_guesses_at_one_account_are_stopped_even_when_the_last_is_right(alva: User, bo: User) -> None:
    guesses = [sign_in(alva.email, f"guess {number}") for number in range(11)]

    assert guesses == [401] * 10 + [429]
    assert sign_in(alva.email, PASSWORD) == 429
    assert sign_in(bo.email, PASSWORD) == 201


def test_guesses_at_an_unknown_account_are_stopped_alike(db: None) -> None:
    guesses = [sign_in("nobody@orebro.example", f"guess {number}") for number in range(11)]

    assert guesses == [401] * 10 + [429]


def test_a_stopped_guesser_is_told_when_to_come_back(alva: User) -> None:
    for number in range(10):
        sign_in(alva.email, f"guess {number}")

    answer = APIClient().post(TOKENS, {"email": alva.email, "password": "another guess"})

    assert answer.json()["code"] == "too_often"
    assert 290 < int(answer["Retry-After"]) <= 300


def test_an_account_is_heard_again_after_five_minutes(alva: User) -> None:
    for number in range(10):
        sign_in(alva.email, f"guess {number}")
    assert sign_in(alva.email, PASSWORD) == 429

    Tally.objects.update(since=timezone.now() - timedelta(minutes=5))

    assert [sign_in(alva.email, PASSWORD), sign_in(alva.email, "a guess")] == [201, 401]
    assert sign_in(alva.email, PASSWORD) == 201


def test_whoever_sets_a_new_password_is_heard_at_once(alva: User) -> None:
    for number in range(10):
        sign_in(alva.email, f"guess {number}")

    forget_failures(email="ALVA@orebro.example")

    assert sign_in(alva.email, PASSWORD) == 201


def test_the_sign_in_page_counts_with_the_api(alva: User) -> None:
    for number in range(10):
        sign_in(alva.email, f"guess {number}")

    client = Client(headers={"accept-language": "en"})
    page = client.post("/accounts/login/", {"login": alva.email, "password": PASSWORD})

    assert "Too many failed login attempts" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_no_address_of_a_person_or_machine_lies_in_the_tallies(alva: User) -> None:
    sign_in(alva.email, "a guess")

    stored = str(list(Tally.objects.values_list()))
    assert "alva" not in stored
    assert "127.0.0.1" not in stored


def test_a_network_of_ipv6_is_one_address(db: None, now: datetime) -> None:
    for number in range(60):
        spread = limits_of(email=f"nobody{number}@orebro.example", address=f"2001:db8:0:1::{number:x}")
        count_failure(spread, now=now)

    assert wait_of(limits_of(email="x@y.example", address="2001:db8:0:1:ffff::1"), now=now) > 0
    assert wait_of(limits_of(email="x@y.example", address="2001:db8:0:2::1"), now=now) == 0


def test_old_failures_are_forgotten(alva: User, now: datetime) -> None:
    sign_in(alva.email, "a guess")
    forget_old_failures(now=now)
    assert Tally.objects.exists()

    forget_old_failures(now=now + timedelta(minutes=6))

    assert not Tally.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_office_that_signs_in_at_once_is_let_in(now: datetime) -> None:
    alva = UserFactory()

    def open_laptop(_number: int) -> int:
        try:
            return sign_in(alva.email, PASSWORD)
        finally:
            connection.close()

    with ThreadPoolExecutor(15) as office:
        assert set(office.map(open_laptop, range(30))) == {201}


@pytest.mark.django_db(transaction=True)
def test_guesses_made_at_once_are_each_counted(now: datetime) -> None:
    limits = limits_of(email="alva@orebro.example", address="192.0.2.1")

    def guess(_number: int) -> None:
        count_failure(limits, now=now)
        connection.close()

    with ThreadPoolExecutor(10) as guessers:
        list(guessers.map(guess, range(30)))

    assert set(Tally.objects.values_list("count", flat=True)) == {30}


def test_more_than_sixty_tries_a_minute_from_one_address_are_stopped(db: None) -> None:
    tries = [sign_in(f"nobody{number}@orebro.example", "a guess") for number in range(61)]

    assert tries == [401] * 60 + [429]
