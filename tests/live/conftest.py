"""A running server, and clients for the cast."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from messaging.models import Room
from messaging.services import post_message
from tests.cast import Cast
from tests.live.harness import Client, Server, served, token_of

Listen = Callable[..., Client]
Post = Callable[..., None]


@pytest.fixture
def server(transactional_db: Any) -> Iterator[Server]:
    """Sockets and HTTP on a free port, with the test's database."""
    yield from served()


@pytest.fixture
def listen(server: Server, cast: Cast) -> Iterator[Listen]:
    """Open a feed as one of the cast: `listen("orebro")`; all are closed at the end."""
    with ExitStack() as opened:

        def open_feed(name: str, *scopes: str) -> Client:
            client = Client(server, token_of(cast.people[name], *scopes))
            return opened.enter_context(client)

        yield open_feed


@pytest.fixture
def stream(room: Room) -> str:
    """The stream of the room that the whole network sees."""
    return f"room:{room.pk}"


@pytest.fixture
def post(cast: Cast, room: Room) -> Post:
    """Post to the room as the coordinator does elsewhere: `post("Hej!")`."""

    def post_as_coordinator(*bodies: str) -> None:
        for body in bodies:
            post_message(cast.actor("goteborg"), room=room, body=body)

    return post_as_coordinator
