"""The hub of one process: reads the journal once, and hands each entry to every socket that may hear it.

The row is the truth and the nudge a hint: next in line is sent, old is dropped, a gap is read from the
table, and a look at the heads every two seconds heals a lost nudge.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import Error as DatabaseFailed

from live import frames, reading
from live.connection import Connection
from live.doorkeeper import Doorkeeper
from live.ear import Ear
from live.frames import Message
from live.line import Line
from live.reading import EMPTY, Head
from live.threads import Threads
from live.together import Together

logger = logging.getLogger(__name__)
LOOK_EVERY = 2.0
# Two readers are enough for what happens; the doors have more, because commands wait for row locks.
READERS = 2
DOORS = 8

Heard = Callable[[str, str, int], None]


class Hub:
    """Lines and the people who listen to them. Lives in one event loop, which alone touches it."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self.delivery = Threads(READERS, "live-delivery")
        self.doors = Threads(DOORS, "live-doors")
        self.together = Together(self.doors, self.spawn)
        self.doorkeeper = Doorkeeper(self)
        self.ear = Ear(settings.REDIS_URL, heard=self.heard, typed=self.typed, reconnected=self.look_soon)
        self.other_logs: dict[str, Heard] = {}
        self.other_looks: list[Callable[[], Awaitable[None]]] = []
        self._pages: dict[tuple[str, int], asyncio.Task[list[Message]]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._look_soon = asyncio.Event()

    def start(self) -> None:
        """Begin to listen and to look."""
        self.spawn(self.ear.listen())
        self.spawn(self._keep_looking())
        self.doorkeeper.start()

    async def stop(self) -> None:
        """End every task and let go of the database."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for threads in (self.delivery, self.doors):
            await asyncio.to_thread(threads.close)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside; it ends with the hub."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            logger.error("A task of the hub failed.", exc_info=task.exception())

    def hears_log(self, kind: str, heard: Heard, look: Callable[[], Awaitable[None]]) -> None:
        """Let another log than the journal take part: by nudges for `kind:<id>`, and a look every 2 s."""
        self.other_logs[kind] = heard
        self.other_looks.append(look)

    # Lines --------------------------------------------------------------------------------------

    async def hold(self, keys: Iterable[str]) -> dict[str, Line]:
        """Keep these streams in sight until `release`, from where they stand now. Raises DatabaseFailed."""
        lines = {key: self.lines.setdefault(key, Line(key)) for key in keys}
        for line in lines.values():
            line.holders += 1
        unknown = [key for key, line in lines.items() if not line.is_known]
        if unknown:
            try:
                heads = await self.doors.run(reading.heads, unknown)
            except BaseException:
                self.release(lines.values())
                raise
            for key in unknown:
                self._begin(lines[key], heads.get(key, EMPTY))
        return lines

    def _begin(self, line: Line, head: Head) -> None:
        if line.is_known:
            return
        line.begin(head)
        if line.is_behind:  # a nudge came while the head was being read
            self._pump(line)

    def release(self, lines: Iterable[Line]) -> None:
        """The opposite of `hold`: a line that nobody holds is forgotten."""
        for line in lines:
            line.holders -= 1
            if not line.holders and self.lines.get(line.key) is line:
                del self.lines[line.key]

    def leave(self, connection: Connection, key: str) -> None:
        """Stop following a stream, if the connection does."""
        place = connection.places.pop(key, None)
        if place is not None:
            place.line.listeners.pop(connection, None)
            self.release([place.line])

    # Hearing and looking --------------------------------------------------------------------------

    def heard(self, stream: str, epoch: str, seq: int) -> None:
        """Take a nudge: a log has reached `seq`."""
        line = self.lines.get(stream)
        if line is None:
            other = self.other_logs.get(stream.partition(":")[0])
            if other is not None:
                other(stream, epoch, seq)
        elif not line.is_known:
            line.wanted = max(line.wanted, seq)
        elif epoch == line.epoch or line.epoch is None:
            self.judge(line, Head(epoch, max(seq, line.delivered)))
        else:
            self.spawn(self._judge_anew(line))

    def typed(self, news: dict[str, Any]) -> None:
        """Tell those who follow a room that somebody else types in it."""
        line = self.lines.get(f"room:{news['room']}")
        if line is None:
            return
        message = frames.message({"frame": "typing", "stream": line.key, **news})
        for listener in line.listeners:
            if str(listener.person.id) != news["person"]["id"]:
                listener.offer(message)

    def look_soon(self) -> None:
        """Look at the heads now: nudges may have been lost."""
        self._look_soon.set()

    async def _keep_looking(self) -> None:
        while True:
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._look_soon.wait()
            except TimeoutError:
                pass
            self._look_soon.clear()
            looks = [look() for look in (self._look, *self.other_looks)]
            for failure in await asyncio.gather(*looks, return_exceptions=True):
                if isinstance(failure, DatabaseFailed):
                    logger.warning("The heads can't be read: %s", failure)
                elif failure is not None:
                    logger.error("A look at the table failed.", exc_info=failure)

    async def _look(self) -> None:
        before = {key: line.head for key, line in self.lines.items() if line.is_known}
        if not before:
            return
        heads = await self.delivery.run(reading.heads, list(before))
        for key, head in before.items():
            line = self.lines.get(key)
            if line is not None and line.head == head:  # else it has moved since, and needs no look
                self.judge(line, heads.get(key, EMPTY))

    def judge(self, line: Line, head: Head) -> None:
        """Compare a line with where its stream stands: go on, or start from another place."""
        if head == line.head:
            return
        if line.epoch is None:
            # From nothing to something is a continuation: the events name the epoch themselves.
            line.begin(Head(head.epoch, 0))
        if head.epoch == line.epoch and head.seq > line.delivered:
            line.wanted = max(line.wanted, head.seq)
            self._pump(line)
        elif head != line.head:
            line.restart(head)

    async def _judge_anew(self, line: Line) -> None:
        before = line.head
        heads = await self.delivery.run(reading.heads, [line.key])
        if line.head == before:
            self.judge(line, heads.get(line.key, EMPTY))

    # Delivering -----------------------------------------------------------------------------------

    def _pump(self, line: Line) -> None:
        if not line.is_pumping:
            line.is_pumping = True
            self.spawn(self._deliver(line))

    async def _deliver(self, line: Line) -> None:
        try:
            while line.is_behind and line.holders:
                messages = await self.delivery.run(reading.page, line.key, line.delivered)
                if messages and line.continues(messages[0]):
                    await self._hand_on(line, messages)
                else:
                    await self._mend(line)
        except DatabaseFailed as failure:
            logger.warning("%s can't be read: %s", line.key, failure)
        finally:
            line.is_pumping = False

    async def _hand_on(self, line: Line, messages: list[Message]) -> None:
        for message in messages:
            if not line.continues(message):
                return
            line.deliver(message)
            self.doorkeeper.noticed(line, message)
            if message is not messages[-1]:
                await asyncio.sleep(0)  # a long page to many must not hold up everything else

    async def _mend(self, line: Line) -> None:
        """What was read does not continue the line: its retention ended, or its history is another one."""
        head = (await self.delivery.run(reading.heads, [line.key])).get(line.key, EMPTY)
        if head == line.head:
            line.wanted = line.delivered
        else:
            line.restart(head)

    async def page(self, key: str, after: int) -> list[Message]:
        """A page for somebody who catches up; those who ask for the same at one time share one reading."""
        task = self._pages.get((key, after))
        if task is None:
            task = asyncio.create_task(self.doors.run(reading.page, key, after))
            self._pages[key, after] = task
            task.add_done_callback(lambda _: self._pages.pop((key, after), None))
        return await asyncio.shield(task)


_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def hub_here() -> Hub:
    """The hub of the running event loop, started when it is first asked for."""
    loop = asyncio.get_running_loop()
    hub = _hubs.get(loop)
    if hub is None:
        hub = _hubs[loop] = Hub()
        hub.start()
    return hub


async def close_hub_here() -> None:
    """Stop the hub of the running event loop, if it has one."""
    hub = _hubs.pop(asyncio.get_running_loop(), None)
    if hub is not None:
        await hub.stop()
