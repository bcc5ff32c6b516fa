"""Long lists on pages: which stretch of each an address asks for."""

from collections.abc import Mapping
from typing import Any

from wire.stretches import Stretch, stretch

MOST = 200  # rows of a list on a page


def shown(
    asked: Mapping[str, Any], rows: Any, *, name: str = "page", most: int | None = None
) -> Stretch[Any]:
    """The stretch of the rows that the query string asks for under the name, or the last one.

    Anything but a number means the first, as old links should still open the page.
    """
    most = most or MOST
    found = stretch(rows, number_in(asked, name), most)
    if found.rows or not found.total:
        return found
    return stretch(rows, (found.total - 1) // most + 1, most)


def number_in(asked: Mapping[str, Any], name: str) -> int:
    """The number of the query string, from 1 on."""
    text = str(asked.get(name, ""))
    is_number = text.isascii() and text.isdigit() and len(text) < 7
    return max(1, int(text)) if is_number else 1
