"""Browsers without JavaScript, signed in as one of the cast."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast

Browser = Callable[[str], Client]


@pytest.fixture
def browser(cast: Cast) -> Browser:
    """A browser in which somebody of the cast, named by their city, is signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.people[name])
        return client

    return signed_in


@pytest.fixture
def client() -> Client:
    """A visitor's browser, which asks for English."""
    return visitor()


def visitor() -> Client:
    """A browser in which nobody is signed in, and which asks for English."""
    return Client(headers={"Accept-Language": "en"})


def text_of(response: Any) -> str:
    """The page as text."""
    return str(response.content.decode())
