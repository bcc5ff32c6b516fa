"""The servers that fan out: how each is started, joined and made to speak."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.fanout.listeners import Seat
from bench.install import compiled, node, node_with, python_with
from bench.machine import free_port, server
from bench.services import redis_url
from bench.websocket import Client

Publish = Callable[[str], int]
UVICORN = (
    *("--ws", "websockets-sansio", "--loop", "uvloop", "--http", "httptools"),
    *("--ws-per-message-deflate", "false", "--log-level", "warning", "--lifespan", "off"),
)
PEERS = Path(__file__).with_name("peers")
BODY_BYTES = 300


def body(number: int, size: int = BODY_BYTES) -> str:
    """What event `number` says, with a mark that the load generator finds."""
    return f"bench#{number}#".ljust(size, "x")


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is up: `publish(body)` tells all seats and returns the moment it was told (ns)."""

    pid: int
    port: int
    seats: list[Seat]
    publish: Publish


@dataclass(frozen=True, slots=True)
class Contender:
    """One line of the table: how many events a run can afford, and whether its latency is measured."""

    name: str
    start: Callable[[int], AbstractContextManager[Running]]
    events: int = 400
    is_paced: bool = False


def _publisher(client: Client, wrap: Callable[[str], str] = str) -> Publish:
    def publish(text: str) -> int:
        told = time.monotonic_ns()
        client.say(wrap(text))
        return told

    return publish


@contextmanager
def floor(listeners: int) -> Iterator[Running]:
    """One write per socket, in C."""
    port = free_port()
    argv = [compiled(PEERS / "floor.c"), str(port)]
    with server(argv, port=port) as pid, closing(Client(port, "/")) as client:
        yield Running(pid, port, [Seat("/")] * listeners, _publisher(client))


@contextmanager
def node_ws(listeners: int) -> Iterator[Running]:
    """The npm package ws."""
    port = free_port()
    with server(_script("ws.mjs", port), port=port) as pid, closing(Client(port, "/")) as client:
        yield Running(pid, port, [Seat("/")] * listeners, _publisher(client))


@contextmanager
def socketio(listeners: int) -> Iterator[Running]:
    """The npm package socket.io, WebSocket only."""
    port, path = free_port(), "/socket.io/?EIO=4&transport=websocket"
    with server(_script("socketio.mjs", port), port=port) as pid, closing(Client(port, path)) as client:
        client.say("40")
        publish = _publisher(client, lambda text: "42" + json.dumps(["say", text]))
        yield Running(pid, port, [Seat(path, "", "40", "40{")] * listeners, publish)


@contextmanager
def stock_channels(listeners: int) -> Iterator[Running]:
    """Channels as its tutorial has it, with the pub/sub layer."""
    python, port = python_with("fanout", PEERS / "requirements.txt"), free_port()
    app = "bench.fanout.peers.stock_channels:application"
    argv = [python, "-m", "uvicorn", app, "--port", str(port), *UVICORN]
    up = server(argv, port=port, env={"REDIS_URL": redis_url()})
    with up as pid, closing(Client(port, "/publish")) as client:
        yield Running(pid, port, [Seat("/")] * listeners, _publisher(client))


def _script(name: str, port: int) -> list[str]:
    home = node_with("fanout", PEERS / "package.json")
    script = home / name
    script.write_bytes((PEERS / name).read_bytes())
    return [node(), str(script), str(port)]


FLOOR = Contender("C, one write per socket", floor)
NODE_WS = Contender("node ws", node_ws, is_paced=True)
SOCKETIO = Contender("socket.io", socketio)
STOCK = Contender("stock Channels, pub/sub layer", stock_channels, events=40)
