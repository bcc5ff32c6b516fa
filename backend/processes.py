"""Child processes that never outlive us, even when we are killed with kill -9."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def tied(argv: list[str], *, death: signal.Signals = signal.SIGKILL) -> list[str]:
    """The command, told to die by this signal when the thread that starts it ends.

    `setpriv` asks the kernel for it; where it is missing, a small Python does before becoming the command.
    """
    if setpriv := shutil.which("setpriv"):
        return [setpriv, "--pdeathsig", death.name.removeprefix("SIG"), "--", *argv]
    return [sys.executable, "-m", "backend.processes", str(int(death)), *argv]


def start(
    argv: list[str],
    *,
    death: signal.Signals = signal.SIGKILL,
    env: dict[str, str] | None = None,
    log: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own, its words going to `log`, or to our own output."""
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("ab")) if log else None
        return subprocess.Popen(
            tied(argv, death=death),
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output and subprocess.STDOUT,
            # A terminal's Ctrl-C reaches its whole group; ours must be stopped by us, in order.
            process_group=0,
        )


def stop(
    process: subprocess.Popen[bytes], *, word: signal.Signals = signal.SIGTERM, patience: float = 10
) -> None:
    """Ask the process to end, and after `patience` seconds end its whole group."""
    if process.poll() is None:
        process.send_signal(word)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _become(death: int, argv: list[str]) -> None:
    """Ask the kernel for the death signal, then become the command."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, death)
    if os.getppid() != parent:  # The parent died before the kernel knew.
        sys.exit(1)
    os.execvp(argv[0], argv)  # noqa: S606 - becoming the command is the purpose, and no shell is wanted


if __name__ == "__main__":
    _become(int(sys.argv[1]), sys.argv[2:])
