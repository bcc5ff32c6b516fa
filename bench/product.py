"""Our own product as `make run` and the containers start it, on an empty database of its own."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import django

from backend import commands
from bench.machine import BENCH_DIR, ROOT, SERVER_CORE, free_port, server
from bench.services import empty_database, redis_url
from wire.memory import pass_over_what_stays


def prepare() -> None:
    """Make and migrate the database, and set Django up in this process, as another worker of the product."""
    os.environ.update(
        VAR_DIR=str(BENCH_DIR),
        DATABASE_URL=empty_database("samverk"),
        REDIS_URL=redis_url(),
        SECRET_KEY="bench",  # noqa: S106 - servers on loopback that live for a minute
        # The limits are per person, and here a few people do the work of hundreds.
        RATE_LIMITS="off",
        LOG_LEVEL="WARNING",
        DJANGO_SETTINGS_MODULE="backend.settings",
    )
    subprocess.run(commands.manage("migrate", "--verbosity", "0"), cwd=ROOT, check=True)
    django.setup()
    pass_over_what_stays()


@contextmanager
def asgi(core: int = SERVER_CORE) -> Iterator[tuple[int, int]]:
    """HTTP and sockets in one process; yields its id and port."""
    port = free_port()
    with server(commands.web(port), port=port, env={"DB_POOL": "20"}, core=core) as pid:
        yield pid, port


@contextmanager
def wsgi() -> Iterator[tuple[int, int]]:
    """HTTP alone under gunicorn, one process with the peers' threads; yields its id and port."""
    port = free_port()
    argv = [*commands.wsgi(f"127.0.0.1:{port}"), "--workers", "1", "--max-requests", "0"]
    with server(argv, port=port) as pid:
        yield pid, port
