"""A million schedules: an idle tick, what falls due at once, a catch-up, and the size of beat."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from backend import commands
from bench import product
from bench.install import python_with
from bench.machine import BENCH_DIR, ROOT, SERVER_CORE, end, pin, rss_kib
from bench.report import Ratio, Report
from bench.services import services

FEW = 1_000
MANY = int(os.environ.get("BENCH_ROWS", "1000000"))
"""Fewer for a quick look: BENCH_ROWS=100000 python -m bench reminders."""
DUE = max(MANY // 50, FEW)
OVERDUE = max(MANY // 10, FEW)
PEERS_ENTRIES = 20_000  # a reload is linear; at 100,000 it takes five times as long
PEERS = Path(__file__).with_name("peers")
BEAT_SECONDS = 8


def measure(runs: int) -> Report:
    """Few schedules and many in turn, `runs` times, and then what everything costs at once."""
    idle: dict[int, list[float]] = {FEW: [], MANY: []}
    due: list[dict[str, float]] = []
    with services():
        product.prepare()
        from bench.cast import gather  # noqa: PLC0415 - needs Django set up
        from bench.reminders import seed  # noqa: PLC0415

        gather(posters=500, listeners=0, networks=10)
        for _turn in range(runs):
            for many in (FEW, MANY):
                seed.forget()
                seed.plan(many)
                seed.settle()
                idle[many].append(_ours("idle")["ms"])
            seed.plan(DUE, at=seed.MORNING)
            due.append(_ours("due"))
        beat = {MANY: _beat_kib()}
        seed.forget()
        beat[FEW] = _beat_kib()
        seed.plan(OVERDUE, on=seed.TODAY.replace(day=18), at=seed.MORNING.replace(day=15))
        caught_up = _ours("due")
    return _report(idle, due, beat, caught_up, _peer())


def _ours(what: str) -> dict[str, float]:
    argv = [sys.executable, "-m", "bench.reminders.ticks", what]
    said = subprocess.run(pin(SERVER_CORE, argv), cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return found


def _beat_kib() -> int:
    argv = commands.beat(str(BENCH_DIR / "beat-schedule"))
    beat = subprocess.Popen(pin(SERVER_CORE, argv), cwd=ROOT)
    time.sleep(BEAT_SECONDS)
    size = rss_kib(beat.pid)
    end(beat)
    return size


def _peer() -> dict[str, Any]:
    python = python_with("reminders", PEERS / "requirements.txt")
    argv = [python, str(PEERS / "beat.py"), str(PEERS_ENTRIES)]
    said = subprocess.run(pin(SERVER_CORE, argv), stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return found


def _report(
    idle: dict[int, list[float]],
    due: list[dict[str, float]],
    beat: dict[int, int],
    caught_up: dict[str, float],
    peer: dict[str, Any],
) -> Report:
    few, many = (median(idle[number]) for number in (FEW, MANY))
    rate = median(one["done"] / one["seconds"] for one in due)
    cost = median(one["cpu_us"] for one in due)
    minutes = caught_up["seconds"] / 60
    return Report(
        name="reminders",
        columns=("what", "figure"),
        rows=[
            (f"idle tick, {FEW:,} schedules", f"{few:.2f} ms"),
            (f"idle tick, {MANY:,} schedules", f"{many:.2f} ms"),
            (f"{DUE:,} due at once, one worker", f"{rate:,.0f}/s, {cost:.0f} us CPU each"),
            (f"{OVERDUE:,} overdue after days down", f"{caught_up['seconds']:.0f} s"),
            (f"beat with {FEW:,} / {MANY:,} schedules", f"{beat[FEW]:,} / {beat[MANY]:,} KiB"),
            (
                f"django-celery-beat, {peer['entries']:,} entries",
                f"{peer['seconds']:.1f} s a reload, {peer['kib']:,} KiB",
            ),
        ],
        ratios=[
            Ratio(what="an idle tick with many schedules over one with few", value=many / few, limit=1.5),
            Ratio(what="occurrences a second turned into notices", value=rate, limit=5000, at_least=True),
            Ratio(what="size of beat with many schedules over few", value=beat[MANY] / beat[FEW], limit=1.1),
            Ratio(what="minutes until what is overdue is caught up", value=minutes, limit=5),
        ],
        notes=[
            "The two processes of one worker tick on the server's core, PostgreSQL runs on the other.",
            "The peer's reload happens after each edit of any entry, and grows with their number.",
        ],
    )
