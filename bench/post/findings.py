"""What the runs of bench/post showed, and which promises that keeps."""

from dataclasses import dataclass, field
from statistics import median

from bench.post.ours import Heard
from bench.report import Ratio, Report

LISTENING = (1, 20, 500)
KARROT_TO_PLAIN = 466_000 / 3_154
"""CPU per post of Karrot's endpoint with 20 connected members, by that of plain DRF under gunicorn: both
measured once on one machine before this project began. Karrot can't be installed from a package registry,
so this machine's own plain DRF tells what Karrot would cost here."""

COLUMNS = ("server", "posts/s", "hot room", "CPU us", "generator us", "answer p50 ms", "heard p50 ms")
NOTE = """One core for the server, 8 clients, 50 networks, one hot room; medians of {runs} runs in turn.
pgbench writes what a post writes as one statement: the limit. Plain DRF believes a header instead of
looking a token up; ours has tokens, idempotency, hash chain, Markdown and nudge on, and rate limits off
(eight people post as hundreds would). The last rows: one poster by HTTP at 40/s, others listening on another
process; CPU is the posting process's, heard is when the last listener has it. Karrot: 148 times the CPU of
plain DRF under gunicorn with 20 connected members, as measured once side by side, against all of ours but
the database."""


@dataclass(slots=True)
class Figures:
    """What one server showed, one value per run."""

    per_second: list[float] = field(default_factory=list)
    hot_per_second: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)
    load_us: list[float] = field(default_factory=list)
    answer_ms: list[float] = field(default_factory=list)

    def row(self, name: str) -> tuple[str, ...]:
        """As a line of the table."""
        values = (self.per_second, self.hot_per_second, self.cpu_us, self.load_us, self.answer_ms)
        return (name, *(f"{median(shown):,.1f}" if shown else "" for shown in values), "")


@dataclass(slots=True)
class Findings:
    """All servers, and ours with listeners."""

    limit: Figures = field(default_factory=Figures)
    plain_wsgi: Figures = field(default_factory=Figures)
    plain_asgi: Figures = field(default_factory=Figures)
    our_http: Figures = field(default_factory=Figures)
    our_socket: Figures = field(default_factory=Figures)
    heard: dict[int, list[Heard]] = field(default_factory=lambda: {many: [] for many in LISTENING})

    def report(self, runs: int) -> Report:
        """The table and the promises."""
        rows = [
            self.limit.row("pgbench, one statement"),
            self.plain_wsgi.row("plain DRF + ORM, gunicorn gthread"),
            self.plain_asgi.row("plain DRF + ORM, uvicorn"),
            self.our_http.row("ours by HTTP, gunicorn gthread"),
            self.our_socket.row("ours by socket, uvicorn"),
            *(self._heard_row(listeners) for listeners in LISTENING),
        ]
        return Report(
            name="post", columns=COLUMNS, rows=rows, ratios=self._ratios(), notes=[NOTE.format(runs=runs)]
        )

    def _heard_row(self, listeners: int) -> tuple[str, ...]:
        shown = self.heard[listeners]
        cpu, answer, heard = (
            median(getattr(h, name) for h in shown) for name in ("poster_us", "answer_ms", "heard_ms")
        )
        return (
            f"ours by HTTP, {listeners} listening",
            "",
            "",
            f"{cpu:,.1f}",
            "",
            f"{answer:,.1f}",
            f"{heard:,.1f}",
        )

    def _ratios(self) -> list[Ratio]:
        plain = max(median(self.plain_wsgi.per_second), median(self.plain_asgi.per_second))
        hot = max(median(self.our_http.hot_per_second), median(self.our_socket.hot_per_second))
        poster = {many: median(h.poster_us for h in self.heard[many]) for many in LISTENING}
        whole = median(h.all_us for h in self.heard[20])
        karrot = KARROT_TO_PLAIN * median(self.plain_wsgi.cpu_us)
        limit = median(self.limit.hot_per_second)
        return [
            _at_least(
                "ours by HTTP / the faster plain DRF + ORM, posts/s",
                median(self.our_http.per_second) / plain,
                1.5,
            ),
            _at_least(
                "ours by socket / the faster plain DRF + ORM, posts/s",
                median(self.our_socket.per_second) / plain,
                1.5,
            ),
            _at_least("a hot room of ours / of pgbench, posts/s", hot / limit, 0.25),
            Ratio(
                what="the poster's CPU with 500 listeners / with 1", value=poster[500] / poster[1], limit=1.1
            ),
            _at_least("Karrot / ours, CPU with 20 connected members", karrot / whole, 50),
        ]


def _at_least(what: str, value: float, limit: float) -> Ratio:
    return Ratio(what=what, value=value, limit=limit, at_least=True)
