"""The kinds of record that an authority holds, in the order in which an archive has them."""

from records.kinds import (
    decisions,
    demand,
    documents,
    files,
    journal,
    market,
    needs,
    people,
    published,
    talk,
    work,
)
from records.kinds.kind import Kind

KINDS: list[Kind] = [
    *people.KINDS,
    *talk.KINDS,
    *documents.KINDS,
    *files.KINDS,
    *needs.KINDS,
    *demand.KINDS,
    *published.KINDS,
    *decisions.KINDS,
    *work.KINDS,
    *market.KINDS,
    *journal.KINDS,
]

__all__ = ["KINDS", "Kind"]
