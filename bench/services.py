"""PostgreSQL and Valkey under `var/bench`, away from the server's core, with an empty database each time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from backend import places
from backend.embedded import Postgres, Valkey
from bench.machine import BENCH_DIR, LOAD_CORE, family


@contextmanager
def services() -> Iterator[None]:
    """Both servers, for as long as the context lasts."""
    BENCH_DIR.mkdir(parents=True, exist_ok=True)
    postgres, valkey = Postgres(BENCH_DIR), Valkey(BENCH_DIR)
    try:
        postgres.start()
        valkey.start()
        for started in (postgres.process, valkey.process):
            _move_to_load_core(started.pid if started else 0)
        yield
    finally:
        valkey.stop()
        postgres.stop()


def redis_url() -> str:
    """Where Valkey listens."""
    return places.valkey_url(BENCH_DIR)


def empty_database(name: str) -> str:
    """Make the database anew; returns its address."""
    with psycopg.connect(places.postgres_url(BENCH_DIR, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return places.postgres_url(BENCH_DIR, name)


def _move_to_load_core(pid: int) -> None:
    for member in family(pid):
        for task in Path(f"/proc/{member}/task").iterdir():
            os.sched_setaffinity(int(task.name), {LOAD_CORE})
