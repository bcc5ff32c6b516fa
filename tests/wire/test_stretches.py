"""Long lists a stretch at a time: every row in exactly one, and what is left is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire.stretches import stretch


@given(st.integers(0, 30), st.integers(1, 8))
def test_leafing_through_shows_every_row_once_and_knows_how_many_are_left(count: int, most: int) -> None:
    rows, seen, number = list(range(count)), list[int](), 1
    while True:
        part = stretch(rows, number, most)
        seen += part
        assert (part.total, part.more) == (count, count - len(seen))
        if part.later is None:
            break
        number = part.later

    assert seen == rows
    assert part.is_whole == (count <= most)
    assert part.earlier == (number - 1 or None)


@pytest.mark.parametrize(
    ("number", "first", "last", "more"), [(1, 1, 2, 3), (2, 3, 4, 1), (3, 5, 5, 0), (4, 7, 6, 0)]
)
def test_it_says_which_rows_it_holds(number: int, first: int, last: int, more: int) -> None:
    part = stretch(list("abcde"), number, 2)

    assert (part.first, part.last, part.more, part.total) == (first, last, more, 5)
    assert part.mapped(str.upper).rows == list("ABCDE")[first - 1 : last]
