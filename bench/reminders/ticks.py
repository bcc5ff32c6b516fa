"""Ticks of our clock in a process of their own: `python -m bench.reminders.ticks idle|due N`; prints JSON."""

import json
import sys
from statistics import median
from time import perf_counter, process_time

import django

django.setup()

from access.actor import Actor  # noqa: E402
from bench.reminders.seed import NOW  # noqa: E402
from tasks.jobs import tick_at  # noqa: E402

IDLE_TICKS = 60


def main(what: str) -> None:
    """Tick with nothing due, or until nothing is due any more."""
    clock = Actor.clock(now=NOW)
    print(json.dumps({"idle": idle, "due": due}[what](clock)))


def idle(clock: Actor) -> dict[str, float]:
    """The median of some idle ticks, in milliseconds."""
    for _turn in range(5):
        tick_at(clock)
    return {"ms": 1000 * median(_timed(clock) for _turn in range(IDLE_TICKS))}


def due(clock: Actor) -> dict[str, float]:
    """How many occurrences a second, and what each costs here."""
    before, cpu, done = perf_counter(), process_time(), 0
    while found := tick_at(clock):
        done += found
    seconds = perf_counter() - before
    return {"done": done, "seconds": seconds, "cpu_us": 1e6 * (process_time() - cpu) / max(done, 1)}


def _timed(clock: Actor) -> float:
    before = perf_counter()
    tick_at(clock)
    return perf_counter() - before


if __name__ == "__main__":
    main(sys.argv[1])
