"""The shapes that stand beside events: each room renders its own, once per event."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

import orjson

from journal.models import Entry

Shape = Mapping[str, Any]
Render = Callable[[Iterable[UUID]], Mapping[UUID, Shape]]
_RENDERERS: dict[str, tuple[str, Render]] = {}


def renders(*types: str, id_field: str, render: Render) -> None:
    """Let `render` make the resource of these events, found by the id in their `id_field`.

    The shape must not depend on who reads; an erased object renders as erased, on replay too.
    """
    _RENDERERS.update(dict.fromkeys(types, (id_field, render)))


def resource_field(event: str) -> str | None:
    """The field of the event that names its resource; None for an event without one."""
    return _RENDERERS[event][0] if event in _RENDERERS else None


def data_of(entry: Entry) -> dict[str, Any]:
    """The fields of the event."""
    return dict(orjson.loads(entry.payload))


def resources_of(entries: list[Entry]) -> dict[int, Shape]:
    """The resource of each entry that has one, by the entry's id: one call per renderer."""
    wanted: dict[Render, dict[int, UUID]] = {}
    for entry in entries:
        if entry.type in _RENDERERS:
            field, render = _RENDERERS[entry.type]
            wanted.setdefault(render, {})[entry.id] = UUID(data_of(entry)[field])
    found = {}
    for render, ids in wanted.items():
        shapes = render(set(ids.values()))
        found.update({entry: shapes[subject] for entry, subject in ids.items() if subject in shapes})
    return found
