"""Posts that wait for one room are written together.

While one post into a room is being written, others would queue for the room's row: each with a thread, a
round trip and a commit of its own. They wait here instead, and then go in one statement. A room in which
one person at a time speaks knows nothing of this.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

from live.commands import Answer, carry_out
from live.frames import Frame
from live.posts import carry_out_posts
from live.standing import Standing
from live.threads import Threads

# So many go in one statement, whose row locks others wait for.
MOST = 50


class Turn(NamedTuple):
    """A post that waits, and where its answer goes."""

    standing: Standing
    frame: Frame
    answer: "asyncio.Future[Answer]"


class Together:
    """The posts of one process that are being written or wait. Lives in the hub's event loop."""

    def __init__(self, doors: Threads, spawn: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        """`doors` do the work; `spawn` runs a coroutine beside, until the hub ends."""
        self._doors = doors
        self._spawn = spawn
        # Who waits for each room that is being written into.
        self._waiting: dict[str, list[Turn]] = {}

    async def post(self, standing: Standing, frame: Frame) -> Answer:
        """Do what a `message.post` frame says. Raises what `carry_out` raises."""
        room = str(frame.get("room"))
        if room in self._waiting:
            turn = Turn(standing, frame, asyncio.get_running_loop().create_future())
            self._waiting[room].append(turn)
            return await turn.answer
        self._waiting[room] = []
        try:
            return await self._doors.run(carry_out, standing, frame)
        finally:
            self._let_in(room)

    def _let_in(self, room: str) -> None:
        waiting = self._waiting.pop(room)
        if waiting:
            self._waiting[room] = waiting[MOST:]
            self._spawn(self._write(room, waiting[:MOST]))

    async def _write(self, room: str, turns: list[Turn]) -> None:
        try:
            asked = [(turn.standing, turn.frame) for turn in turns]
            for turn, answer in zip(turns, await self._doors.run(carry_out_posts, asked), strict=True):
                _give(turn, answer)
        except Exception as failure:  # noqa: BLE001 - each of those who wait is told, at the socket's door
            for turn in turns:
                _give(turn, failure)
        finally:
            for turn in turns:
                turn.answer.cancel()  # of those that nobody answered: the hub ends
            self._let_in(room)


def _give(turn: Turn, answer: Answer | Exception) -> None:
    """Hand over the answer, unless the socket is gone or has one."""
    if turn.answer.done():
        return
    if isinstance(answer, Exception):
        turn.answer.set_exception(answer)
    else:
        turn.answer.set_result(answer)
