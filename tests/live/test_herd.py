"""Everybody comes back at once, and everybody goes on within seconds."""

import asyncio
import json
import time
from typing import Any

import pytest
from websockets.asyncio.client import connect

from backend.ports import LOOPBACK
from tests.cast import Cast
from tests.live.conftest import Post
from tests.live.harness import Server, token_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

HERD = 200


async def _resumed(port: int, token: str, streams: dict[str, Any], last: int) -> list[int]:
    url, headers = f"ws://{LOOPBACK}:{port}/ws/feed/", {"Authorization": f"Bearer {token}"}
    seen: list[int] = []
    async with connect(url, additional_headers=headers, compression=None, open_timeout=30) as socket:
        await socket.send(json.dumps({"do": "subscribe", "ref": 1, "streams": streams}))
        while not seen or seen[-1] < last:
            frame = json.loads(await asyncio.wait_for(socket.recv(), 30))
            if frame["frame"] == "event":
                seen.append(frame["seq"])
    return seen


def test_two_hundred_sockets_cut_at_once_all_go_on_where_they_were(
    server: Server, cast: Cast, post: Post, stream: str
) -> None:
    tokens = [token_of(cast.people[name]) for name in ("goteborg", "stockholm", "orebro", "aalborg", "turku")]
    post(*(str(number) for number in range(30)))
    began = time.monotonic()

    async def herd() -> list[list[int]]:
        start = {stream: {"epoch": None, "after": 0}}
        comers = [_resumed(server.port, tokens[n % len(tokens)], start, 30) for n in range(HERD)]
        return await asyncio.gather(*comers)

    heard = asyncio.run(herd())

    assert heard == [list(range(1, 31))] * HERD
    assert time.monotonic() - began < 20
