"""Fan-out: one 300-byte event to 500 sockets: CPU per delivery, memory per connection, latency."""

import time
from dataclasses import dataclass, field
from statistics import median, quantiles

from bench.fanout.contenders import FLOOR, NODE_WS, SOCKETIO, STOCK, Contender, Running, body
from bench.fanout.listeners import Listeners
from bench.fanout.ours import OURS
from bench.machine import cpu_us, rss_kib
from bench.report import Ratio, Report
from bench.services import services

CONTENDERS = (FLOOR, NODE_WS, SOCKETIO, STOCK, OURS)
LISTENERS = 500
PACE_NS = 50_000_000
PACED_EVENTS = 200
FAT_EVENTS = 150
FAT_BYTES = 19_000
"""More in all than a kernel keeps for a socket whose peer does not read."""

NOTE = f"""{LISTENERS} sockets, 300 bytes of text an event, medians of {{runs}} interleaved runs.
Times are from the moment the server is told (ours: the commit) to each arrival, at 20 events/s. Before
them each socket gets {FAT_EVENTS} events of {FAT_BYTES:,} bytes, which the one that never reads leaves lying:
ours closed that one in {{closed}} of {{runs}} runs."""


@dataclass(slots=True)
class Figures:
    """What one contender showed, one value per run."""

    cpu_us: list[float] = field(default_factory=list)
    load_us: list[float] = field(default_factory=list)
    idle_kib: list[float] = field(default_factory=list)
    p50_ms: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)
    stalled_p99_ms: list[float] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)


def measure(runs: int) -> Report:
    """All contenders, interleaved, `runs` times."""
    figures = {contender.name: Figures() for contender in CONTENDERS}
    with services():
        for _ in range(runs):
            for contender in CONTENDERS:
                _one_run(contender, figures[contender.name])
    return _report(figures, runs)


def _one_run(contender: Contender, figures: Figures) -> None:
    with contender.start(LISTENERS) as running:
        with Listeners(running.port, running.seats[:20]) as few:
            _in_step(running, few, 20)
        before = rss_kib(running.pid)
        with Listeners(running.port, running.seats) as listeners:
            time.sleep(1)
            figures.idle_kib.append((rss_kib(running.pid) - before) / LISTENERS)
            _cost(running, listeners, contender.events, figures)
            if contender.is_paced:
                p50, p99 = _paced(running, listeners)
                figures.p50_ms.append(p50)
                figures.p99_ms.append(p99)
        if contender.is_paced:
            with Listeners(running.port, running.seats, stalled=True) as listeners:
                figures.stalled_p99_ms.append(_paced(running, listeners)[1])
                figures.closed.append(len(listeners.lost))


def _in_step(running: Running, listeners: Listeners, events: int, size: int = 300) -> None:
    """Tell the next event when all have the last one, so that no server can save writes by joining them."""
    for number in listeners.numbers(events):
        running.publish(body(number, size))
        listeners.received(number)


def _cost(running: Running, listeners: Listeners, events: int, figures: Figures) -> None:
    _in_step(running, listeners, events // 4)
    server, load = cpu_us(running.pid), listeners.cpu_us()
    _in_step(running, listeners, events)
    deliveries = events * LISTENERS
    figures.cpu_us.append((cpu_us(running.pid) - server) / deliveries)
    figures.load_us.append((listeners.cpu_us() - load) / deliveries)


def _paced(running: Running, listeners: Listeners) -> tuple[float, float]:
    """p50 and p99 in ms from the moment the server is told to each arrival, at 20 events/s."""
    _in_step(running, listeners, FAT_EVENTS, FAT_BYTES)
    listeners.arrivals()
    told, due, number = {}, time.monotonic_ns(), 0
    for number in listeners.numbers(PACED_EVENTS):
        due += PACE_NS
        time.sleep(max(0, due - time.monotonic_ns()) / 1e9)
        told[number] = running.publish(body(number))
    listeners.received(number)
    waits = [(at - told[number]) / 1e6 for number, times in listeners.arrivals().items() for at in times]
    cuts = quantiles(waits, n=100)
    return cuts[49], cuts[98]


def _report(figures: dict[str, Figures], runs: int) -> Report:
    floor = median(figures[FLOOR.name].cpu_us)
    return Report(
        name="fanout",
        columns=(
            "server",
            "CPU us per delivery",
            "x floor",
            "KiB idle",
            "p50 ms",
            "p99 ms",
            "p99 ms, one never reads",
            "generator us",
        ),
        rows=[_row(name, shown, floor) for name, shown in figures.items()],
        ratios=_ratios(*(figures[c.name] for c in (OURS, FLOOR, NODE_WS, SOCKETIO, STOCK))),
        notes=[NOTE.format(runs=runs, closed=sum(figures[OURS.name].closed))],
    )


def _ratios(ours: Figures, floor: Figures, ws: Figures, socketio: Figures, stock: Figures) -> list[Ratio]:
    cpu = median(ours.cpu_us)
    slower = median(ours.stalled_p99_ms) / median(ours.p99_ms)
    return [
        Ratio(what="ours / floor, CPU per delivery", value=cpu / median(floor.cpu_us), limit=2.5),
        Ratio(what="ours / socket.io, CPU per delivery", value=cpu / median(socketio.cpu_us), limit=1.1),
        Ratio(
            what="stock pub/sub layer / ours, CPU per delivery",
            value=median(stock.cpu_us) / cpu,
            limit=12,
            at_least=True,
        ),
        Ratio(what="KiB per idle connection of ours", value=median(ours.idle_kib), limit=30),
        Ratio(
            what="ours / node ws, p50 at 20 events/s",
            value=median(ours.p50_ms) / median(ws.p50_ms),
            limit=1.6,
        ),
        Ratio(what="p99 with one reader that never reads / without", value=slower, limit=1.2),
    ]


def _row(name: str, shown: Figures, floor: float) -> tuple[str, ...]:
    cpu = median(shown.cpu_us)
    waits = (shown.p50_ms, shown.p99_ms, shown.stalled_p99_ms)
    return (
        name,
        f"{cpu:.1f}",
        f"{cpu / floor:.1f}",
        f"{median(shown.idle_kib):.0f}",
        *(f"{median(values):.1f}" if values else "" for values in waits),
        f"{median(shown.load_us):.1f}",
    )
