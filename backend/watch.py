"""Keeps processes running: what dies is started again, later each time it dies young."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from backend.processes import LaunchError

SHORTEST_WAIT = 0.5  # seconds
LONGEST_WAIT = 15.0
# A process that lived this many seconds was well: its next death counts as its first.
GOOD_LIFE = 30.0


@dataclass
class Watched:
    """One process that is meant to run until we stop it."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes]
    wait: float = SHORTEST_WAIT
    born_at: float = field(default_factory=time.monotonic)
    due_at: float | None = None

    def look(self, now: float) -> str:
        """Notice a death, or start again what is due; returns what there is to say, or nothing."""
        if self.due_at is not None:
            return self._start_again(now) if now >= self.due_at else ""
        if self.process.poll() is None:
            return ""
        if now - self.born_at >= GOOD_LIFE:
            self.wait = SHORTEST_WAIT
        return self._put_off(now, f"{self.name} ended ({_ending(self.process.returncode)})")

    def _start_again(self, now: float) -> str:
        try:
            self.process, self.born_at, self.due_at = self.launch(), now, None
        except LaunchError as error:
            return self._put_off(now, f"{self.name} did not start ({error})")
        return f"{self.name} started again."

    def _put_off(self, now: float, what: str) -> str:
        wait, self.wait = self.wait, min(self.wait * 2, LONGEST_WAIT)
        self.due_at = now + wait
        return f"{what}; it starts again in {wait:g} s."


def _ending(returncode: int) -> str:
    return f"signal {-returncode}" if returncode < 0 else f"exit code {returncode}"
