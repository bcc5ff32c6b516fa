"""Backups of the town's database, made and restored with PostgreSQL's own tools."""

import subprocess
import time
from pathlib import Path

import psycopg

from backend.places import DATABASE_NAME, postgres_url
from tests.flows.town import Town


def backed_up(town: Town) -> Path:
    """The whole database in a file, as it is now."""
    backup = town.var / "backup.dump"
    _run(town, "pg_dump", "--format=custom", "--compress=0", f"--file={backup}", town.postgres.url)
    return backup


def restore(town: Town, backup: Path, *, away: float) -> None:
    """Put the backup in the database's place, while all runs and finds none for `away` seconds."""
    with psycopg.connect(postgres_url(town.var, "postgres"), autocommit=True) as server:
        server.execute("CREATE DATABASE restored")
        restored = postgres_url(town.var, "restored")
        _run(town, "pg_restore", "--exit-on-error", f"--dbname={restored}", str(backup))
        server.execute(f"DROP DATABASE {DATABASE_NAME} WITH (FORCE)".encode())
        time.sleep(away)
        server.execute(f"ALTER DATABASE restored RENAME TO {DATABASE_NAME}".encode())


def _run(town: Town, tool: str, *words: str) -> None:
    program = Path(town.postgres.command()[0]).with_name(tool)
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
