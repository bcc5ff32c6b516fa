"""A client of a document's socket of a few lines, which says exactly what a test wants said."""

from contextlib import ExitStack
from typing import Any, Self
from uuid import UUID

from pycrdt import write_message, write_var_uint
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from backend.ports import LOOPBACK
from documents.yjs import Reader
from tests.factories.documents import Pen
from tests.live.harness import PATIENCE, wait_until

SYNC, AWARENESS, AUTH = 0, 1, 2
Shown = tuple[int, int, str]


def update_message(update: bytes) -> bytes:
    """A sync message with an update."""
    return bytes([SYNC, 2]) + write_message(update)


def awareness_message(*shown: Shown) -> bytes:
    """An awareness message: client ids, clocks and JSON."""
    parts = [
        write_var_uint(client) + write_var_uint(clock) + write_message(state.encode())
        for client, clock, state in shown
    ]
    return bytes([AWARENESS]) + write_message(write_var_uint(len(parts)) + b"".join(parts))


class WiredPen(Pen):
    """A Yjs document on a socket, synced by hand; remembers who was shown and what was denied."""

    def __init__(self, port: int, document: UUID, token: str, *, client_id: int | None = None) -> None:
        super().__init__(client_id)
        self.url = f"ws://{LOOPBACK}:{port}/ws/documents/{document}"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.held = ExitStack()
        self.shown: list[Shown] = []
        self.denied: list[str] = []
        self.steps: list[int] = []

    def __enter__(self) -> Self:
        socket = connect(self.url, additional_headers=self.headers, compression=None, max_size=None)
        self.socket: ClientConnection = self.held.enter_context(socket)
        return self

    def __exit__(self, *_error: object) -> None:
        self.held.close()

    def sync(self) -> Self:
        """Ask for what there is, and take it in."""
        self.say(bytes([SYNC, 0]) + write_message(self.doc.get_state()))
        wait_until(lambda: self.listen() and 1 in self.steps)
        return self

    def say(self, data: bytes | str) -> None:
        """Send one frame."""
        self.socket.send(data)

    def push(self) -> None:
        """Send what was written."""
        while self.unsent:
            self.say(update_message(self.unsent.pop(0)))

    def listen(self, timeout: float = PATIENCE) -> bool:
        """Take in one frame."""
        data = self.socket.recv(timeout=timeout)
        assert isinstance(data, bytes)
        reader = Reader(data)
        kind = reader.uint()
        if kind == SYNC:
            self.steps.append(reader.uint())
            if self.steps[-1]:
                self.hear(reader.octets())
        elif kind == AWARENESS:
            inner = Reader(reader.octets())
            self.shown += [(inner.uint(), inner.uint(), inner.text()) for _ in range(inner.uint())]
        else:
            reader.uint()
            self.denied.append(reader.text())
        return True

    def until(self, holds: Any) -> None:
        """Take frames in until something holds."""
        wait_until(lambda: holds() or not self.listen())

    def closing(self) -> tuple[int, str]:
        """Read to the end: code and reason of the server's close."""
        close = None
        try:
            while True:
                self.listen()
        except ConnectionClosed as end:
            close = end.rcvd
        assert close is not None, "The connection was cut without a close."
        return close.code, close.reason
