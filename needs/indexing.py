"""Needs as search finds them: by both titles and the one-liner."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from needs.models import KIND, Need
from networks.subjects import Subject
from search.indexing import Piece
from search.models import Searchable
from search.sources import Source, register


def need_piece(need: Need, now: datetime) -> Piece:
    """A need, shown under the title in its document's language."""
    titles = [need.title_sv, need.title_en]
    shown, other = titles if need.language == "sv" else reversed(titles)
    return Piece(
        subject=Subject(KIND, need.pk),
        network_id=need.network_id,
        zone=need.zone,
        authority_id=need.authority_id,
        members_only=need.members_only,
        title=shown,
        text=f"{need.one_liner}\n{other}".strip(),
        author_id=need.opened_by_id,
        at=need.opened_at,
        indexed_at=now,
        mark=need.version,
    )


def _pieces(ids: Sequence[UUID], now: datetime) -> Iterable[Piece]:
    rows = Need.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
    return [need_piece(row, now) for row in rows.order_by("pk")]


def _waiting(_since: datetime, _now: datetime, most: int) -> list[UUID]:
    known = Searchable.objects.filter(subject_kind=KIND).values("subject_id")
    return list(Need.objects.exclude(pk__in=known).order_by("pk").values_list("pk", flat=True)[:most])


def _after(last: UUID, most: int) -> list[UUID]:
    return list(Need.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:most])


def register_source() -> None:
    """Make needs findable."""
    register(Source(kind=KIND, pieces=_pieces, waiting=_waiting, after=_after))
