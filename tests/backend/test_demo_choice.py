import pytest
from django.db import connection

from backend import demo
from tests.factories.accounts import UserFactory


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """The test database, as a process beside ours names it."""
    settings = connection.get_connection_params()
    return f"postgres://{settings['user']}@/{settings['dbname']}?host={settings['host']}"


def test_an_empty_database_of_our_own_gets_the_demo(database_url: str) -> None:
    assert demo.is_wanted({}, database_url)


def test_a_database_that_was_brought_along_gets_it_only_when_asked(database_url: str) -> None:
    given = {"DATABASE_URL": database_url}

    assert not demo.is_wanted(given, database_url)
    assert demo.is_wanted({**given, "DEMO": "1"}, database_url)


def test_a_database_with_people_is_left_alone(database_url: str) -> None:
    UserFactory(email="somebody@orebro.example")

    assert not demo.is_wanted({}, database_url)
    assert not demo.is_loaded(database_url)


def test_the_demo_is_never_loaded_twice_nor_against_a_no(database_url: str) -> None:
    assert not demo.is_wanted({"DEMO": "0"}, database_url)
    UserFactory(email=next(iter(demo.PEOPLE)))

    assert demo.is_loaded(database_url)
    assert not demo.is_wanted({"DEMO": "1"}, database_url)


def test_everyone_who_may_sign_in_is_named_with_the_password() -> None:
    text = demo.sign_ins()

    assert demo.PASSWORD in text
    assert all(email in text for email in demo.PEOPLE)
