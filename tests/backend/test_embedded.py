"""The embedded servers for real: started, killed, recovered."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from backend import places
from backend.embedded import Postgres, Valkey
from backend.processes import LaunchError


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all tests here: making a data folder takes seconds."""
    return tmp_path_factory.mktemp("v")


@pytest.fixture
def postgres(var: Path) -> Iterator[Postgres]:
    server = Postgres(var)
    server.start()
    yield server
    server.stop()


def test_postgres_keeps_what_was_committed_over_a_kill(var: Path, postgres: Postgres) -> None:
    with psycopg.connect(postgres.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('committed')")
    postgres.running().kill()
    postgres.running().wait()

    again = Postgres(var)
    again.start()

    with psycopg.connect(again.url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("committed",)
    again.stop()


def test_the_lock_of_a_server_that_is_gone_is_cleared_even_when_its_number_lives_on(var: Path) -> None:
    gone = Postgres(var)
    gone.start()
    gone.stop()
    lock = places.postgres_data(var) / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{places.postgres_data(var)}\n")

    server = Postgres(var)
    server.start()

    assert lock.read_text().split()[0] == str(server.running().pid)
    server.stop()


def test_a_killed_server_that_nobody_has_buried_is_no_other_server(var: Path, postgres: Postgres) -> None:
    killed = postgres.running()
    killed.kill()
    os.waitid(os.P_PID, killed.pid, os.WEXITED | os.WNOWAIT)

    again = Postgres(var)
    again.start()

    assert Path(f"/proc/{killed.pid}/stat").read_text().split()[2] == "Z"
    assert again.running().poll() is None
    again.stop()
    killed.wait()


def test_a_killed_server_whose_child_lives_on_is_waited_for(var: Path, postgres: Postgres) -> None:
    killed = postgres.running()
    children = Path(f"/proc/{killed.pid}/task/{killed.pid}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGSTOP)  # so that it does not notice
    killed.kill()
    killed.wait()
    awaken = threading.Timer(0.5, os.kill, (int(children[0]), signal.SIGCONT))
    awaken.start()

    again = Postgres(var)
    again.start()

    awaken.join()
    assert again.running().poll() is None
    again.stop()


def test_a_second_server_on_the_same_data_is_refused_in_one_sentence(var: Path, postgres: Postgres) -> None:
    with pytest.raises(LaunchError, match="already runs on") as refused:
        Postgres(var).start()

    assert "\n" not in str(refused.value)


def test_postgres_listens_on_its_socket_only_and_only_its_owner_reaches_it(postgres: Postgres) -> None:
    folder = places.postgres_sockets(postgres.var)

    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert folder.stat().st_mode & 0o077 == 0


def test_valkey_answers_on_its_socket(var: Path) -> None:
    server = Valkey(var)
    server.start()

    with redis.Redis.from_url(server.url) as client:
        assert client.ping()
    assert places.valkey_socket(var).stat().st_mode & 0o077 == 0
    server.stop()


def test_a_server_that_cannot_start_names_its_log(tmp_path: Path) -> None:
    server = Valkey(tmp_path, settings={"maxmemory": "a lot"})

    with pytest.raises(LaunchError, match=r"Valkey did not start; see .*valkey\.log"):
        server.start()


def test_servers_do_not_outlive_the_process_that_started_them(var: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from backend.embedded import Postgres, Valkey;"
        "servers = [Postgres(Path(sys.argv[1])), Valkey(Path(sys.argv[1]))];"
        "[server.start() for server in servers];"
        "print(*(server.running().pid for server in servers), flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(var)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    children = [int(pid) for pid in parent.stdout.readline().split()]

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    assert len(children) == 2
    assert survivors(children) == []


def survivors(pids: list[int], patience: float = 10) -> list[int]:
    """Those of the processes that still run after `patience` seconds."""
    deadline = time.monotonic() + patience
    while (left := [pid for pid in pids if Path(f"/proc/{pid}").exists()]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left
