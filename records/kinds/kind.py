"""What a kind of record is: its rows as one authority may see them, and how they look in an archive."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.functional import Promise

from networks.shapes import Named
from records.packing import Part
from records.sight import Sight

Rows = Callable[[Sight], "models.QuerySet[Any]"]
Shape = Callable[[Sight, Any], Mapping[str, Any]]
# Files of some rows, so that what they are made of is fetched together.
Files = Callable[[Sight, list[Any]], Iterator[Part]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of record in one network.

    `rows` are those in sight, in a fixed order; `shape` is how one stands in the list `<name>.json`, and
    without it there is no list. `files` gives what lies beside the list. `together` rows are fetched at
    once, and no more of them are ever in memory.
    """

    name: str
    title: "str | Promise"
    rows: Rows
    shape: Shape | None
    files: Files | None = None
    together: int = 500


def named(person: Any) -> Named | None:
    """Somebody as they are named beside what they did; None for nobody."""
    return {"id": person.pk, "name": person.display_name} if person else None


def as_it_stood(sight: Sight, row: Any, versions: list[Any]) -> str:
    """The body of a row whose earlier bodies are kept, as the authority saw it last."""
    later = [one for one in versions if sight.until is not None and one.replaced_at > sight.until]
    body: str = later[0].body if later else row.body
    return body


def kept_versions(sight: Sight, row: Any, versions: list[Any]) -> list[dict[str, Any]]:
    """What a row said before; nothing of one that was taken away: erased stays erased."""
    if row.deleted_at is not None:
        return []
    return [
        {"version": one.version, "body": one.body, "replaced_at": one.replaced_at}
        for one in versions
        if sight.seen(one.replaced_at)
    ]


def moment_or_none(sight: Sight, shape: Mapping[str, Any], *names: str) -> dict[str, datetime | None]:
    """These moments of a shape, without those that the authority was not there to see."""
    return {name: sight.seen(shape[name]) for name in names}
