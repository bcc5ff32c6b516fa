from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from backend import demo
from backend.checks import no_demo_people, production_settings
from tests.factories.accounts import UserFactory

SAFE: dict[str, Any] = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijklmnopqrstuvwxyz",
    "DEBUG": False,
    "ALLOWED_HOSTS": ["samverk.example.org"],
    "DEMO": False,
    "MAILBOX": None,
    "EMAIL_HOST": "mail.example.org",
    "SITE_URL": "https://samverk.example.org",
    "RATE_LIMITS": True,
}


@pytest.fixture
def faults(settings: Settings) -> Callable[..., list[str | None]]:
    """The codes of what the checks find when these settings differ from safe ones."""

    def find(**different: Any) -> list[str | None]:
        for name, value in {**SAFE, **different}.items():
            setattr(settings, name, value)
        return [fault.id for fault in production_settings(None)]

    return find


def test_safe_settings_pass(faults: Callable[..., list[str | None]]) -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("different", "code"),
    [
        ({"SECRET_KEY": ""}, "samverk.E001"),
        ({"SECRET_KEY": "short"}, "samverk.E001"),
        ({"SECRET_KEY": "ab" * 40}, "samverk.E001"),
        ({"DEBUG": True}, "samverk.E002"),
        ({"ALLOWED_HOSTS": []}, "samverk.E003"),
        ({"ALLOWED_HOSTS": ["*"]}, "samverk.E003"),
        ({"ALLOWED_HOSTS": [".example.org"]}, "samverk.E003"),
        ({"DEMO": True}, "samverk.E004"),
        ({"MAILBOX": "/var/mail"}, "samverk.E005"),
        ({"EMAIL_HOST": "localhost"}, "samverk.E005"),
        ({"SITE_URL": "http://samverk.example.org"}, "samverk.E006"),
        ({"RATE_LIMITS": False}, "samverk.E007"),
    ],
)
def test_each_unsafe_setting_is_refused_by_its_own_code(
    faults: Callable[..., list[str | None]],
    different: dict[str, Any],
    code: str,
) -> None:
    assert faults(**different) == [code]


@pytest.mark.django_db
def test_a_database_with_the_demos_people_is_refused_while_they_can_sign_in() -> None:
    assert no_demo_people(None, databases=["default"]) == []
    person = UserFactory(email=next(iter(demo.PEOPLE)))

    assert [fault.id for fault in no_demo_people(None, databases=["default"])] == ["samverk.E008"]
    assert no_demo_people(None, databases=None) == [], "asked for settings only, the database is left alone"

    person.is_active = False
    person.save()
    assert no_demo_people(None, databases=["default"]) == []
