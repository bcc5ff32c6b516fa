"""One stream in this process: how far it has been handed on, and to whom."""

from typing import TYPE_CHECKING

from live import frames
from live.frames import Message
from live.reading import Head

if TYPE_CHECKING:
    from live.connection import Connection


class Line:
    """The stream `key`, handed on up to `delivered` in `epoch` to each of `listeners`.

    A listener's number is where it joined: what is at or below it was read from the table before.
    `wanted` is the highest number that a nudge or a look has told of; `holders` counts who still
    needs the line, whether they listen already or are catching up.
    """

    __slots__ = ("delivered", "epoch", "holders", "is_known", "is_pumping", "key", "listeners", "wanted")

    def __init__(self, key: str) -> None:
        self.key = key
        self.epoch: str | None = None
        self.delivered = 0
        self.wanted = 0
        self.holders = 0
        self.is_known = False
        self.is_pumping = False
        self.listeners: dict[Connection, int] = {}

    @property
    def head(self) -> Head:
        """Where the line stands."""
        return Head(self.epoch, self.delivered)

    @property
    def is_behind(self) -> bool:
        """Is there more in the table than was handed on?"""
        return self.is_known and self.wanted > self.delivered

    def begin(self, head: Head) -> None:
        """Start from where the stream stands in the table."""
        self.epoch, self.delivered = head
        self.is_known = True

    def continues(self, message: Message) -> bool:
        """Is this the very next entry of the same history?"""
        return (message["epoch"], message["seq"]) == (self.epoch, self.delivered + 1)

    def deliver(self, message: Message) -> None:
        """Hand the next entry on. Nothing here waits: a listener that is slow keeps its own queue."""
        seq = self.delivered = message["seq"]
        wire = message["wire"]
        for listener, joined_at in self.listeners.items():
            if joined_at < seq:
                listener.push(message, wire)

    def restart(self, head: Head) -> None:
        """Go on from another place, because the history is not a continuation of what was handed on."""
        self.begin(head)
        self.wanted = head.seq
        message = frames.placed("resync", self.key, head.epoch, head.seq)
        for listener in self.listeners:
            self.listeners[listener] = head.seq
            listener.offer(message)
