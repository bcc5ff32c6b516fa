import pytest
from rest_framework.test import APIClient

from accounts.models import User
from tests.factories.accounts import PASSWORD

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

    assert (answer.json()["code"], answer["Retry-After"]) == ("too_often", "300")


def test_more_than_sixty_tries_a_minute_from_one_address_are_stopped(db: None) -> None:
    tries = [sign_in(f"nobody{number}@orebro.example", "a guess") for number in range(61)]

    assert tries == [401] * 60 + [429]
