"""Long lists a stretch at a time, by number: for what people leaf through, and what is no list of its own.

Every stretch says how many rows there are in all, so that nothing is left out without a word.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch(Generic[T]):
    """Rows of a list that are shown, the number of the stretch that they are, and how many there are."""

    rows: list[T]
    number: int
    most: int
    total: int

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_whole(self) -> bool:
        """Are these all rows?"""
        return len(self.rows) == self.total

    @property
    def first(self) -> int:
        """Where the first row shown stands in the list."""
        return (self.number - 1) * self.most + 1

    @property
    def last(self) -> int:
        """Where the last row shown stands in the list."""
        return self.first + len(self.rows) - 1

    @property
    def more(self) -> int:
        """How many rows come after these."""
        return max(0, self.total - self.number * self.most)

    @property
    def earlier(self) -> int | None:
        """The number of the stretch before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def later(self) -> int | None:
        """The number of the stretch after, if there is one."""
        return self.number + 1 if self.more else None

    def mapped(self, shape: Callable[[T], U]) -> "Stretch[U]":
        """The same stretch of what is made of the rows."""
        rows = [shape(row) for row in self.rows]
        return Stretch(rows=rows, number=self.number, most=self.most, total=self.total)


def stretch(rows: Any, number: int, most: int) -> Stretch[Any]:
    """The stretch of a list or an ordered queryset, counted from 1; without rows beyond its end.

    One query, and one more to count a list that does not end in the first stretch.
    """
    start = (number - 1) * most
    found = list(rows[start : start + most + 1])
    ends_here = len(found) <= most and number == 1
    total = len(found) if ends_here else _count(rows)
    return Stretch(rows=found[:most], number=number, most=most, total=total)


def _count(rows: Any) -> int:
    return len(rows) if isinstance(rows, list) else int(rows.count())
