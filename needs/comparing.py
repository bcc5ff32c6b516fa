"""What differs between two versions of a need: field by field, goal by goal, and word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from needs.models import STATEMENT, TITLES, NeedVersion

_PIECES = re.compile(r"\s+|\w+\s*|[^\w\s]\s*")
# Pairs of words that are compared in one text, and on one page; beyond, a text is shown as taken away and
# written anew. Comparing costs up to the cube of how many words differ.
_MOST_COMPARED, _MOST_ON_A_PAGE = 60_000, 240_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A field, goal or stakeholder that is not as it was; None where it was not there."""

    place: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text that is `kept`, `removed` or `added`."""

    kind: str
    text: str


@dataclass(slots=True)
class Effort:
    """What may still be compared for one page, in pairs of words."""

    left: int = _MOST_ON_A_PAGE

    def is_enough_for(self, pairs: int) -> bool:
        """May so many pairs be compared? Those that are, are spent."""
        if pairs > min(_MOST_COMPARED, self.left):
            return False
        self.left -= pairs
        return True


def changes_between(before: NeedVersion, after: NeedVersion) -> list[Changed]:
    """What is other in the later version, in the order in which it is read."""
    fields = [
        Changed(place=name, before=_plain(getattr(before, name)), after=_plain(getattr(after, name)))
        for name in (*TITLES, *STATEMENT)
        if getattr(before, name) != getattr(after, name)
    ]
    return [
        *fields,
        *_rows("goals", before.goals, after.goals),
        *_rows("stakeholders", before.stakeholders, after.stakeholders),
    ]


def pieces_of(change: Changed, effort: Effort) -> list[Piece]:
    """Both texts of a change in one, word by word; as two where that would take too long."""
    old, new = (_PIECES.findall(text or "") for text in (change.before, change.after))
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    ends = old[:head], old[len(old) - tail :]
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    steps: list[Any] = [("replace", 0, len(old), 0, len(new))]
    if effort.is_enough_for(len(old) * len(new)):
        steps = SequenceMatcher(None, old, new).get_opcodes()
    found = [_piece("kept", ends[0])]
    for what, start, stop, first, last in steps:
        if what == "equal":
            found.append(_piece("kept", old[start:stop]))
        else:
            found += [_piece("removed", old[start:stop]), _piece("added", new[first:last])]
    return [piece for piece in (*found, _piece("kept", ends[1])) if piece.text]


def _same(one: list[str], other: list[str]) -> int:
    """How many words they begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((count for count, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _piece(kind: str, words: list[str]) -> Piece:
    return Piece(kind=kind, text="".join(words))


def said(row: dict[str, Any]) -> str:
    """A goal or stakeholder of a version in one text: what it is, and its values."""
    values = [row.get("statement") or row.get("name"), *_values(row)]
    return " · ".join(str(value) for value in values if value not in (None, ""))


def _values(row: dict[str, Any]) -> list[Any]:
    if "name" in row:
        return [row[name] for name in ("interest", "influence", "attitude", "involvement_plan")]
    return [row["indicator"], _measured(row), row["unit"], row["measurement_method"]]


def _measured(row: dict[str, Any]) -> str:
    ends = [
        f"{row[f'{name}_value']} ({row[f'{name}_year']})"
        for name in ("baseline", "target")
        if row[f"{name}_value"] is not None
    ]
    return " → ".join(ends)


def _rows(name: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Changed]:
    before, after = ({row["id"]: row for row in rows} for rows in (old, new))
    return [
        Changed(
            place=f"{name}/{key}",
            before=said(before[key]) if key in before else None,
            after=said(after[key]) if key in after else None,
        )
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    ]


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
