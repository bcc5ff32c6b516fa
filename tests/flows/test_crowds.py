"""Many who listen, some who do not read, some who shout: nobody else is held up."""

import asyncio
import time
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Any

import pytest

from backend import commands
from backend.ports import free_port
from tests.flows.crowd import Listener, pour
from tests.flows.people import AUTHORS, COORDINATOR, MEMBERS
from tests.flows.pests import Pests
from tests.flows.statements import Statements
from tests.flows.town import Town, insistently, post
from tests.live.harness import never_reading

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120, func_only=True)]
Room = dict[str, Any]
# As large as a message may be; so many fill what kernels keep, and more than may wait for one socket.
FAT = "🚚" * 19_000
MANY = 70
# Whoever goes on sending to a closed socket is reset by the kernel, and may lose the server's last word.
GOODBYE_LOST = 1006


def listeners_of(town: Town, room: Room, count: int, *, at: str = "proxy") -> list[Listener]:
    """So many who will follow the room, of four people."""
    tokens = [town.token(email) for email in AUTHORS]
    stream = f"room:{room['id']}"
    return [Listener(town.ports[at], tokens[number % 4], stream) for number in range(count)]


def test_who_never_reads_is_closed_and_whoever_reads_is_not_delayed(town: Town, fresh_room: Room) -> None:
    stream = f"room:{fresh_room['id']}"
    waits = []
    with town.feed(MEMBERS[0], at="live0") as reader, town.api(COORDINATOR) as api:
        reader.subscribe({stream: {"after": 0}})
        stuck = never_reading(town.feed(MEMBERS[1], at="live0"), stream)
        for number in range(1, MANY + 1):
            assert insistently(lambda: post(api, fresh_room, FAT)).status_code == 201
            began = time.monotonic()
            assert reader.seqs(1, stream) == [number]
            waits.append(time.monotonic() - began)

    assert stuck.closing() == 4508
    assert quantiles(waits, n=20)[-1] < 0.5
    seen = [frame["seq"] for frame in stuck.heard if frame["frame"] == "event"]
    stuck.held.close()
    stuck.resume()
    assert seen + stuck.seqs(MANY - len(seen)) == list(range(1, MANY + 1))
    stuck.close()


def test_a_hundred_sockets_cut_at_once_go_on_where_they_were(town: Town, fresh_room: Room) -> None:
    async def herd() -> float:
        crowd = listeners_of(town, fresh_room, 100)
        await asyncio.gather(*(one.open() for one in crowd))
        await asyncio.gather(*(one.hear_to(20) for one in crowd))
        for one in crowd:
            one.cut()
        await asyncio.to_thread(pour, town, fresh_room, 60)
        began = time.monotonic()
        await asyncio.gather(*(one.insist(80, until=began + 30) for one in crowd))
        took = time.monotonic() - began
        await asyncio.gather(*(one.close() for one in crowd))
        assert [one.heard for one in crowd] == [list(range(1, 81))] * 100
        return took

    pour(town, fresh_room, 20)

    assert asyncio.run(herd()) < 10


@pytest.mark.parametrize("listeners", [1, 50])
def test_an_event_costs_two_statements_however_many_listen(
    town: Town, fresh_room: Room, listeners: int
) -> None:
    async def costs() -> list[int]:
        crowd = listeners_of(town, fresh_room, listeners, at="live0")
        await asyncio.gather(*(one.open() for one in crowd))
        found = []
        with Statements(town, "live0") as statements, town.api(COORDINATOR) as api:
            for number in range(1, 5):
                statements.since_last_asked()
                await asyncio.to_thread(post, api, fresh_room, "Hej!")
                await asyncio.gather(*(one.hear_to(number) for one in crowd))
                found.append(len(statements.since_last_asked()))
        await asyncio.gather(*(one.close() for one in crowd))
        return found

    # The least of some: now and then it also asks who is still signed in.
    assert min(asyncio.run(costs())) == 2


@pytest.fixture
def strict(town: Town) -> Iterator[str]:
    """One more process, at which the limits of frames are on."""
    name = "strict"
    town.ports[name] = free_port()
    town.launches[name] = (commands.web(town.ports[name]), {"RATE_LIMITS": "on", "DB_POOL": "20"})
    town.revive(name)
    yield name
    town.kill(name)


async def delays(town: Town, room: Room, *, at: str, seconds: float) -> list[float]:
    """Post twenty times a second through one socket; how many seconds each post took to twenty listeners."""
    crowd = listeners_of(town, room, 20, at=at)
    for one in crowd:
        await one.open()
    sent, count = [], int(seconds * 20)
    start = town.sql("SELECT coalesce(max(number), 0) FROM messaging_message WHERE room_id = %s", room["id"])[
        0
    ][0]
    with town.feed(COORDINATOR, at=at) as author:
        hearing = asyncio.gather(*(one.hear_to(start + count) for one in crowd))
        for _turn in range(count):
            sent.append(time.monotonic())
            author.say("message.post", room=room["id"], body="Hör ni?")
            await asyncio.sleep(0.05)
        await hearing
    await asyncio.gather(*(one.close() for one in crowd))
    return [came - sent[number] for one in crowd for number, came in enumerate(one.came_at[-count:])]


def test_ten_megabytes_and_a_thousand_frames_a_second_delay_nobody_else(
    town: Town, fresh_room: Room, strict: str
) -> None:
    quiet = asyncio.run(delays(town, fresh_room, at=strict, seconds=4))
    with Pests(town.ports[strict], town.token(MEMBERS[2])) as pests:
        time.sleep(1)
        pestered = asyncio.run(delays(town, fresh_room, at=strict, seconds=4))

    before, during = (median(found) for found in (quiet, pestered))
    print(f"p50 of post to listener {before:.3f} s, with pests {during:.3f} s")  # noqa: T201 - for `pytest -rP`
    assert pests.codes.count(4529) > 2
    assert set(pests.codes) <= {4529, GOODBYE_LOST}
    assert during < max(1, 3 * before)
