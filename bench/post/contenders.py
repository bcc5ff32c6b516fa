"""The peers: the limit, which is the database alone, and a plain DRF application under two servers."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg

from bench.install import pgbench
from bench.machine import SERVER_CORE, BrokenError, free_port, pin, server
from bench.post.doors import Door, HttpDoor

PEERS = Path(__file__).with_name("peers")
APP = "bench.post.peers.plain"
CLIENTS = 8
NETWORKS = 50


class Running(NamedTuple):
    """A server that is up, and how one posts to all rooms or to one."""

    pid: int
    door: Door
    hot: Door


def prepare(database_url: str) -> None:
    """Make the peers' tables and people."""
    with psycopg.connect(database_url) as connection:
        connection.execute((PEERS / "schema.sql").read_bytes())


def limit_per_second(database_url: str, *, rooms: int, seconds: float) -> float:
    """What PostgreSQL itself commits per second, asked by pgbench from the server's core."""
    argv = [pgbench(), "-n", "-M", "prepared", "-c", str(CLIENTS), "-T", str(max(1, round(seconds)))]
    argv += ["-D", f"rooms={rooms}", "-f", str(PEERS / "limit.sql"), database_url]
    said = subprocess.run(pin(SERVER_CORE, argv), capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", said.stdout)
    if found is None:
        raise BrokenError(said.stderr)
    return float(found[1])


@contextmanager
def plain_wsgi(database_url: str) -> Iterator[Running]:
    """The plain application under gunicorn with threads."""
    port = free_port()
    argv = ["-m", "gunicorn", f"{APP}:wsgi", "--bind", f"127.0.0.1:{port}", *GTHREAD]
    with _plain(argv, port, {"DATABASE_URL": database_url}) as running:
        yield running


@contextmanager
def plain_asgi(database_url: str) -> Iterator[Running]:
    """The plain application under uvicorn."""
    port = free_port()
    argv = [
        "-m",
        "uvicorn",
        f"{APP}:asgi",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--lifespan",
        "off",
    ]
    with _plain(argv, port, {"DATABASE_URL": database_url, "POOL": "1"}) as running:
        yield running


GTHREAD = ("--worker-class", "gthread", "--workers", "1", "--threads", str(CLIENTS), "--log-level", "warning")


@contextmanager
def _plain(argv: list[str], port: int, env: Mapping[str, str]) -> Iterator[Running]:
    paths = [f"/rooms/{room}/messages/" for room in range(1, NETWORKS + 1)]
    people = [f"X-Person: {client + 1}" for client in range(CLIENTS)]
    with server([sys.executable, *argv], port=port, env=env) as pid:
        yield Running(pid, HttpDoor(port, paths, people), HttpDoor(port, paths[:1], people))
