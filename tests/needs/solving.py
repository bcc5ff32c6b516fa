"""Whoever adds and subtracts figures: linear equations in versions of lines, solved."""

from fractions import Fraction

Variable = str  # a version of a line


def leaks(
    equations: list[dict[Variable, Fraction]], owner: dict[Variable, str], knows: str, victim: str
) -> bool:
    """Can who knows their own lines combine the equations into one about the victim's lines alone?"""
    unknown = [mark for mark in owner if owner[mark] != knows]
    columns = [mark for mark in unknown if owner[mark] != victim]
    rows = [dict(equation) for equation in equations]
    for column in columns:
        pivot = next((row for row in rows if row.get(column)), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        for row in rows:
            factor = row.get(column, Fraction(0)) / pivot[column]
            if factor:
                for mark, weight in pivot.items():
                    row[mark] = row.get(mark, Fraction(0)) - factor * weight
    return any(row.get(mark) for row in rows for mark in unknown if owner[mark] == victim)
