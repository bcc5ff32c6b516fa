"""The feed under load, drops and kills for minutes: every listener has every event, in order, once."""

import asyncio
import os
import random
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from statistics import median, quantiles
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from tests.flows.crowd import Listener, settle
from tests.flows.people import AUTHORS, COORDINATOR
from tests.flows.town import Town, post
from tests.soak.conftest import Tell

pytestmark = [pytest.mark.soak, pytest.mark.timeout(900, func_only=True)]
Room = dict[str, Any]

SECONDS = int(os.environ.get("SOAK_SECONDS", "120"))
A_SECOND = 20
LISTENERS = 40
HERD = 1000


class Said:
    """What was said so far: when each number was sent, and whether more will be."""

    def __init__(self) -> None:
        self.sent_at: dict[int, float] = {}
        self.is_over = asyncio.Event()

    @property
    def last(self) -> int:
        """The number of the last message."""
        return len(self.sent_at)


async def speak(town: Town, room: Room, said: Said, seconds: int) -> None:
    """Post twenty times a second, by four people in turn through the proxy; each post is acknowledged."""
    apis = [town.api(email) for email in AUTHORS]
    start = time.monotonic()
    for turn in range(seconds * A_SECOND):
        await asyncio.sleep(max(0.0, start + turn / A_SECOND - time.monotonic()))
        sent_at = time.monotonic()
        answer = await asyncio.to_thread(post, apis[turn % 4], room, f"nr {turn}", str(uuid.uuid4()))
        assert answer.status_code == 201, answer.text
        said.sent_at[answer.json()["number"]] = sent_at
    said.is_over.set()
    for api in apis:
        api.close()


async def come_and_go(listener: Listener, said: Said, chance: random.Random) -> int:
    """Listen for some seconds, lose the connection, come back, until all was heard; how often it was lost."""
    drops = 0
    while not (said.is_over.is_set() and listener.stands_at >= said.last):
        with suppress(ConnectionClosed, OSError, TimeoutError):
            await listener.open()
            async with asyncio.timeout(chance.uniform(0.3, 6)):
                while not (said.is_over.is_set() and listener.stands_at >= said.last):
                    await listener.hear()
        listener.cut()
        drops += 1
        await asyncio.sleep(chance.uniform(0, 1.5))
    return drops


async def kill_valkey_twice(town: Town, seconds: int) -> None:
    """Kill it at a third and at two thirds of the time; it is away for five seconds each time."""
    for _time in range(2):
        await asyncio.sleep(seconds / 3)
        os.kill(town.valkey.running().pid, signal.SIGKILL)
        await asyncio.to_thread(town.valkey.running().wait)
        await asyncio.sleep(5)
        await asyncio.to_thread(town.valkey.start)


def test_forty_that_drop_and_resume_all_the_time_have_every_event_once_and_in_order(
    town: Town, fresh_room: Room, twenty: list[str], tell: Tell
) -> None:
    chance = random.Random(5)

    async def soak() -> tuple[Said, list[Listener], list[int]]:
        said = Said()
        crowd = [listener(town, twenty, fresh_room, number) for number in range(LISTENERS)]
        coming = asyncio.gather(*(come_and_go(one, said, random.Random(chance.random())) for one in crowd))
        await asyncio.gather(speak(town, fresh_room, said, SECONDS), kill_valkey_twice(town, SECONDS))
        return said, crowd, await coming

    said, crowd, drops = asyncio.run(soak())

    whole = list(range(1, SECONDS * A_SECOND + 1))
    assert sorted(said.sent_at) == whole
    assert [one.stream for one in crowd if one.heard != whole] == []
    assert [one.resyncs for one in crowd] == [0] * LISTENERS
    waits = [at - said.sent_at[seq] for one in crowd for seq, at in zip(one.heard, one.came_at, strict=True)]
    tell(f"{len(whole)} events to {LISTENERS} listeners, {sum(drops)} drops, Valkey killed twice")
    tell(f"post to listener, drops included: p50 {median(waits) * 1000:.0f} ms, p99 {_p99(waits):.2f} s")


def test_a_thousand_sockets_cut_at_once_come_back_with_everything_while_requests_are_answered(
    town: Town, fresh_room: Room, twenty: list[str], tell: Tell
) -> None:
    async def herd() -> tuple[list[Listener], list[float], list[float]]:
        crowd = [listener(town, twenty, fresh_room, number) for number in range(HERD)]
        await settle(HERD, lambda number: crowd[number].open())
        await said(20)
        await asyncio.gather(*(one.hear_to(20) for one in crowd))
        for one in crowd:
            one.cut()
        await said(20)
        with probes(town) as answered:
            began = time.monotonic()
            await asyncio.gather(*(one.insist(40, until=began + 120) for one in crowd))
        back = sorted(one.came_at[-1] - began for one in crowd)
        await said(1)
        await asyncio.gather(*(one.hear_to(41) for one in crowd))
        await settle(HERD, lambda number: crowd[number].close())
        return crowd, back, answered

    async def said(count: int) -> None:
        with town.api(COORDINATOR) as api:
            for _turn in range(count):
                await asyncio.to_thread(post, api, fresh_room, "Hej!")

    crowd, back, answered = asyncio.run(herd())

    assert {tuple(one.heard) for one in crowd} == {tuple(range(1, 42))}
    assert back[-1] < 60
    tell(f"{HERD} sockets cut at once, back with all they missed: half after {median(back):.1f} s, ")
    tell(f"all after {back[-1]:.1f} s; {len(answered)} other requests meanwhile answered: ")
    tell(f"p50 {median(answered) * 1000:.0f} ms, slowest {max(answered) * 1000:.0f} ms")
    assert max(answered) < 5


def listener(town: Town, tokens: list[str], room: Room, number: int) -> Listener:
    """One of a crowd, through the proxy."""
    return Listener(town.ports["proxy"], tokens[number % len(tokens)], f"room:{room['id']}")


@contextmanager
def probes(town: Town) -> Iterator[list[float]]:
    """Ask for a page of the API five times a second meanwhile; how long each answer took, in seconds."""
    took: list[float] = []
    over = threading.Event()

    def probe() -> None:
        with town.api(COORDINATOR) as api:
            while not over.wait(0.2):
                began = time.monotonic()
                status = api.get("networks/").status_code
                took.append(time.monotonic() - began if status == 200 else float("inf"))

    asking = threading.Thread(target=probe)
    asking.start()
    try:
        yield took
    finally:
        over.set()
        asking.join()


def _p99(values: list[float]) -> float:
    return quantiles(values, n=100)[-1]
