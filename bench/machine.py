"""The machine under a benchmark: which core runs what, what a process costs, how one is started and ended."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCH_DIR = Path(os.environ.get("VAR_DIR", ROOT / "var")).resolve() / "bench"

SERVER_CORE = 0
"""The server under test has this core to itself."""
LOAD_CORE = 1
"""Load generators, databases and everything else run here."""

READY_SECONDS = 60.0


class BrokenError(RuntimeError):
    """A server did not come up, or did not do what every run needs."""


def free_port() -> int:
    """A TCP port on loopback that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def pin(core: int, argv: Sequence[str]) -> list[str]:
    """The command, bound to one core and ended by the kernel when the benchmark dies."""
    return ["setpriv", "--pdeathsig", "KILL", "taskset", "-c", str(core), *argv]


@contextmanager
def server(
    argv: Sequence[str], *, port: int, env: Mapping[str, str] | None = None, core: int = SERVER_CORE
) -> Iterator[int]:
    """Run a server on one core, yield its process id once `port` accepts, and end it."""
    log = BENCH_DIR / "log" / f"{port}.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(
            pin(core, argv), cwd=ROOT, env={**os.environ, **(env or {})}, stdout=out, stderr=out
        )
    try:
        _await_port(process, port, log)
        yield process.pid
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to stop; kill it when it does not within five seconds."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _await_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    message = f"{process.args!r} did not open port {port}:\n{log.read_text()[-3000:]}"
    raise BrokenError(message)


def family(pid: int) -> list[int]:
    """The process and its descendants."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in family(int(child)))]


def cpu_us(pid: int) -> float:
    """Microseconds on a CPU so far: the process and its descendants, ended threads too."""
    # The kernel's number for the CPU clock of a process (clock_getcpuclockid(3)), exact to the nanosecond.
    return sum(time.clock_gettime_ns((~member << 3) | 2) for member in family(pid)) / 1000


def rss_kib(pid: int) -> int:
    """Resident memory of the process and its descendants, in KiB."""
    pages = sum(int(Path(f"/proc/{member}/statm").read_text().split()[1]) for member in family(pid))
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
