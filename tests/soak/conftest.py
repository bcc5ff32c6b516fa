"""The town of the flows, with room for a thousand sockets."""

import resource
from collections.abc import Callable

import pytest

from tests.flows.conftest import flagship, fresh_room, town
from tests.flows.people import seated
from tests.flows.town import Town
from tests.guards import FILES

__all__ = ["flagship", "fresh_room", "town"]

Tell = Callable[[str], None]


@pytest.fixture(scope="session", autouse=True)
def _room_for_many_sockets() -> None:
    """We, and so everything that the town starts, may open as many files as tests.guards asks for."""
    most, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert most >= FILES, f"`ulimit -Hn` has to be at least {FILES}."


@pytest.fixture
def twenty(town: Town, flagship: str) -> list[str]:
    """The tokens of twenty people with a seat."""
    emails = [f"soaked{number}@stockholm.example" for number in range(20)]
    if not set(emails) & set(town.tokens):
        seated(town, flagship, *emails)
    return [town.token(email) for email in emails]


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    """Print a figure where the person at the terminal sees it, whatever comes of the test."""

    def told(words: str) -> None:
        with capsys.disabled():
            print(f"\n  {words}", end="", flush=True)  # noqa: T201 - a soak is run for its figures

    return told
