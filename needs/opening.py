"""What opening a line tells of others: the figures it was published in, less what everybody knows."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Any
from uuid import UUID

from needs.ledgers import from_json
from needs.masking import Batch, leaves_too_few
from needs.models import DemandLine, DemandLineVersion, Publication, Visibility

TELLS_OF_OTHERS = (
    "tells_of_others",
    "A published sum of few holds this line: others' volumes would follow. Let it count in sums only.",
)
_FIGURES = ("quantity_low", "quantity_mid", "quantity_high")


def tells_of_others(line: DemandLine, said: Mapping[str, Any]) -> bool:
    """Could somebody work out another authority's volume, were this line opened and said this?

    Whoever opens it has locked its need, so that nobody publishes or opens another meanwhile. One query
    where it stays as it is, and two more where it was published so.
    """
    opened = copy(line)
    for name, value in said.items():
        setattr(opened, name, value)
    if opened.counted != line.counted:
        return False  # what it says anew is in no figure
    mark = f"{line.pk}:{line.said_since}"
    batches = list(_batches_with(line.need_id, mark))
    if not batches:
        return False
    told = {mark, *_told(line.need_id, batches)}
    return any(leaves_too_few(batch, told) for batch in batches)


def _batches_with(need_id: UUID, mark: str) -> Iterator[Batch]:
    """Every batch that ever was published with this version of a line, each once."""
    kept = Publication.objects.filter(need_id=need_id, ledger__contains=mark).order_by("number")
    seen: set[tuple[str, ...]] = set()
    for text in kept.values_list("ledger", flat=True):
        for batches in from_json(text).batches.values():
            for batch in batches:
                whole = tuple(sorted(batch.marks.values()))
                if whole not in seen and mark in " ".join(whole).split():
                    seen.add(whole)
                    yield batch


def _told(need_id: UUID, batches: Iterable[Batch]) -> set[str]:
    """Of the versions in these figures those whose volumes the network was shown line by line."""
    shown: dict[str, list[tuple[int, tuple[object, ...]]]] = {}
    rows = DemandLineVersion.objects.filter(line__need_id=need_id).order_by("line_id", "number")
    opened = rows.filter(visibility=Visibility.GROUP)
    for line_id, number, *figures in opened.values_list("line_id", "number", *_FIGURES):
        shown.setdefault(str(line_id), []).append((number, tuple(figures)))
    published = {
        (name, int(version)): f"{name}:{version}"
        for batch in batches
        for marks in batch.marks.values()
        for name, _colon, version in (one.rpartition(":") for one in marks.split(" "))
        if name in shown
    }
    said = rows.filter(line_id__in={name for name, _version in published})
    return {
        published[str(line_id), number]
        for line_id, number, *figures in said.values_list("line_id", "number", *_FIGURES)
        if (str(line_id), number) in published
        and any(after >= number and then == tuple(figures) for after, then in shown[str(line_id)])
    }
