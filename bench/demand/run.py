"""The table of a need's demand: bare, exact, masked and as it is read."""

from statistics import median
from time import perf_counter

from bench import product
from bench.report import Ratio, Report
from bench.services import services

AUTHORITIES, LINES = 300, 100
AT_MOST_OVER_BARE, AT_MOST_OVER_LINEAR = 3.0, 1.2
BARE, EXACT, MASKED = "bare GROUP BY", "exact", "masked"
FIRST, NEXT, READ = "published, first", "published, next", "read"
Times = dict[tuple[str, int], list[float]]


def measure(runs: int) -> Report:
    """Each table in turn, with a third of the authorities and with all, `runs` times."""
    times: Times = {}
    with services():
        product.prepare()
        from bench.demand.fill import declare, gather_authorities  # noqa: PLC0415 - needs Django set up
        from bench.demand.tables import Table, tables  # noqa: PLC0415

        actor, members = gather_authorities(AUTHORITIES)
        asked: dict[tuple[str, int], Table] = {}
        for many in (AUTHORITIES // 3, AUTHORITIES):
            need, other = (declare(actor, members[:many], LINES) for _copy in range(2))
            asked |= {(name, many): table for name, table in tables(actor, need, other).items()}
        for number in range(runs + 1):
            for key, (before, ask) in asked.items():
                before()
                began = perf_counter()
                ask()
                if number:  # the first round warms up
                    times.setdefault(key, []).append(perf_counter() - began)
    return _report({key: 1000 * median(taken) for key, taken in times.items()})


def _report(found: dict[tuple[str, int], float]) -> Report:
    few, everybody = AUTHORITIES // 3, AUTHORITIES
    names = list(dict.fromkeys(name for name, _many in found))
    over_bare = {name: found[name, everybody] / found[BARE, everybody] for name in names}
    linear = Ratio(
        what=f"{FIRST}: time for {everybody} authorities / three times that for {few}",
        value=found[FIRST, everybody] / (3 * found[FIRST, few]),
        limit=AT_MOST_OVER_LINEAR,
    )
    return Report(
        name="demand",
        columns=("table", f"ms, {few} authorities", f"ms, {everybody} authorities", "x bare"),
        rows=[
            (name, *(f"{found[name, many]:.1f}" for many in (few, everybody)), f"{over_bare[name]:.2f}")
            for name in names
        ],
        ratios=[
            *(
                Ratio(what=f"{name} / {BARE}", value=over_bare[name], limit=AT_MOST_OVER_BARE)
                for name in (EXACT, MASKED, FIRST, NEXT, READ)
            ),
            linear,
        ],
        notes=[
            f"{LINES} lines of each authority. Exact: what the coordinator reads. Masked: lines read by one",
            "query, and the mask. Published: masked beside what was published before, and kept with its",
            "ledger and journal entry; first where nothing was published before, next where one authority",
            "in ten has said something new since. Read: what everybody else reads, the last table published.",
        ],
    )
