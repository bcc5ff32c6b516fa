"""The servers that documents go through: how each is started, joined, and started again on what it kept."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pycrdt import write_message

from bench.documents.wire import Seat, named
from bench.install import node, node_with, python_with
from bench.machine import BENCH_DIR, free_port, server

PEERS = Path(__file__).with_name("peers")


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is up; `seats(document, many)` says how that many clients join one document."""

    pid: int
    port: int
    seats: Callable[[str, int], list[Seat]]


@dataclass(frozen=True, slots=True)
class Contender:
    """One line of the table. `settle` makes it keep what it has before it is started again, if it does."""

    name: str
    start: Callable[[], AbstractContextManager[Running]]
    settle: Callable[[str], float] | None = None
    most_edits: int = 300_000


def _plain(document: str, many: int) -> list[Seat]:
    return [Seat(f"/{document}", {})] * many


def _with_name(document: str, many: int) -> list[Seat]:
    name = named(document)
    return [Seat("/", {}, prefix=name, first=name + b"\x02\x00" + write_message(b"bench"))] * many


@contextmanager
def y_websocket() -> Iterator[Running]:
    """The server that comes with npm y-websocket 1.5.4."""
    port = free_port()
    script = node_with("documents", PEERS / "package.json") / "node_modules/y-websocket/bin/server.js"
    with server([node(), str(script)], port=port, env={"HOST": "127.0.0.1", "PORT": str(port)}) as pid:
        yield Running(pid, port, _plain)


def hocuspocus_file() -> Path:
    """Where Hocuspocus keeps documents."""
    return BENCH_DIR / "hocuspocus.sqlite"


@contextmanager
def hocuspocus() -> Iterator[Running]:
    """@hocuspocus/server with SQLite."""
    home, port = node_with("documents", PEERS / "package.json"), free_port()
    script = home / "hocuspocus.mjs"
    script.write_bytes((PEERS / "hocuspocus.mjs").read_bytes())
    with server([node(), str(script), str(port), str(hocuspocus_file())], port=port) as pid:
        yield Running(pid, port, _with_name)


@contextmanager
def pycrdt_websocket() -> Iterator[Running]:
    """pycrdt-websocket on uvicorn."""
    python, port = python_with("documents", PEERS / "requirements.txt"), free_port()
    with server([python, str(PEERS / "pycrdt_server.py"), str(port)], port=port) as pid:
        yield Running(pid, port, _plain)


Y_WEBSOCKET = Contender("y-websocket 1.5.4", y_websocket)
HOCUSPOCUS = Contender("hocuspocus, SQLite", hocuspocus, settle=lambda _document: 12.0)
PYCRDT = Contender("pycrdt-websocket", pycrdt_websocket, most_edits=30_000)
