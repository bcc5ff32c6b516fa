"""Tables as Markdown."""

from collections.abc import Iterable, Sequence

WRITTEN = "Written by `make docs` from the code; `make lint` compares them."


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a head; cells hold no pipe that is not escaped here."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
