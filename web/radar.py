"""The contract-end radar as a time line drawn on the server: whole numbers in its own units."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from needs.contracts import Radar
from needs.radar import End, months_after

WIDTH, MARGIN, ROW, AXIS = 720, 24, 18, 34
LONGEST = 72  # months drawn; what ends later stands in the table alone
SHORTEST = 12
STACKED = 12  # contracts drawn above one another; more stand in the table alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One contract in the picture."""

    x: int
    y: int
    end: End


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """The beginning of a half-year on the axis."""

    x: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """The picture: dots above an axis, and the window as a band behind them."""

    width: int
    height: int
    axis_y: int
    tick_y: int
    text_y: int
    dots: list[Dot]
    ticks: list[Tick]
    band: tuple[int, int] | None  # where it begins, and how wide it is


def time_line(found: Radar, *, today: date) -> TimeLine | None:
    """The picture of the contracts that somebody sees; None where there is none."""
    if not found.ends:
        return None
    last = months_after(found.ends[-1].on, 1)
    until = min(max(last, months_after(today, SHORTEST)), months_after(today, LONGEST))
    days = (until - today).days

    def place(day: date) -> int:
        return MARGIN + (day - today).days * (WIDTH - 2 * MARGIN) // days

    drawn = [end for end in found.ends if end.on <= until]
    dots = _stacked(drawn, {end.on: place(end.on) for end in drawn})
    height = max(dot.y for dot in dots) + ROW
    window = found.window
    ends = (place(window.first_on), place(min(window.last_on, until))) if window else None
    return TimeLine(
        width=WIDTH,
        height=height + AXIS,
        axis_y=height,
        tick_y=height + 8,
        text_y=height + AXIS - 8,
        dots=[Dot(x=dot.x, y=height - dot.y, end=dot.end) for dot in dots],
        ticks=[Tick(x=place(day), day=day) for day in _halves(today, until)],
        band=(ends[0] - ROW // 2, ends[1] - ends[0] + ROW) if ends else None,
    )


def _stacked(ends: list[End], places: dict[date, int]) -> list[Dot]:
    """Dots in columns as wide as themselves, so that none covers another; y counts from the axis."""
    columns = groupby(ends, lambda end: places[end.on] // ROW)
    return [
        Dot(x=column * ROW + ROW // 2, y=ROW * (level + 1), end=end)
        for column, group in columns
        for level, end in enumerate(list(group)[:STACKED])
    ]


def _halves(today: date, until: date) -> list[date]:
    day = date(today.year, 1, 1)
    found = []
    while day <= until:
        found += [day] if day >= today else []
        day = months_after(day, 6)
    step = 2 if len(found) > 8 else 1  # of a long line only each year has its name
    return [day for day in found if step == 1 or day.month == 1]
