"""What a benchmark says: a table of medians and the ratios that were promised."""

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from bench.machine import BENCH_DIR


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One promise: `value` may not pass `limit` (from below where `at_least`)."""

    what: str
    value: float
    limit: float
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the measured value keeps the promise."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def line(self) -> str:
        """The promise and what was measured, for people."""
        sign = ">=" if self.at_least else "<="
        return (
            f"{'held  ' if self.holds else 'MISSED'}  {self.value:8.2f} {sign} {self.limit:<6g}  {self.what}"
        )


@dataclass(slots=True, kw_only=True)
class Report:
    """A table, its promises and the notes needed to read them."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    ratios: list[Ratio]
    notes: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every promise is kept."""
        return all(ratio.holds for ratio in self.ratios)

    def text(self) -> str:
        """The report as printed."""
        table = [self.columns, *self.rows]
        widths = [max(len(row[i]) for row in table) for i in range(len(self.columns))]
        lines = [
            "  ".join(
                cell.ljust(w) if i == 0 else cell.rjust(w)
                for i, (cell, w) in enumerate(zip(row, widths, strict=True))
            )
            for row in table
        ]
        lines.insert(1, "  ".join("-" * width for width in widths))
        promises = [ratio.line() for ratio in self.ratios]
        return "\n".join([f"\nbench/{self.name}", *lines, "", *promises, "", *self.notes])

    def keep(self) -> None:
        """Write the report to `var/bench/<name>.json`."""
        ratios = [asdict(ratio) | {"holds": ratio.holds} for ratio in self.ratios]
        kept = {
            "name": self.name,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": {
                "cpus": os.cpu_count(),
                "kernel": platform.release(),
                "python": platform.python_version(),
            },
            "table": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
            "ratios": ratios,
            "notes": self.notes,
        }
        BENCH_DIR.mkdir(parents=True, exist_ok=True)
        (BENCH_DIR / f"{self.name}.json").write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n")
