"""What there is to find, told by the rooms that have it. Rooms register in AppConfig.ready()."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from networks.subjects import Subject
from search.indexing import Piece, forget, index
from search.models import Searchable, Sweep

BATCH = 200
# What a transaction wrote that takes longer than this to commit is found by `reindex_search` alone.
SLOWEST_COMMIT = timedelta(minutes=10)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
FIRST = UUID(int=0)
UNKNOWN = -1  # the mark of what search does not know


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of thing to find.

    `pieces(ids, now)` locks and reads those that may be found; what it leaves out is forgotten.
    `waiting(since, now, most)` gives ids that changed and are not indexed yet; what was committed
    before `since` was looked at before, but for transactions that ran long. `after(id, most)` gives
    the ids that follow an id, in their order.
    """

    kind: str
    pieces: Callable[[Sequence[UUID], datetime], Iterable[Piece]]
    waiting: Callable[[datetime, datetime, int], Sequence[UUID]]
    after: Callable[[UUID, int], Sequence[UUID]]


def behind(rows: QuerySet[Any], kind: str, *, state: str, most: int) -> list[UUID]:
    """Ids of rows that search does not know in their present state, whose number the column `state` has."""
    known = Searchable.objects.filter(subject_kind=kind, subject_id=OuterRef("pk")).values("mark")
    waiting = rows.annotate(known=Coalesce(Subquery(known), UNKNOWN)).filter(known__lt=F(state))
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:most])


def following(rows: QuerySet[Any], last: UUID, most: int) -> list[UUID]:
    """The ids of rows after an id, in their order."""
    return list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:most])


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a kind of thing findable."""
    _SOURCES[source.kind] = source


def kinds() -> list[str]:
    """The kinds that can be found."""
    return sorted(_SOURCES)


@transaction.atomic
def refresh(kind: str, ids: Sequence[UUID], *, now: datetime) -> int:
    """Index these as they are now, and forget those that may not be found any more."""
    pieces = list(_SOURCES[kind].pieces(ids, now))
    index(*pieces)
    gone = set(ids) - {piece.subject.id for piece in pieces}
    if gone:
        forget(*(Subject(kind, one) for one in gone))
    return len(pieces)


def sweep(kind: str, *, now: datetime, batches: int) -> int:
    """Index what no nudge arrived for, at most so many batches of it. Returns how many were looked at."""
    source, done = _SOURCES[kind], 0
    known = Sweep.objects.filter(pk=kind).values_list("through_at", flat=True).first()
    for _turn in range(batches):
        ids = source.waiting(known or BEGINNING, now, BATCH)
        if ids:
            refresh(kind, ids, now=now)
            done += len(ids)
        if len(ids) < BATCH:
            Sweep.objects.update_or_create(kind=kind, defaults={"through_at": now})
            break
    return done


def rebuild(kind: str, *, now: datetime) -> int:
    """Index everything of a kind anew, and forget what is not there any more. Returns how many there are."""
    source, last, count = _SOURCES[kind], FIRST, 0
    while ids := source.after(last, BATCH):
        count += refresh(kind, ids, now=now)
        last = ids[-1]
    Searchable.objects.filter(subject_kind=kind, indexed_at__lt=now - SLOWEST_COMMIT).delete()
    return count
