"""Documents: the 259,778 edits of a real paper, from one writer to one peer and to twenty."""

import os
import time
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from statistics import median, quantiles

from bench.documents import trace
from bench.documents.contenders import HOCUSPOCUS, PYCRDT, Y_WEBSOCKET, Contender, Running, hocuspocus_file
from bench.documents.ours import OURS, stored_bytes
from bench.documents.wire import Client, Crowd, drain, update_frame
from bench.machine import cpu_us, rss_kib
from bench.report import Ratio, Report
from bench.services import services

CONTENDERS = (Y_WEBSOCKET, HOCUSPOCUS, PYCRDT, OURS)
EDITS = int(os.environ.get("BENCH_EDITS", trace.ALL))
WARM_UP = min(20_000, EDITS)
EDITS_TO_MANY = min(30_000, EDITS)
MANY = 20
PACE_NS, PACED = 20_000_000, 250
NOTE = """{edits:,} edits to one peer ({few:,} to pycrdt-websocket), {many:,} to twenty; medians of {runs}
interleaved runs. A run ends when every peer has seen a mark that the writer sends last: whoever merges frames
may. Before it each server is warmed up with {warm:,} edits. p99: from the send to each arrival, 20 peers, 50
edits/s. MB: resident memory after the trace, and in brackets how much of it came with the documents. Cold: a
new process on what was kept, from connecting to the whole document. Ours: permissions, log and journal on,
durable before relay."""
_marks = count(1)


@dataclass(slots=True)
class Figures:
    """What one contender showed, one value per run."""

    one: list[float] = field(default_factory=list)
    many: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)
    mib: list[float] = field(default_factory=list)
    grown_mib: list[float] = field(default_factory=list)
    cold_ms: list[float] = field(default_factory=list)
    stored: list[float] = field(default_factory=list)


def measure(runs: int) -> Report:
    """All contenders, interleaved, `runs` times."""
    figures = {contender.name: Figures() for contender in CONTENDERS}
    with services():
        hocuspocus_file().unlink(missing_ok=True)
        for run in range(runs):
            for contender in CONTENDERS:
                _one_run(contender, figures[contender.name], f"{contender.name[:4]}{run}")
    return _report(figures, runs)


def _one_run(contender: Contender, figures: Figures, name: str) -> None:
    edits = min(EDITS, contender.most_edits)
    with contender.start() as running:
        idle = rss_kib(running.pid)
        _flood(running, f"{name}warm", WARM_UP, 1)
        before = cpu_us(running.pid)
        figures.one.append(_flood(running, f"{name}one", edits, 1))
        figures.cpu_us.append((cpu_us(running.pid) - before) / edits)
        figures.mib.append(rss_kib(running.pid) / 1024)
        figures.grown_mib.append((rss_kib(running.pid) - idle) / 1024)
        figures.many.append(_flood(running, f"{name}many", EDITS_TO_MANY, MANY))
        figures.p99_ms.append(_paced(running, f"{name}paced"))
        if contender.settle is not None:
            time.sleep(contender.settle(f"{name}one"))
    if contender.settle is not None:
        with contender.start() as running:
            Client(running.port, running.seats(f"{name}other", 1)[0]).close()
            with closing(Client(running.port, running.seats(f"{name}one", 1)[0])) as client:
                figures.cold_ms.append(client.load_ms)
    if contender is OURS:
        figures.stored.append(stored_bytes(f"{name}one") / len(trace.updates(edits)[1]))


def _flood(running: Running, document: str, edits: int, peers: int) -> float:
    """Edits per second from the first send until every peer has the last."""
    seats = running.seats(document, peers + 1)
    number = next(_marks)
    frames = [update_frame(seats[0], update) for update in trace.updates(edits)[0]]
    frames += [update_frame(seats[0], update) for update in trace.marked(range(number, number + 1))]
    data = b"".join(frames)
    with closing(Client(running.port, seats[0])) as writer, closing(Crowd(running.port, seats[1:])) as crowd:
        began = time.monotonic()
        crowd.while_sending(writer, data)
        while not all(number in seen for seen in crowd.seen):
            drain(writer)
            crowd.take(0.05)
            if time.monotonic() - began > 600:
                message = f"{document}: the peers wait for what does not come."
                raise TimeoutError(message)
        return edits / (time.monotonic() - began)


def _paced(running: Running, document: str) -> float:
    """p99 in ms from the send to each arrival at 20 peers, 50 edits a second."""
    seats = running.seats(document, MANY + 1)
    first = next(_marks)
    numbers = range(first, first + PACED)
    for _ in numbers:
        next(_marks)
    updates = trace.marked(numbers)
    sent: dict[int, int] = {}
    with closing(Client(running.port, seats[0])) as writer, closing(Crowd(running.port, seats[1:])) as crowd:
        due = time.monotonic_ns()
        for number, update in zip(numbers, updates, strict=True):
            due += PACE_NS
            while (left := due - time.monotonic_ns()) > 0:
                crowd.take(left / 1e9)
            sent[number] = time.monotonic_ns()
            writer.socket.sendall(update_frame(seats[0], update))
            drain(writer)
        crowd.until(numbers[-1])
        waits = [(at - sent[number]) / 1e6 for seen in crowd.seen for number, at in seen.items()]
    return quantiles(waits[len(waits) // 10 :], n=100)[98]


def _report(figures: dict[str, Figures], runs: int) -> Report:
    note = NOTE.format(
        edits=EDITS, few=min(EDITS, PYCRDT.most_edits), many=EDITS_TO_MANY, runs=runs, warm=WARM_UP
    )
    return Report(
        name="documents",
        columns=(
            "server",
            "updates/s, 1 peer",
            "CPU us per update",
            "updates/s, 20 peers",
            "p99 ms at 50/s",
            "MB",
            "cold load ms",
            "stored / state",
        ),
        rows=[_row(name, shown) for name, shown in figures.items()],
        ratios=_ratios(*(figures[one.name] for one in (OURS, Y_WEBSOCKET, HOCUSPOCUS, PYCRDT))),
        notes=[note],
    )


def _ratios(ours: Figures, ws: Figures, hocus: Figures, pycrdt: Figures) -> list[Ratio]:
    best = min(median(peer.p99_ms) for peer in (ws, hocus, pycrdt))
    return [
        _at_least("ours / y-websocket, updates/s to 1 peer", ours.one, ws.one, 1.4),
        _at_least("ours / hocuspocus, updates/s to 1 peer", ours.one, hocus.one, 2),
        _at_least("ours / y-websocket, updates/s to 20 peers", ours.many, ws.many, 2),
        _at_least("ours / hocuspocus, updates/s to 20 peers", ours.many, hocus.many, 2),
        Ratio(what="ours / the best, p99 at 50/s", value=median(ours.p99_ms) / best, limit=1),
        _at_most("ours / hocuspocus, cold load", ours.cold_ms, hocus.cold_ms, 0.5),
        _at_most("ours / hocuspocus, memory that documents take", ours.grown_mib, hocus.grown_mib, 0.5),
        Ratio(what="stored / Yjs state", value=median(ours.stored), limit=1.2),
    ]


def _at_least(what: str, ours: list[float], theirs: list[float], limit: float) -> Ratio:
    return Ratio(what=what, value=median(ours) / median(theirs), limit=limit, at_least=True)


def _at_most(what: str, ours: list[float], theirs: list[float], limit: float) -> Ratio:
    return Ratio(what=what, value=median(ours) / median(theirs), limit=limit)


def _row(name: str, shown: Figures) -> tuple[str, ...]:
    def told(values: list[float], form: str) -> str:
        return format(median(values), form) if values else ""

    return (
        name,
        told(shown.one, ",.0f"),
        told(shown.cpu_us, ".1f"),
        told(shown.many, ",.0f"),
        told(shown.p99_ms, ".1f"),
        f"{told(shown.mib, '.0f')} ({told(shown.grown_mib, '.0f')})",
        told(shown.cold_ms, ".0f"),
        told(shown.stored, ".2f"),
    )
