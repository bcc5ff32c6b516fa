"""A word in five networks and in all: how long a person waits for what is found."""

import os
from collections.abc import Callable
from statistics import median, quantiles
from time import perf_counter

from bench import product
from bench.report import Ratio, Report
from bench.services import services

ROWS = int(os.environ.get("BENCH_ROWS", "1200000"))
"""Fewer for a quick look: BENCH_ROWS=100000 python -m bench search."""
FEW = 5
AT_LEAST_FASTER = 100.0
Ask = Callable[[str], int]
Times = dict[tuple[str, int], list[float]]


def measure(runs: int) -> Report:
    """Every word by every contender in turn, `runs` times."""
    with services():
        product.prepare()
        from bench.search.contenders import contenders, prepare  # noqa: PLC0415 - needs Django set up
        from bench.search.texts import sought  # noqa: PLC0415

        texts, networks = prepare(ROWS)
        words = sought(texts)
        crowd = {len(some): contenders(some) for some in (networks[:FEW], networks)}
        _round(crowd, words)
        rounds = [_round(crowd, words) for _number in range(runs)]
    return _report(rounds, len(words), len(networks))


def _round(crowd: dict[int, dict[str, Ask]], words: list[str]) -> Times:
    """Seconds for each word, by contender and number of networks."""
    times: Times = {}
    for word in words:
        for many, asked in crowd.items():
            for name, ask in asked.items():
                before = perf_counter()
                ask(word)
                times.setdefault((name, many), []).append(perf_counter() - before)
    return times


def _report(rounds: list[Times], words: int, networks: int) -> Report:
    names = list(dict.fromkeys(name for name, _many in rounds[0]))
    p50 = {key: 1000 * median(median(times[key]) for times in rounds) for key in rounds[0]}
    p99 = {key: 1000 * median(_p99(times[key]) for times in rounds) for key in rounds[0]}
    ratio = p99["trigram ILIKE", FEW] / p99["ours", FEW]
    return Report(
        name="search",
        columns=("contender", f"p50 ms, {FEW} networks", "p99 ms", f"p50 ms, {networks} networks", "p99 ms "),
        rows=[
            (
                name,
                *(f"{figures[name, many]:.2f}" for many in (FEW, networks) for figures in (p50, p99)),
            )
            for name in names
        ],
        ratios=[
            Ratio(
                what=f"p99 of trigram ILIKE over ours in {FEW} networks",
                value=ratio,
                limit=AT_LEAST_FASTER,
                at_least=True,
            )
        ],
        notes=[
            f"{ROWS:,} messages in {networks} networks; {words} words, common and rare, in turn.",
            "Ours: permissions, compounds, rank by words and age, the first 20, in two statements; the peers",
            "fetch the latest 20 rows. Snippets are cut and marked in Python.",
        ],
    )


def _p99(seconds: list[float]) -> float:
    return quantiles(seconds, n=100)[-1]
