"""What of a table of demand others may see. Pure: no Django, no database.

What is published of a cell is the sum of *batches*. A batch is made of the contributions of at
least three authorities, none of whose lines was published before; it is never taken apart, and
ends only once every one of its contributions has changed or gone. So no line version is part of
two published figures, and every figure holds three authorities' or more: whatever is added or
subtracted, at least three authorities' unknowns stay in it, and each may be anything from
nothing to the whole (docs/demand.md tells why simpler rules leak).

Lines that may be made public are batched apart where three authorities have such lines: the
public's table adds up public batches, the network's all batches, and their difference is whole
batches again.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import NamedTuple

FEWEST = 3  # authorities in a figure
ZERO = Decimal(0)


class Cell(NamedTuple):
    """A place in the table: item (with its unit), the year its period begins in, commitment, start window."""

    item: str
    year: int
    commitment: str
    window: str


class Figures(NamedTuple):
    """Quantities: at least, most likely, at most."""

    low: Decimal = ZERO
    mid: Decimal = ZERO
    high: Decimal = ZERO

    @classmethod
    def sum_of(cls, parts: "Iterable[Figures]") -> "Figures":
        """What the parts add up to."""
        low, mid, high = ZERO, ZERO, ZERO
        for part in parts:
            low, mid, high = low + part[0], mid + part[1], high + part[2]
        return cls(low, mid, high)


# Versions of lines, each as `line:version`, in order, with blanks between: there are many, and text is cheap.
Marks = str


def marks_of(versions: Iterable[str]) -> Marks:
    """Versions of lines, put in order."""
    return " ".join(sorted(versions))


def _versions(marks: Marks) -> Iterator[tuple[str, int]]:
    """Which lines, and which version of each."""
    for mark in marks.split(" "):
        line, _colon, version = mark.rpartition(":")
        yield line, int(version)


class Said(NamedTuple):
    """What one authority says in a cell: its lines there, or some of them, with their sum.

    `is_open`: it is one line, and the whole network sees it as it is. `is_public`: it is not, and sums
    of it may be made public.
    """

    authority: str
    cell: Cell
    marks: Marks
    figures: Figures
    is_open: bool
    is_public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Contributions that were published together, and stay so."""

    on: str
    figures: Figures
    marks: Mapping[str, Marks]  # by authority
    is_public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What was published: the batches that still stand, and of those that ended each line's last version."""

    batches: Mapping[Cell, tuple[Batch, ...]] = field(default_factory=dict)
    ended: Mapping[str, int] = field(default_factory=dict)

    def published(self) -> dict[str, int]:
        """The last version of each line that ever was in a figure."""
        standing = (batch for batches in self.batches.values() for batch in batches)
        return _with_versions(self.ended, standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A cell as others see it; `figures` is None where it is masked.

    `authorities` counts those in the figures, None for fewer than three. `awaits` says that some
    of what was declared is not in the figures yet, or not any more.
    """

    cell: Cell
    figures: Figures | None
    authorities: int | None
    as_of: str | None
    awaits: bool


def publish(everything: Iterable[Said], ledger: Ledger, *, on: str) -> tuple[list[Shown], Ledger]:
    """The table that the network may see from `on` on, and the ledger for the next one.

    `on` is a moment, as text that sorts by time.
    """
    by_cell = _by_cell(everything)
    batches: dict[Cell, tuple[Batch, ...]] = {}
    ended: list[Batch] = []
    published = cache(ledger.published)
    table = []
    for cell in sorted(by_cell.keys() | ledger.batches.keys()):
        here = by_cell.get(cell, [])
        before = ledger.batches.get(cell, ())
        standing = _standing(before, here)
        ended += [batch for batch in before if batch not in standing]
        for is_public in (True, False):
            pool = _pool(here, standing, is_public=is_public)
            fresh = _fresh(_contributions(pool), _of(standing, is_public=is_public), published)
            if len(fresh) >= FEWEST:
                standing = (*standing, _batch(pool, fresh, on, is_public=is_public))
        if standing:
            batches[cell] = standing
        if here:
            table.append(_shown(cell, here, standing, on))
    return table, Ledger(batches=batches, ended=_with_versions(ledger.ended, ended))


def public_table(everything: Iterable[Said], ledger: Ledger) -> list[Shown]:
    """The table that anybody may see, of what `publish` was given and the ledger that it gave.

    Lines that are open to the network count in it as little as those that only it may add up.
    """
    table = []
    for cell, here in sorted(_by_cell(said for said in everything if said.is_public).items()):
        standing = _of(ledger.batches.get(cell, ()), is_public=True)
        table.append(_shown(cell, here, standing, ""))
    return table


def leaves_too_few(batch: Batch, told: Container[str]) -> bool:
    """Would too few be left to hide behind one another, once these versions of lines are known to all?

    None at all is fine: then nothing is hidden. One or two could be worked out, by each other at least.
    """
    hidden = sum(any(mark not in told for mark in marks.split(" ")) for marks in batch.marks.values())
    return 0 < hidden < FEWEST


def _by_cell(everything: Iterable[Said]) -> dict[Cell, list[Said]]:
    found: dict[Cell, list[Said]] = defaultdict(list)
    for said in everything:
        found[said.cell].append(said)
    return found


def _of(batches: tuple[Batch, ...], *, is_public: bool) -> tuple[Batch, ...]:
    return tuple(batch for batch in batches if batch.is_public == is_public)


def _pool(here: list[Said], standing: tuple[Batch, ...], *, is_public: bool) -> list[Said]:
    """What is hidden and may join such a batch. What the other kind of batch holds would count twice."""
    hidden = [said for said in here if not said.is_open and (said.is_public or not is_public)]
    others = _of(standing, is_public=not is_public)
    if not (hidden and others):
        return hidden
    held = _held(others)
    return [said for said in hidden if held.isdisjoint(_lines(said.marks))]


def _contributions(pool: Iterable[Said]) -> dict[str, Marks]:
    """What each authority adds to a cell without showing it."""
    found: dict[str, Marks] = {}
    for said in pool:
        before = found.get(said.authority)
        found[said.authority] = marks_of([*before.split(" "), said.marks]) if before else said.marks
    return found


def _standing(batches: tuple[Batch, ...], here: list[Said]) -> tuple[Batch, ...]:
    """Batches of which something still holds. What may be public may also have joined the network's."""
    if not batches:
        return ()
    public = _contributions(_pool(here, (), is_public=True))
    kept = tuple(one for one in batches if one.is_public and _holds(one, public))
    pool = _pool(here, kept, is_public=False)
    ways = [_contributions(pool)]
    if public:
        ways.append(_contributions(said for said in pool if not said.is_public))
    return tuple(one for one in batches if one in kept or (not one.is_public and _holds(one, *ways)))


def _holds(batch: Batch, *ways: Mapping[str, Marks]) -> bool:
    return any(found.get(authority) == marks for authority, marks in batch.marks.items() for found in ways)


def _fresh(
    found: dict[str, Marks], standing: tuple[Batch, ...], published: Callable[[], Mapping[str, int]]
) -> dict[str, Marks]:
    """Contributions of authorities that are in none of these batches, with no line that ever was in any.

    None of them where there are too few for a batch: then nobody asks what was ever published.
    """
    taken = {authority for batch in standing for authority in batch.marks}
    waiting = {authority: marks for authority, marks in found.items() if authority not in taken}
    if len(waiting) < FEWEST:
        return {}
    last = published()
    return {
        authority: marks
        for authority, marks in waiting.items()
        if not (last and any(version <= last.get(line, 0) for line, version in _versions(marks)))
    }


def _batch(pool: list[Said], fresh: dict[str, Marks], on: str, *, is_public: bool) -> Batch:
    figures = Figures.sum_of(said.figures for said in pool if said.authority in fresh)
    return Batch(on=on, figures=figures, marks=fresh, is_public=is_public)


def _shown(cell: Cell, here: list[Said], standing: tuple[Batch, ...], on: str) -> Shown:
    hidden = [said for said in here if not said.is_open]
    awaits = _awaits(hidden, standing)
    if hidden and (len({said.authority for said in hidden}) < FEWEST or not standing):
        return Shown(cell=cell, figures=None, authorities=None, as_of=None, awaits=awaits)
    opened = _opened(here, standing)
    parts: list[Said | Batch] = [*opened, *standing]
    count = len({said.authority for said in opened}.union(*(batch.marks for batch in standing)))
    return Shown(
        cell=cell,
        figures=Figures.sum_of(part.figures for part in parts),
        authorities=count if count >= FEWEST else None,
        as_of=min((batch.on for batch in standing), default=on),
        awaits=awaits,
    )


def _awaits(hidden: list[Said], standing: tuple[Batch, ...]) -> bool:
    """Is something declared that is in no figure, or in a figure that is declared no more?"""
    now = [said.marks for said in hidden]
    then = [marks for batch in standing for marks in batch.marks.values()]
    # Alike as they are where nobody says both what may be public and what may not.
    return sorted(now) != sorted(then) and set(" ".join(now).split()) != set(" ".join(then).split())


def _lines(marks: Marks) -> Iterator[str]:
    return (line for line, _version in _versions(marks))


def _held(batches: tuple[Batch, ...]) -> set[str]:
    """Every line in these, in whichever version."""
    return {line for batch in batches for marks in batch.marks.values() for line in _lines(marks)}


def _opened(here: list[Said], standing: tuple[Batch, ...]) -> list[Said]:
    """Lines that everybody sees, but for those that a batch holds: they would count twice."""
    opened = [said for said in here if said.is_open]
    if not opened:
        return []
    held = _held(standing)
    return [said for said in opened if held.isdisjoint(_lines(said.marks))]


def _with_versions(before: Mapping[str, int], batches: Iterable[Batch]) -> dict[str, int]:
    """The last version of each line: of those before, and of those in the batches."""
    last = dict(before)
    for batch in batches:
        for marks in batch.marks.values():
            for line, version in _versions(marks):
                if version > last.get(line, 0):
                    last[line] = version
    return last
