"""Ending well: before the server cuts its sockets it tells each client when to come back.

Uvicorn closes every socket with 1012 as soon as it is told to stop, and asks the application only later.
So we hear the signal first, say goodbye, and hand it on.
"""

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from live import frames
from live.connection import RESTARTING
from live.hub import Hub

SIGNALS = (signal.SIGTERM, signal.SIGINT)
# Milliseconds over which clients spread their return: at least, per connection, and at most.
SHORTEST, EACH, LONGEST = 2_000, 10, 30_000

Handler = Callable[[int, FrameType | None], Any]


def say_goodbye(hub: Hub) -> None:
    """Close every connection with the window in which to come back, at a random moment of it."""
    connections = [one for person in hub.doorkeeper.people.values() for one in person.connections]
    window = min(LONGEST, SHORTEST + EACH * len(connections))
    message = frames.message({"frame": "restarting", "retry_ms": window})
    for connection in connections:
        connection.offer(message)
        connection.close(RESTARTING, f"retry={window}")


def hear_signals(hub: Hub) -> None:
    """Say goodbye when the process is told to stop, before the handler that is there now is called."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        before = signal.getsignal(number)
        if callable(before):
            signal.signal(number, _handler(hub, loop, before))


def _handler(hub: Hub, loop: asyncio.AbstractEventLoop, before: Handler) -> Handler:
    def handle(number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(end, number)

    def end(number: int) -> None:
        try:
            say_goodbye(hub)
        finally:
            before(number, None)

    return handle
