"""A real server in a thread, and a client of the feed of a few lines: what every test of sockets needs."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, Protocol, Self

import pytest
import uvicorn
from django.db import connections
from django.utils import timezone
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from accounts.models import User
from accounts.services import create_token
from backend.asgi import application
from backend.ports import LOOPBACK, free_port

Frame = dict[str, Any]
PATIENCE = 10.0


class Listening(Protocol):
    """Where a client connects to."""

    port: int


class Server:
    """uvicorn as production runs it, but in a thread. Can be stopped and started again on its port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.server: uvicorn.Server | None = None
        self.thread: threading.Thread | None = None

    @property
    def origin(self) -> str:
        """What a browser calls the place of our pages."""
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Serve, and wait until somebody is let in."""
        config = uvicorn.Config(
            application,
            host=LOOPBACK,
            port=self.port,
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            lifespan="on",
            log_level="warning",
            timeout_graceful_shutdown=1,
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, name="uvicorn")
        self.thread.start()
        wait_until(lambda: self.server is not None and self.server.started)

    def stop(self) -> None:
        """Stop as a restart does."""
        if self.server is not None and self.thread is not None:
            self.server.should_exit = True
            self.thread.join(PATIENCE)
            assert not self.thread.is_alive(), "The server does not stop."
        self.server = self.thread = None

    def restart(self) -> None:
        """Stop and start again."""
        self.stop()
        self.start()


class Client:
    """One client of the feed, signed in by token; remembers where it stands in each stream."""

    def __init__(
        self,
        server: Listening,
        token: str = "",
        *,
        path: str = "/ws/feed/",
        headers: dict[str, str] | None = None,
    ) -> None:
        self.server = server
        self.headers = {"Authorization": f"Bearer {token}"} if token else headers or {}
        self.path = path
        self.cursors: dict[str, Frame] = {}
        self.ref = 0
        self.socket: ClientConnection | None = None
        self.heard: list[Frame] = []
        self.held = ExitStack()

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def open(self) -> None:
        """Connect."""
        self.held = ExitStack()
        connection = connect(
            f"ws://{LOOPBACK}:{self.server.port}{self.path}",
            additional_headers=self.headers,
            compression=None,
            max_size=None,
            open_timeout=PATIENCE,
            ping_interval=None,  # whether somebody still listens is the server's question
        )
        self.socket = self.held.enter_context(connection)

    def close(self) -> None:
        """Go away properly."""
        self.held.close()

    def drop(self) -> None:
        """Go away as in a tunnel."""
        if self.socket is not None:
            with suppress(OSError):
                self.socket.socket.shutdown(2)
            self.held.close()

    @property
    def wire(self) -> ClientConnection:
        """The open socket."""
        assert self.socket is not None
        return self.socket

    def say(self, do: str, **fields: Any) -> int:
        """Send a frame; returns its `ref`."""
        self.ref += 1
        self.wire.send(json.dumps({"do": do, "ref": self.ref, **fields}))
        return self.ref

    def ask(self, do: str, **fields: Any) -> Frame:
        """Send a frame and wait for its answer; what comes in between is kept in `heard`."""
        ref = self.say(do, **fields)
        return self.until(lambda frame: frame.get("ref") == ref)

    def hear(self, timeout: float = PATIENCE) -> Frame:
        """The next frame. Raises TimeoutError, ConnectionClosed."""
        frame: Frame = json.loads(self.wire.recv(timeout=timeout))
        self.heard.append(frame)
        if frame["frame"] == "event":
            self.cursors[frame["stream"]] = {"epoch": frame["epoch"], "after": frame["seq"]}
        elif frame["frame"] in {"resync", "joined"}:
            self.cursors[frame["stream"]] = {"epoch": frame["epoch"], "after": frame["head"]}
        return frame

    def until(self, fits: Callable[[Frame], bool], timeout: float = PATIENCE) -> Frame:
        """The first frame that fits."""
        deadline = time.monotonic() + timeout
        while True:
            frame = self.hear(max(0.01, deadline - time.monotonic()))
            if fits(frame):
                return frame

    def of_kind(self, kind: str, timeout: float = PATIENCE) -> Frame:
        """The next frame of this kind."""
        return self.until(lambda frame: frame["frame"] == kind, timeout)

    def events(self, count: int, timeout: float = PATIENCE) -> list[Frame]:
        """The next events."""
        return [self.of_kind("event", timeout) for _ in range(count)]

    def seqs(self, count: int, stream: str | None = None) -> list[int]:
        """The numbers of the next events, of one stream."""
        found: list[int] = []
        while len(found) < count:
            event = self.of_kind("event")
            if stream in {None, event["stream"]}:
                found.append(event["seq"])
        return found

    def silence(self, seconds: float = 0.5) -> None:
        """Make sure that nothing comes for a while."""
        with suppress(TimeoutError):
            frame = self.hear(seconds)
            raise AssertionError(frame)

    def subscribe(self, streams: Any) -> Frame:
        """Follow streams, from the cursors given."""
        return self.ask("subscribe", streams=streams)

    def resume(self) -> Frame:
        """Connect again and go on from where the client stands."""
        self.open()
        return self.subscribe(self.cursors)

    def closing(self, timeout: float = PATIENCE) -> int:
        """Read to the end, and return the code with which the server closed."""
        with pytest.raises(ConnectionClosed) as end:
            self.until(lambda _frame: False, timeout)
        assert end.value.rcvd is not None, "The connection was cut without a close."
        return end.value.rcvd.code


def never_reading(client: Client, stream: str) -> Client:
    """Let a client subscribe and read nothing more, with as little room in its kernel as there can be."""
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.connect((LOOPBACK, client.server.port))
    connection = connect(
        f"ws://{LOOPBACK}:{client.server.port}{client.path}",
        sock=plain,
        additional_headers=client.headers,
        compression=None,
        ping_interval=None,
        max_queue=2,
    )
    client.socket = client.held.enter_context(connection)
    client.subscribe([stream])
    return client


def token_of(user: User, *scopes: str) -> str:
    """A fresh API token of the person's."""
    actor = user.acting(timezone.now())
    return create_token(actor, name="test", scopes=list(scopes or ("read", "write")))[1]


@contextmanager
def meanwhile(work: Callable[[], None]) -> Iterator[threading.Thread]:
    """Do something in another thread, with a database connection of its own, until it is done."""

    def working() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=working)
    thread.start()
    try:
        yield thread
    finally:
        thread.join(PATIENCE * 3)


def wait_until(holds: Callable[[], bool], timeout: float = PATIENCE, *, every: float = 0.01) -> None:
    """Wait until something holds, looking often; less often where a look costs much."""
    deadline = time.monotonic() + timeout
    while not holds():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(every)


def served() -> Iterator[Server]:
    """A running server, stopped afterwards: for fixtures."""
    server = Server()
    server.start()
    yield server
    server.stop()
