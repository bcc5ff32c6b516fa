"""`make run` for real: what it starts, what it says, and that nothing of it is ever left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest

from backend import ports
from backend.probe import is_well

ROOT = Path(__file__).parents[2]
OURS = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "SITE_URL", "DJANGO_SETTINGS_MODULE"}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


class Run:
    """One `make run` and its terminal."""

    def __init__(self, var: Path, **environment: str) -> None:
        self.var = var
        self.port = int(environment.setdefault("PORT", str(ports.free_port())))
        env = {name: value for name, value in os.environ.items() if name not in OURS}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "backend.supervisor"],
            cwd=ROOT,
            env={**env, "VAR_DIR": str(var), "DEMO": "0", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.end()

    def line(self, starting: str) -> str:
        """Read on until a line starts like this."""
        assert self.process.stdout
        said = []
        for line in self.process.stdout:
            if line.startswith(starting):
                return str(line.rstrip())
            said.append(line)
        raise AssertionError(f"The run ended without saying {starting!r}, but: {''.join(said)}")

    def all(self) -> dict[int, str]:
        """Every process of this run, by its number: its folder is in its environment or in its command."""
        marks = f"VAR_DIR={self.var}\0".encode(), f"{self.var}/run".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes()
                if marks[0] in (folder / "environ").read_bytes() or marks[1] in command:
                    found[int(folder.name)] = command.replace(b"\0", b" ").decode()
            except OSError:  # It ended while we looked, or is somebody else's.
                continue
        return found

    def the(self, part: str) -> int:
        """The process that this run started itself and whose command holds this."""
        own = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        (number,) = [int(child) for child in own if part in self.all().get(int(child), "")]
        return number

    def end(self) -> None:
        """Whatever happened, leave nothing."""
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        assert eventually(lambda: not self.all())


def eventually(holds: Callable[[], bool], patience: float = 60) -> bool:
    """Whether it comes true within `patience` seconds."""
    deadline = time.monotonic() + patience
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A run that has said where it is; parts of it may be killed, since they come back."""
    with Run(tmp_path_factory.mktemp("v")) as started:
        started.line("Samverk runs at")
        yield started


def ready(run: Run) -> bool:
    return is_well(f"http://127.0.0.1:{run.port}/readyz")


@pytest.mark.parametrize("part", ["postgres", "valkey-server", "backend.smtp", "uvicorn", "worker", "beat"])
def test_all_parts_run(run: Run, part: str) -> None:
    assert run.the(part)
    assert ready(run)


@pytest.mark.parametrize(
    ("part", "name"),
    [("uvicorn", "web"), ("postgres", "Postgres"), ("valkey-server", "Valkey")],
)
def test_a_part_that_dies_is_started_again_and_said_so(run: Run, part: str, name: str) -> None:
    os.kill(run.the(part), signal.SIGKILL)

    assert run.line(f"{name} ended (signal 9); it starts again")
    assert run.line(f"{name} started again.")
    assert eventually(lambda: ready(run))


def test_a_worker_that_is_killed_leaves_no_pool_behind(run: Run) -> None:
    worker = run.the(" worker ")

    def pool() -> list[int]:
        return [number for number, command in run.all().items() if " worker " in command and number != worker]

    assert eventually(lambda: len(pool()) > 0)  # it starts while the page is read
    pooled = pool()

    os.kill(worker, signal.SIGKILL)

    assert eventually(lambda: not any(Path(f"/proc/{number}").exists() for number in pooled))


def test_a_second_run_on_the_same_data_is_refused_and_the_first_goes_on(run: Run) -> None:
    second = Run(run.var)
    output, _ = second.process.communicate(timeout=30)

    assert second.process.returncode == 1
    assert output.startswith("PostgreSQL already runs on ")
    assert output.count("\n") == 1
    assert ready(run)


def test_a_taken_port_is_refused_in_one_sentence_and_nothing_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = Run(tmp_path, PORT=str(port))
        output, _ = refused.process.communicate(timeout=30)

    assert refused.process.returncode == 1
    assert output == f"Port {port} is taken; choose another with `PORT={port + 1} make run`.\n"
    assert refused.all() == {}


def test_kill_minus_nine_leaves_nothing_the_next_run_recovers_and_ctrl_c_stops_it(tmp_path: Path) -> None:
    with Run(tmp_path) as killed:
        killed.line("Samverk runs at")
        postgres = killed.the("postgres")
        os.kill(postgres, signal.SIGSTOP)  # so that it can't even shut down
        killed.process.kill()
        killed.process.wait()
        os.kill(postgres, signal.SIGKILL)

        assert eventually(lambda: not killed.all())

    with Run(tmp_path) as again:
        assert again.line("Samverk runs at") == f"Samverk runs at http://localhost:{again.port}"
        assert ready(again)
        again.process.send_signal(signal.SIGINT)
        assert again.process.wait(30) == 0
        assert again.all() == {}
    assert "database system is shut down" in (tmp_path / "postgres.log").read_text().splitlines()[-1]


def test_ctrl_c_is_heard_even_where_a_shell_had_it_ignored(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        started = Run(tmp_path)
    finally:
        signal.signal(signal.SIGINT, before)
    with started:
        started.line("Preparing")

        started.process.send_signal(signal.SIGINT)

        assert started.process.wait(30) == 0
        assert started.all() == {}
