"""One connection's way out: written at once while the peer reads, a bounded queue while it does not.

A plain loop of `await send()` would let one slow reader stall all. So each send is stepped once: it
nearly always ends in that step, and only one that has to wait becomes a task of its own.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import partial
from typing import Any

from live.frames import Message
from live.shortcut import Direct

Send = Callable[[Message], Coroutine[Any, Any, None]]

NOT_READING = 4508
# What may wait for a peer that does not read, beside what the kernel and the server hold already.
MOST_WAITING = 1000
MOST_BYTES = 1024 * 1024
# Seconds in which a peer has to take at least something, and in which it may still take the close.
PATIENCE = 15.0
GRACE = 30.0


class Outlet:
    """Sends without ever making the sender wait."""

    __slots__ = ("_bytes", "_cut", "_direct", "_send", "_task", "_waiting", "closed")

    def __init__(self, send: Send, cut: Callable[[], None], *, direct: Direct | None = None) -> None:
        """`cut` drops the connection, for a peer that does not even take a close.

        `direct` writes a frame's ready bytes if that can be done at once, and says whether it was.
        """
        self._send = send
        self._cut = cut
        self._direct = direct
        self._task: asyncio.Task[None] | None = None
        self._waiting: deque[Message] | None = None
        self._bytes = 0
        self.closed = False

    @property
    def is_backed_up(self) -> bool:
        """Does something wait because the peer does not read as fast as we write?"""
        return self._task is not None

    def offer(self, message: Message) -> None:
        """Send now or in turn. A peer for which too much waits is closed as not reading."""
        if self.closed:
            return
        if self._task is not None:
            self._keep(message)
            return
        rest = self._step(message)
        if rest is not None:
            self._waiting = deque()
            self._task = asyncio.create_task(self._drain(rest))

    def push(self, message: Message, wire: bytes) -> None:
        """The same for a message that many get, whose ready bytes are `wire`."""
        direct = self._direct
        if direct is None or self._task is not None or self.closed or not direct(wire):
            self.offer(message)

    async def drained(self) -> None:
        """Wait until nothing waits, or nothing will ever be sent again."""
        while self._task is not None and not self.closed:
            await asyncio.wait([self._task])

    def forget(self, stream: str) -> None:
        """Drop what waits of one stream: whoever lost access does not get it late."""
        if self._waiting is not None:
            kept = [message for message in self._waiting if message.get("stream") != stream]
            self._waiting = deque(kept)
            self._bytes = sum(len(message.get("text", "")) for message in kept)

    def close(self, code: int, reason: str = "") -> None:
        """Say goodbye after what was written so far; what only waited is dropped."""
        if self.closed:
            return
        self.closed = True
        self._waiting = None
        if self._task is not None:
            self._task.cancel()
        rest = self._step({"type": "websocket.close", "code": code, "reason": reason})
        self._task = None if rest is None else asyncio.create_task(self._end(rest))

    def _step(self, message: Message) -> Awaitable[None] | None:
        """Run the send to its first wait; what is left of it, or None if it is done."""
        sending = self._send(message)
        try:
            waited = sending.send(None)
        except StopIteration:
            return None
        except (OSError, RuntimeError):  # the peer is gone; receive() says so too
            self.closed = True
            return None
        return _Rest(sending, waited)

    def _keep(self, message: Message) -> None:
        if self._waiting is None:
            return
        self._waiting.append(message)
        self._bytes += len(message.get("text", ""))
        if len(self._waiting) > MOST_WAITING or self._bytes > MOST_BYTES:
            self.close(NOT_READING, "not reading")

    async def _drain(self, rest: Awaitable[None]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await rest
            while self._waiting:
                message = self._waiting.popleft()
                self._bytes -= len(message.get("text", ""))
                async with asyncio.timeout(PATIENCE):
                    await self._send(message)
        except TimeoutError:
            self._task = None
            self.close(NOT_READING, "not reading")
            return
        except (OSError, RuntimeError):
            self.closed = True
        self._waiting = self._task = None

    async def _end(self, rest: Awaitable[None]) -> None:
        try:
            async with asyncio.timeout(GRACE):
                await rest
        except TimeoutError:
            self._cut()
        except (OSError, RuntimeError):
            return


class _Rest:
    """A coroutine that was stepped by hand and now waits for `waited`, to be awaited to its end."""

    __slots__ = ("_sending", "_waited")

    def __init__(self, sending: Coroutine[Any, Any, None], waited: Any) -> None:
        self._sending = sending
        self._waited = waited

    def __await__(self) -> Generator[Any, Any, None]:
        waited = self._waited
        while True:
            try:
                value = yield waited
            except BaseException as error:  # noqa: BLE001 - handed on to the coroutine, cancellation included
                resume = partial(self._sending.throw, error)
            else:
                resume = partial(self._sending.send, value)
            try:
                waited = resume()
            except StopIteration:
                return
