"""Numbers as people write them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def plain(number: Decimal) -> str:
    """A number without exponent, and without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_or_none(number: Decimal | None) -> str | None:
    """The same of a number that may be missing."""
    return None if number is None else plain(number)


def goal_figures(goal: Mapping[str, Any]) -> str:
    """From which baseline to which target a kept goal goes, each with its year; empty where it names none."""
    return " → ".join(
        f"{goal[f'{name}_value']} {goal['unit']} ({goal[f'{name}_year']})".replace("  ", " ")
        for name in ("baseline", "target")
        if goal[f"{name}_value"] is not None
    )
