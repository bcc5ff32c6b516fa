"""Ticks of our clock in a process of their own: `python -m bench.reminders.ticks idle|due N`; prints JSON."""

import json
import sys
from multiprocessing import get_context
from statistics import median
from time import perf_counter, process_time, sleep

import django

django.setup()

from django.db import connections  # noqa: E402

from access.actor import Actor  # noqa: E402
from bench.reminders.seed import NOW  # noqa: E402
from tasks.jobs import tick_at  # noqa: E402
from tasks.services import send_due  # noqa: E402

IDLE_TICKS = 60
WARM_UP_BATCHES = 6  # from the fifth on statements are prepared
HANDS = 2  # a worker's processes, as `backend.commands.worker` starts it


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
    """How many occurrences a second by the processes of one worker, and what each occurrence costs them."""
    connections.close_all()
    with get_context("fork").Pool(HANDS) as hands:
        hands.starmap(_awake, [(clock,)] * HANDS, chunksize=1)
        before = perf_counter()
        each = hands.starmap(_all_of_it, [(clock,)] * HANDS, chunksize=1)
        seconds = perf_counter() - before
    done = sum(found for found, _cpu in each)
    return {"done": done, "seconds": seconds, "cpu_us": 1e6 * sum(cpu for _found, cpu in each) / max(done, 1)}


def _awake(clock: Actor) -> None:
    """Have done this before, as a worker has: connections, plans and calendars are there."""
    for _batch in range(WARM_UP_BATCHES):
        send_due(clock)
    sleep(0.2)  # so that each process takes one of these


def _all_of_it(clock: Actor) -> tuple[int, float]:
    cpu, done = process_time(), 0
    while found := tick_at(clock):
        done += found
    return done, process_time() - cpu


def _timed(clock: Actor) -> float:
    before = perf_counter()
    tick_at(clock)
    return perf_counter() - before


if __name__ == "__main__":
    main(sys.argv[1])
