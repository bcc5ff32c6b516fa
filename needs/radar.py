"""Which contracts end when, and how many of them together. Pure, without Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

MONTHS = 8  # a window in which a common purchase can meet most contracts


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class End:
    """One authority's contract for what a need is about, and the day on which it ends."""

    on: date
    authority: str
    authority_id: UUID
    need_id: UUID
    need: str
    annex_id: UUID
    is_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Contracts that end within some months of one another: from the first to the last of them."""

    first_on: date
    last_on: date
    contracts: int
    authorities: int


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))


def densest(ends: Iterable[End], *, months: int = MONTHS) -> Window | None:
    """Where the most contracts end within so many months; the earliest of equals. None below two."""
    days = sorted(ends)
    best: Sequence[End] = ()
    stop = 0
    for start, first in enumerate(days):
        last = months_after(first.on, months)
        while stop < len(days) and days[stop].on <= last:
            stop += 1
        best = days[start:stop] if stop - start > len(best) else best
    if len(best) < 2:
        return None
    return Window(
        first_on=best[0].on,
        last_on=best[-1].on,
        contracts=len(best),
        authorities=len({end.authority_id for end in best}),
    )
