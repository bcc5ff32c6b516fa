"""What the hub costs and how it tidies up."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.utils import CursorWrapper

from journal import resources
from live import reading
from tests.cast import Cast
from tests.live.conftest import Listen, Post
from tests.live.harness import Client, Server, token_of, wait_until
from tests.live.hubs import hub_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that the server's threads make from here on, but for the looks at the heads."""
    made: list[str] = []
    execute = CursorWrapper.execute

    def counted(self: CursorWrapper, sql: Any, params: Any = None) -> Any:
        ours = threading.current_thread().name.startswith("live-")
        if ours and "journal_stream WHERE key = ANY" not in str(sql):
            made.append(str(sql))
        return execute(self, sql, params)

    monkeypatch.setattr(CursorWrapper, "execute", counted)
    return made


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many entries each rendering took."""
    made: list[int] = []
    resources_of = resources.resources_of

    def counted(entries: list[Any]) -> Any:
        made.append(len(entries))
        return resources_of(entries)

    monkeypatch.setattr("networks.entries.resources_of", counted)
    return made


@pytest.fixture
def crowd(server: Server, cast: Cast, stream: str, listeners: int) -> Iterator[list[Client]]:
    """So many sockets of a few people, all following the room."""
    tokens = [token_of(cast.people[name]) for name in ("goteborg", "stockholm", "orebro", "aalborg", "turku")]
    clients = [Client(server, tokens[number % len(tokens)]) for number in range(listeners)]
    for client in clients:
        client.open()
        client.subscribe([stream])
    yield clients
    for client in clients:
        client.close()


@pytest.mark.parametrize("listeners", [1, 200])
def test_an_event_costs_two_queries_and_one_rendering_however_many_listen(
    crowd: list[Client], post: Post, listeners: int, queries: list[str], renders: list[int]
) -> None:
    queries.clear()

    post("Hej!")
    assert {client.of_kind("event")["seq"] for client in crowd} == {1}

    assert len(queries) == 2
    assert renders == [1]


def test_when_everybody_has_left_nothing_is_kept(server: Server, listen: Listen, stream: str) -> None:
    here = hub_of(server)
    orebro = listen("orebro")
    orebro.subscribe("mine")
    assert stream in here.lines

    orebro.drop()

    wait_until(lambda: not here.doorkeeper.people)
    assert here.lines == {}


def test_a_socket_that_is_cut_in_the_middle_of_a_backlog_leaves_nothing(
    server: Server, listen: Listen, post: Post, stream: str
) -> None:
    post(*(str(number) for number in range(reading.PAGE + 50)))
    here = hub_of(server)
    orebro = listen("orebro")
    orebro.say("subscribe", streams={stream: {"epoch": None, "after": 0}})
    orebro.seqs(1)

    orebro.drop()

    wait_until(lambda: not here.doorkeeper.people and not here.lines)
