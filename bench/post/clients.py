"""Clients in a closed loop on one thread: each says its next post when its last one is answered."""

import selectors
import time
from dataclasses import dataclass, field

from bench.machine import BrokenError
from bench.post.doors import Door

PATIENCE = 20.0


@dataclass(slots=True)
class Tally:
    """What a round took: by number the ns when a post was sent, and the ns to each answer."""

    seconds: float = 0
    generator_us: float = 0
    waits: list[int] = field(default_factory=list)
    asked: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Posts answered in a second."""
        return len(self.waits) / self.seconds


class Clients:
    """Connections through one door, kept for several rounds."""

    def __init__(self, door: Door, many: int) -> None:
        """Connect them."""
        self.door = door
        self.number = 0
        self.sockets = [door.connect(client) for client in range(many)]
        self.heard = [b""] * many
        self.selector = selectors.DefaultSelector()
        for client, connection in enumerate(self.sockets):
            self.selector.register(connection, selectors.EVENT_READ, client)

    def for_seconds(self, seconds: float) -> Tally:
        """Post as fast as answers come."""
        tally, cpu, began = Tally(), time.thread_time(), time.monotonic()
        asked = [self._ask(client, tally) for client in range(len(self.sockets))]
        while any(asked):
            for client in self._answered():
                tally.waits.append(time.monotonic_ns() - asked[client])
                goes_on = time.monotonic() - began < seconds
                asked[client] = self._ask(client, tally) if goes_on else 0
        tally.seconds = time.monotonic() - began
        tally.generator_us = (time.thread_time() - cpu) * 1e6
        return tally

    def paced(self, posts: int, gap: float) -> Tally:
        """One post from the first client each `gap` seconds."""
        tally, began = Tally(), time.monotonic()
        for index in range(posts):
            time.sleep(max(0.0, began + index * gap - time.monotonic()))
            asked = self._ask(0, tally)
            while not self._answered():
                pass
            tally.waits.append(time.monotonic_ns() - asked)
        tally.seconds = time.monotonic() - began
        return tally

    def close(self) -> None:
        """Drop the connections."""
        self.selector.close()
        for connection in self.sockets:
            connection.close()

    def _ask(self, client: int, tally: Tally) -> int:
        self.number += 1
        tally.asked[self.number] = now = time.monotonic_ns()
        self.sockets[client].sendall(self.door.ask(client, self.number))
        return now

    def _answered(self) -> list[int]:
        """The clients whose answer has arrived, after waiting for something to arrive."""
        events = self.selector.select(PATIENCE)
        if not events:
            raise BrokenError("The server does not answer.")
        return [key.data for key, _ in events if self._hear(key.data)]

    def _hear(self, client: int) -> bool:
        got = self.sockets[client].recv(1 << 16)
        if not got:
            raise BrokenError("The server ended a poster's connection.")
        self.heard[client] += got
        size, is_answer = self.door.first(self.heard[client])
        while size and not is_answer:
            self.heard[client] = self.heard[client][size:]
            size, is_answer = self.door.first(self.heard[client])
        self.heard[client] = self.heard[client][size:]
        return is_answer
