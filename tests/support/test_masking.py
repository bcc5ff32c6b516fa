from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.masking import masked_parts

NAMES = ("fresh", "late", "silent")
counts = st.fixed_dictionaries({name: st.integers(0, 40) for name in NAMES})


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ((5, 0, 0), (5, 0, 0)),
        ((5, 4, 3), (5, 4, 3)),
        ((5, 1, 2), (5, None, None)),
        ((5, 2, 0), (5, None, None)),  # 7 members, 5 fresh, 0 silent would tell the 2
        ((5, 4, 1), (5, None, None)),
        ((0, 1, 0), (None, None, 0)),
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_no_part_below_three_is_shown_or_can_be_reckoned(
    parts: tuple[int, ...], shown: tuple[int | None, ...]
) -> None:
    assert tuple(masked_parts(dict(zip(NAMES, parts, strict=True))).values()) == shown


@given(counts)
def test_who_knows_the_whole_can_not_tell_a_hidden_part(parts: dict[str, int]) -> None:
    """More than one division of what is hidden fits what is shown."""
    shown = masked_parts(parts)
    hidden = [name for name in NAMES if shown[name] is None]
    rest = sum(parts[name] for name in hidden)
    fits = [found for found in product(range(rest + 1), repeat=len(hidden)) if sum(found) == rest]

    assert all(shown[name] == parts[name] for name in NAMES if name not in hidden)
    assert not hidden or len(fits) > 1
    assert all(count == 0 or count >= 3 for count in shown.values() if count is not None)
