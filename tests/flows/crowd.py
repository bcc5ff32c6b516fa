"""Many who speak at once, and many who listen at once: what a busy room is made of."""

import asyncio
import json
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from backend.ports import LOOPBACK
from tests.flows.people import AUTHORS
from tests.flows.town import Town
from tests.live.harness import Client

Room = dict[str, Any]
# Seconds in which the next event has to come, and in which a socket has to open, on a busy machine.
PATIENCE = 30.0
# Posts that one author has sent without having been answered yet.
UNDER_WAY = 10


def pour(town: Town, room: Room, count: int, *, at: str = "proxy") -> dict[int, str]:
    """Let four people post so many messages over sockets, all at once, with some under way at any time.

    Returns what was acknowledged: the words by their number.
    """

    def poured(index: int) -> dict[int, str]:
        with town.feed(AUTHORS[index], at=at) as author:
            turns = range(index, count, len(AUTHORS))
            return dict(_answers(author, room, [f"{turn} from {AUTHORS[index]}" for turn in turns]))

    with ThreadPoolExecutor(len(AUTHORS)) as threads:
        said = threads.map(poured, range(len(AUTHORS)))
        return {number: words for spoken in said for number, words in spoken.items()}


def _answers(author: Client, room: Room, lines: list[str]) -> Iterator[tuple[int, str]]:
    for turn, words in enumerate(lines):
        author.say("message.post", room=room["id"], body=words, key=str(uuid.uuid4()))
        if turn >= UNDER_WAY:
            yield _answer(author)
    for _rest in lines[-UNDER_WAY:]:
        yield _answer(author)


def _answer(author: Client) -> tuple[int, str]:
    frame = author.hear(PATIENCE)
    assert frame["frame"] == "reply", frame
    return frame["resource"]["number"], frame["resource"]["body"]


@dataclass
class Listener:
    """One socket among many that follows one stream, and goes on from where it stands when it comes back."""

    port: int
    token: str
    stream: str
    epoch: str | None = None
    heard: list[int] = field(default_factory=list)
    came_at: list[float] = field(default_factory=list)
    resyncs: int = 0
    socket: ClientConnection | None = None

    @property
    def stands_at(self) -> int:
        """The number of the last event."""
        return self.heard[-1] if self.heard else 0

    async def open(self) -> None:
        """Connect, and subscribe from where we stand."""
        headers = {"Authorization": f"Bearer {self.token}"}
        url = f"ws://{LOOPBACK}:{self.port}/ws/feed/"
        self.socket = await connect(
            url, additional_headers=headers, compression=None, open_timeout=PATIENCE, proxy=None
        )
        cursor = {"epoch": self.epoch, "after": self.stands_at}
        await self.socket.send(json.dumps({"do": "subscribe", "ref": 1, "streams": {self.stream: cursor}}))

    async def hear(self) -> None:
        """Take the next frame. Raises ConnectionClosed, TimeoutError."""
        assert self.socket is not None
        frame = json.loads(await asyncio.wait_for(self.socket.recv(), PATIENCE))
        if frame["frame"] == "reply":
            self.epoch = frame["streams"][self.stream]["epoch"]
        elif frame["frame"] == "event":
            self.heard.append(frame["seq"])
            self.came_at.append(time.monotonic())
        elif frame["frame"] == "resync":
            # A stream in which nothing had happened has got its epoch.
            self.epoch, self.resyncs = frame["epoch"], self.resyncs + bool(self.heard)

    async def hear_to(self, last: int) -> None:
        """Listen until this event has come."""
        while self.stands_at < last:
            await self.hear()

    async def insist(self, last: int, *, until: float) -> None:
        """Listen until this event has come, coming back at once whenever the connection is lost."""
        while self.stands_at < last:
            assert time.monotonic() < until, f"{self.stands_at} of {last}"
            with suppress(ConnectionClosed, OSError, TimeoutError):
                if self.socket is None:
                    await self.open()
                await self.hear_to(last)
                return
            await self.close()
            await asyncio.sleep(0.2)

    def cut(self) -> None:
        """Lose the connection as in a tunnel: nobody says goodbye."""
        if self.socket is not None:
            self.socket.transport.abort()
            self.socket = None

    async def close(self) -> None:
        """Go away."""
        if self.socket is not None:
            await self.socket.close()
            self.socket = None


async def settle(count: int, work: Any) -> list[Any]:
    """Do something for each of so many, but with no more than fifty at once."""
    gate = asyncio.Semaphore(50)

    async def one(index: int) -> Any:
        async with gate:
            return await work(index)

    return await asyncio.gather(*(one(index) for index in range(count)))
