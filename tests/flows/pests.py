"""Clients that do what no client should, in a process of their own: they cost other clients nothing.

`python -m tests.flows.pests PORT TOKEN`: one sends frames of ten megabytes, the other a thousand frames
a second; whenever they are closed they come again, after a moment.
"""

import asyncio
import json
import subprocess
import sys
from contextlib import suppress
from typing import Self

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

TEN_MEGABYTES = "x" * 10_000_000
PING = json.dumps({"do": "ping"})


class Pests:
    """Inside a `with`, the pests are at it; `codes` tells afterwards how each connection ended."""

    def __init__(self, port: int, token: str) -> None:
        self.command = [sys.executable, "-m", "tests.flows.pests", str(port), token]
        self.codes: list[int] = []

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_error: object) -> None:
        told, _ = self.process.communicate(b"\n", timeout=20)
        self.codes = [int(word) for word in told.split()]


def _tell(code: int | None) -> None:
    sys.stdout.write(f"{code}\n")
    sys.stdout.flush()


async def _send_much(url: str, headers: dict[str, str]) -> None:
    async with connect(url, additional_headers=headers, compression=None, proxy=None) as socket:
        await socket.send(TEN_MEGABYTES)
        await socket.wait_closed()
        _tell(socket.close_code)


async def _send_often(url: str, headers: dict[str, str]) -> None:
    async with connect(url, additional_headers=headers, compression=None, proxy=None) as socket:
        with suppress(ConnectionClosed):
            while True:
                for _frame in range(20):
                    await socket.send(PING)
                await asyncio.sleep(0.02)
        _tell(socket.close_code)


async def _again_and_again(url: str, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}

    async def repeat(pester: object) -> None:
        while True:
            await pester(url, headers)  # type: ignore[operator]
            await asyncio.sleep(0.5)

    over = asyncio.to_thread(sys.stdin.readline)
    pests = [asyncio.create_task(repeat(pester)) for pester in (_send_much, _send_often)]
    await over
    for pest in pests:
        pest.cancel()
    await asyncio.gather(*pests, return_exceptions=True)


if __name__ == "__main__":
    port, token = sys.argv[1:]
    asyncio.run(_again_and_again(f"ws://127.0.0.1:{port}/ws/feed/", token))
