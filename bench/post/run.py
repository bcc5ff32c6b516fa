"""A durable post: how many a second, what each costs, what listeners cost the poster."""

from dataclasses import dataclass, field
from statistics import median, quantiles

from bench.machine import cpu_us
from bench.post.clients import Clients, Tally
from bench.post.contenders import (
    CLIENTS,
    NETWORKS,
    Running,
    limit_per_second,
    plain_asgi,
    plain_wsgi,
    prepare,
)
from bench.post.doors import Door
from bench.report import Report
from bench.services import empty_database, services

WARM_UP_SECONDS = 2.0
SECONDS = 5.0


@dataclass(slots=True)
class Figures:
    """What one server showed, one value per run."""

    per_second: list[float] = field(default_factory=list)
    hot_per_second: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)
    load_us: list[float] = field(default_factory=list)
    answer_ms: list[float] = field(default_factory=list)


def measure(runs: int) -> Report:
    """All servers, interleaved, `runs` times."""
    figures = {name: Figures() for name in ("pgbench", "wsgi", "asgi")}
    with services():
        peers = empty_database("peers")
        prepare(peers)
        for _ in range(runs):
            figures["pgbench"].per_second.append(limit_per_second(peers, rooms=NETWORKS, seconds=SECONDS))
            figures["pgbench"].hot_per_second.append(limit_per_second(peers, rooms=1, seconds=SECONDS))
            for name, start in (("wsgi", plain_wsgi), ("asgi", plain_asgi)):
                with start(peers) as running:
                    _one_run(running, figures[name])
    return Report(
        name="post",
        columns=("server", "posts/s", "hot room", "CPU us", "generator us", "answer p50 ms"),
        rows=[_row(name, shown) for name, shown in figures.items()],
        ratios=[],
    )


def _one_run(running: Running, figures: Figures) -> None:
    _round(running, running.door, WARM_UP_SECONDS)
    tally, cost = _round(running, running.door, SECONDS)
    figures.per_second.append(tally.per_second)
    figures.cpu_us.append(cost)
    figures.load_us.append(tally.generator_us / len(tally.waits))
    figures.answer_ms.append(quantiles(tally.waits, n=2)[0] / 1e6)
    figures.hot_per_second.append(_round(running, running.hot, SECONDS)[0].per_second)


def _round(running: Running, door: Door, seconds: float) -> tuple[Tally, float]:
    clients = Clients(door, CLIENTS)
    before = cpu_us(running.pid)
    tally = clients.for_seconds(seconds)
    clients.close()
    return tally, (cpu_us(running.pid) - before) / len(tally.waits)


def _row(name: str, shown: Figures) -> tuple[str, ...]:
    values = (shown.per_second, shown.hot_per_second, shown.cpu_us, shown.load_us, shown.answer_ms)
    return (name, *(f"{median(v):,.1f}" if v else "" for v in values))
