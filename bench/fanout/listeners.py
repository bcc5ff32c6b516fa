"""Drives the load generator: N listening sockets in one cheap process."""

import os
import select
import struct
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from bench.install import compiled
from bench.machine import BENCH_DIR, LOAD_CORE, BrokenError, cpu_us, end, pin

ARRIVAL = struct.Struct("=qII")
PATIENCE = 60.0


class Seat(NamedTuple):
    """How one socket connects and subscribes."""

    path: str
    headers: str = ""
    first: str = ""
    subscribed: str = ""

    def line(self) -> str:
        """As the load generator's plan wants it."""
        return "\t".join(self) + "\n"


class Listeners:
    """Sockets that are subscribed while the context lasts; the last one stops reading if `stalled`."""

    def __init__(self, port: int, seats: Sequence[Seat], *, stalled: bool = False) -> None:
        """Nothing happens before the context is entered."""
        self.port, self.seats, self.stalled = port, seats, stalled
        self.lost: list[str] = []
        self._pending = b""
        self._last = 0

    def __enter__(self) -> Self:
        """Connect them all; returns once each is subscribed."""
        plan = BENCH_DIR / "listen.plan"
        plan.write_text("".join(seat.line() for seat in self.seats))
        program = compiled(Path(__file__).with_name("listen.c"))
        argv = [program, str(self.port), str(plan), str(int(self.stalled))]
        self.process = subprocess.Popen(pin(LOAD_CORE, argv), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.until("ready")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Cut them all."""
        end(self.process)

    def until(self, wanted: str) -> None:
        """Wait for one line of the load generator; raises BrokenError when a reading socket is lost."""
        deadline = time.monotonic() + PATIENCE
        while (line := self._line(deadline)) != wanted:
            if line.startswith("lost"):
                self._note_lost(line)

    def numbers(self, many: int) -> range:
        """That many numbers that no event has had yet."""
        first, self._last = self._last + 1, self._last + many
        return range(first, self._last + 1)

    def received(self, number: int) -> None:
        """Wait until every reading socket has the frame with this number."""
        self.until(f"done {number}")

    def arrivals(self) -> dict[int, list[int]]:
        """Moments of arrival (ns, monotonic) by number, since the last call."""
        dump = BENCH_DIR / "arrivals.bin"
        self._ask(f"dump {dump}\n")
        self.until("dumped")
        found: dict[int, list[int]] = {}
        for ns, number, _ in ARRIVAL.iter_unpack(dump.read_bytes()):
            found.setdefault(number, []).append(ns)
        return found

    def cpu_us(self) -> float:
        """What the load generator has cost so far."""
        return cpu_us(self.process.pid)

    def _note_lost(self, line: str) -> None:
        _, index, code = line.split()
        if not self.stalled or int(index) != len(self.seats) - 1:
            message = f"listener {index} was closed with {code}"
            raise BrokenError(message)
        self.lost.append(code)

    def _ask(self, command: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(command.encode())
        self.process.stdin.flush()

    def _line(self, deadline: float) -> str:
        assert self.process.stdout is not None
        output = self.process.stdout.fileno()
        while b"\n" not in self._pending:
            wait = max(0.0, deadline - time.monotonic())
            if not select.select([output], [], [], wait)[0]:
                raise BrokenError("the listeners wait for what does not come")
            got = os.read(output, 1 << 16)
            if not got:
                raise BrokenError("the load generator ended")
            self._pending += got
        line, self._pending = self._pending.split(b"\n", 1)
        return line.decode()
