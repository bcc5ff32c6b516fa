"""`python -m bench [name] [--runs N]`: run one benchmark or all; exit 1 where a ratio misses its target."""

import argparse
import importlib
import sys

from bench.report import Report

NAMES = ("fanout", "post")


def main() -> int:
    """Run the named benchmark, or each in turn, and print and keep its report."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES)
    parser.add_argument("--runs", type=int, default=5, help="interleaved runs; below 5 for a quick look only")
    wanted = parser.parse_args()

    held = True
    for name in [wanted.name] if wanted.name else NAMES:
        report: Report = importlib.import_module(f"bench.{name}.run").measure(wanted.runs)
        print(report.text(), flush=True)
        report.keep()
        held = held and report.holds
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
