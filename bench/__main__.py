"""`python -m bench [name] [--runs N]`: run one benchmark or all; exit 1 where a ratio misses its target."""

import argparse
import importlib
import os
import subprocess
import sys

from bench.machine import LOAD_CORE, BrokenError
from bench.report import Report

NAMES = ("fanout", "post", "documents", "search", "reminders", "demand")
TWO_CORES = 2


def main() -> int:
    """Run the named benchmark here, or each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES)
    parser.add_argument("--runs", type=int, default=5, help="interleaved runs; below 5 for a quick look only")
    wanted = parser.parse_args()
    if (os.cpu_count() or 1) < TWO_CORES:
        raise BrokenError("The server and its load need a core each.")
    if wanted.name:
        return 0 if measure(wanted.name, wanted.runs) else 1
    again = [sys.executable, "-m", "bench", "--runs", str(wanted.runs)]
    return max(subprocess.run([*again, name], check=False).returncode for name in NAMES)


def measure(name: str, runs: int) -> bool:
    """Measure, print and keep; whether every promise was kept."""
    os.sched_setaffinity(0, {LOAD_CORE})
    report: Report = importlib.import_module(f"bench.{name}.run").measure(runs)
    print(report.text(), flush=True)
    report.keep()
    return report.holds


if __name__ == "__main__":
    sys.exit(main())
