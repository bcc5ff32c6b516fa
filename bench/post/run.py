"""A durable post: how many a second, what each costs, and what listeners cost the poster."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from bench import product
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
from bench.post.findings import LISTENING, Figures, Findings
from bench.post.ours import heard_by, our_http, our_socket
from bench.report import Report
from bench.services import empty_database, services

if TYPE_CHECKING:
    from bench.cast import Cast

WARM_UP_SECONDS = 2.0
SECONDS = 5.0


def measure(runs: int) -> Report:
    """All servers, interleaved, `runs` times."""
    findings = Findings()
    with services():
        peers = empty_database("peers")
        prepare(peers)
        cast = _cast()
        for _ in range(runs):
            findings.limit.per_second.append(limit_per_second(peers, rooms=NETWORKS, seconds=SECONDS))
            findings.limit.hot_per_second.append(limit_per_second(peers, rooms=1, seconds=SECONDS))
            _one_run(partial(plain_wsgi, peers), findings.plain_wsgi)
            _one_run(partial(plain_asgi, peers), findings.plain_asgi)
            _one_run(partial(our_http, cast), findings.our_http)
            _one_run(partial(our_socket, cast), findings.our_socket)
            for listeners in LISTENING:
                findings.heard[listeners].append(heard_by(cast, listeners))
    return findings.report(runs)


def _cast() -> "Cast":
    product.prepare()
    from bench.cast import gather  # noqa: PLC0415 - needs Django set up

    return gather(posters=CLIENTS, listeners=max(LISTENING), networks=NETWORKS)


def _one_run(start: Callable[[], AbstractContextManager[Running]], figures: Figures) -> None:
    with start() as running:
        _round(running.pid, running.door, WARM_UP_SECONDS)
        tally, cost = _round(running.pid, running.door, SECONDS)
        figures.per_second.append(tally.per_second)
        figures.cpu_us.append(cost)
        figures.load_us.append(tally.generator_us / len(tally.waits))
        figures.answer_ms.append(median(tally.waits) / 1e6)
        figures.hot_per_second.append(_round(running.pid, running.hot, SECONDS)[0].per_second)


def _round(pid: int, door: Door, seconds: float) -> tuple[Tally, float]:
    with closing(Clients(door, CLIENTS)) as clients:
        before = cpu_us(pid)
        tally = clients.for_seconds(seconds)
        return tally, (cpu_us(pid) - before) / len(tally.waits)
