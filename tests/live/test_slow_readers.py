"""Somebody who does not read is closed, and nobody else waits for them."""

import asyncio
import json
import time
from statistics import median
from typing import Any

import pytest

from live.outlet import MOST_WAITING, NOT_READING, Outlet
from tests.cast import Cast
from tests.live.conftest import Listen, Post
from tests.live.harness import Client, Server, never_reading, token_of
from tests.live.hubs import hub_of

pytestmark = pytest.mark.django_db(transaction=True)

FAT = "å" * 19_000
# More of them than any kernel keeps for a socket whose peer does not read.
MOST_FAT = 300


def _is_closed(server: Server, cast: Cast, name: str) -> bool:
    """Has the server given somebody up?"""
    person = hub_of(server).doorkeeper.people.get(cast.people[name].pk)
    return person is None or all(connection.closed for connection in person.connections)


def test_a_client_that_never_reads_is_closed_and_others_are_not_delayed(
    cast: Cast, server: Server, listen: Listen, post: Post, stream: str
) -> None:
    aalborg = listen("aalborg")
    aalborg.subscribe([stream])
    stuck = never_reading(Client(server, token_of(cast.people["orebro"])), stream)
    waits: list[float] = []

    while not _is_closed(server, cast, "orebro"):
        post(FAT)
        began = time.monotonic()
        assert aalborg.seqs(1) == [len(waits) + 1]
        waits.append(time.monotonic() - began)
        assert len(waits) < MOST_FAT

    assert stuck.closing() == 4508
    assert median(waits) < 0.5


def test_whoever_was_closed_for_not_reading_goes_on_where_they_stand(
    cast: Cast, server: Server, post: Post, stream: str
) -> None:
    stuck = never_reading(Client(server, token_of(cast.people["orebro"])), stream)
    posted = 0
    while not _is_closed(server, cast, "orebro"):
        post(FAT)
        posted += 1
    assert stuck.closing() == 4508

    seen = [frame["seq"] for frame in stuck.heard if frame["frame"] == "event"]
    stuck.held.close()
    stuck.resume()

    assert seen + stuck.seqs(posted - len(seen)) == list(range(1, posted + 1))


class Peer:
    """The server's side of a connection whose peer reads only while `reads` is set."""

    def __init__(self) -> None:
        self.reads = asyncio.Event()
        self.sent: list[dict[str, Any]] = []
        self.was_cut = False

    async def send(self, message: dict[str, Any]) -> None:
        """Take a message once the peer reads."""
        await self.reads.wait()
        self.sent.append(message)

    def cut(self) -> None:
        """Note that the connection was dropped."""
        self.was_cut = True


def _texts(*numbers: int) -> list[dict[str, Any]]:
    return [{"type": "websocket.send", "text": json.dumps(number)} for number in numbers]


async def test_what_waits_for_a_slow_reader_keeps_its_order() -> None:
    peer = Peer()
    outlet = Outlet(peer.send, peer.cut)
    messages = _texts(*range(5))

    for message in messages[:3]:
        outlet.offer(message)
    assert outlet.is_backed_up
    peer.reads.set()
    await outlet.drained()
    for message in messages[3:]:
        outlet.offer(message)

    assert peer.sent == messages
    assert not outlet.is_backed_up


async def test_what_waits_of_a_stream_that_was_revoked_is_not_sent_late() -> None:
    peer = Peer()
    outlet = Outlet(peer.send, peer.cut)
    messages = [{**message, "stream": "ab"[number % 2]} for number, message in enumerate(_texts(*range(6)))]
    for message in messages:
        outlet.offer(message)

    outlet.forget("b")
    peer.reads.set()
    await outlet.drained()

    assert peer.sent == [messages[0], messages[2], messages[4]]


async def test_a_reader_that_keeps_up_costs_no_task() -> None:
    peer = Peer()
    peer.reads.set()
    outlet = Outlet(peer.send, peer.cut)
    before = asyncio.all_tasks()

    for message in _texts(*range(100)):
        outlet.offer(message)

    assert len(peer.sent) == 100
    assert asyncio.all_tasks() == before


async def test_a_reader_for_whom_too_much_waits_is_closed_as_not_reading() -> None:
    peer = Peer()
    outlet = Outlet(peer.send, peer.cut)

    for message in _texts(*range(MOST_WAITING + 2)):
        outlet.offer(message)

    assert outlet.closed
    peer.reads.set()
    await asyncio.sleep(0.01)
    assert peer.sent[-1] == {"type": "websocket.close", "code": NOT_READING, "reason": "not reading"}


async def test_a_reader_that_takes_nothing_for_long_is_closed_and_at_last_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("live.outlet.PATIENCE", 0.05)
    monkeypatch.setattr("live.outlet.GRACE", 0.05)
    peer = Peer()
    outlet = Outlet(peer.send, peer.cut)

    outlet.offer(*_texts(1))
    await asyncio.sleep(0.2)

    assert outlet.closed
    assert peer.was_cut
    assert peer.sent == []


async def test_a_peer_that_is_gone_is_noticed_and_costs_nothing() -> None:
    class Gone(Peer):
        async def send(self, message: dict[str, Any]) -> None:
            """Fail as a socket without a peer does."""
            raise ConnectionResetError

    peer = Gone()
    outlet = Outlet(peer.send, peer.cut)

    outlet.offer(*_texts(1))
    outlet.close(1000)

    assert outlet.closed
