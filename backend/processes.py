"""Child processes that never outlive us, even when we are killed with kill -9."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1


class LaunchError(RuntimeError):
    """Something could not be started; the text says why, in one sentence for the person at the terminal."""


@dataclass(frozen=True, kw_only=True)
class Bond:
    """How a child is tied to us: what signal our end sends it, and who it runs as in `setpriv`'s words."""

    death: signal.Signals = signal.SIGKILL
    identity: tuple[str, ...] = ()

    def tied(self, argv: list[str]) -> list[str]:
        """The command, told to die when the thread that starts it ends.

        `setpriv` asks the kernel for it; else a small Python does before becoming the command.
        """
        # One call for both: the kernel forgets the death signal when a process changes its user.
        if setpriv := shutil.which("setpriv"):
            death = self.death.name.removeprefix("SIG")
            return [setpriv, *self.identity, "--pdeathsig", death, "--", *argv]
        if self.identity:
            raise LaunchError("Under root the embedded services need the program setpriv.")
        return [sys.executable, "-m", "backend.processes", str(int(self.death)), *argv]


UNTIL_OUR_END = Bond()


def start(
    argv: list[str],
    *,
    bond: Bond = UNTIL_OUR_END,
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own, its words going to `log`, or to our own output."""
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("ab")) if log else None
        return subprocess.Popen(
            bond.tied(argv),
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


def die_with_parent(death: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to send us this signal when the thread that started us ends."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(death))
    if os.getppid() != parent:  # The parent died before the kernel knew.
        os.kill(os.getpid(), death)


if __name__ == "__main__":
    die_with_parent(signal.Signals(int(sys.argv[1])))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - becoming the command is the purpose; no shell is wanted
