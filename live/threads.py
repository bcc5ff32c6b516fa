"""Threads that ask the database for the event loop: few, and each with a healthy connection."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from threading import Barrier, BrokenBarrierError
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections

P = ParamSpec("P")
R = TypeVar("R")
# Seconds that closing waits for threads which are still busy.
FAREWELL = 3.0


class Threads:
    """A bounded pool. What waits for a lock in one pool does not hold up another."""

    def __init__(self, size: int, name: str) -> None:
        self._size = size
        self._pool = ThreadPoolExecutor(size, thread_name_prefix=name)

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the function in one of the threads. Raises what it raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, partial(_connected, function, *args, **kwargs))

    def close(self) -> None:
        """Let go of the connections and end the threads; what still runs ends by itself."""
        everybody = Barrier(self._size)
        wait([self._pool.submit(_let_go, everybody) for _ in range(self._size)], timeout=FAREWELL + 1)
        self._pool.shutdown(wait=False, cancel_futures=True)


def _connected(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call it with the thread's own connection, which lives now and is not used again if the call fails."""
    for connection in connections.all(initialized_only=True):
        if not connection.is_usable():
            connection.close()
    try:
        return function(*args, **kwargs)
    except BaseException:
        close_old_connections()
        raise


def _let_go(everybody: Barrier) -> None:
    """Close this thread's connection, and stay until each other thread has had its turn."""
    connections.close_all()
    try:
        everybody.wait(FAREWELL)
    except BrokenBarrierError:
        return
