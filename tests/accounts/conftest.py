from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient

from access.actor import Actor
from accounts.models import Authority, User
from journal.models import Entry
from tests.factories.accounts import AuthorityFactory, UserFactory


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def clock(now: datetime) -> Actor:
    return Actor.clock(now=now)


@pytest.fixture
def alva(db: None) -> User:
    return UserFactory(name="Alva Lind", email="alva@orebro.example")


@pytest.fixture
def bo(db: None) -> User:
    return UserFactory(name="Bo Ek", email="bo@aalborg.example")


@pytest.fixture
def orebro(db: None) -> Authority:
    return AuthorityFactory(name="Örebro kommun", number="2120001967")


@pytest.fixture
def alva_client(alva: User) -> APIClient:
    client = APIClient()
    client.force_login(alva)
    return client


@pytest.fixture
def person_stream() -> Callable[[User], list[str]]:
    """The types of what happened to a person, in order."""

    def types(person: User) -> list[str]:
        return [entry.type for entry in Entry.objects.of_stream(f"person:{person.id}")]

    return types


@pytest.fixture
def limits_on(settings: Settings) -> None:
    """The limits of production."""
    settings.RATE_LIMITS = True
