"""A running server, and clients for the cast."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.cast import Cast
from tests.live.harness import Client, Server, served, token_of

Listen = Callable[..., Client]


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
