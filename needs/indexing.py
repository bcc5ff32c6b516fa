"""Needs as search finds them: by both titles, by all that they say, and by what is in their catalogue."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from needs.keeping import latest
from needs.models import KIND, TEXTS, DemandItem, Need, NeedVersion
from networks.subjects import Subject
from search.indexing import Piece
from search.sources import Source, behind, following, register

_GOAL = ("statement", "indicator", "measurement_method")
_STAKEHOLDER = ("name", "interest", "involvement_plan")
_ITEM = ("name_sv", "name_en", "cpv")


def need_piece(need: Need, now: datetime) -> Piece:
    """A need as it stands, shown under the title in its document's language. Two queries."""
    return _piece(need, latest(need), list(DemandItem.objects.filter(need=need).order_by("pk")), now)


def _piece(need: Need, said: NeedVersion, items: Iterable[DemandItem], now: datetime) -> Piece:
    titles = [need.title_sv, need.title_en]
    shown, other = titles if need.language == "sv" else reversed(titles)
    return Piece(
        subject=Subject(KIND, need.pk),
        network_id=need.network_id,
        zone=need.zone,
        authority_id=need.authority_id,
        members_only=need.members_only,
        title=shown,
        text="\n".join(filter(None, [need.one_liner, other, *_words(said), *_catalogue(items)])),
        author_id=need.opened_by_id,
        at=need.opened_at,
        indexed_at=now,
        mark=need.version,
    )


def _words(said: NeedVersion) -> list[str]:
    """What the version says, in the order in which it is read; nothing of who wrote it."""
    parts = [(row, _GOAL) for row in said.goals] + [(row, _STAKEHOLDER) for row in said.stakeholders]
    return [*(getattr(said, name) for name in TEXTS), *(row[name] for row, names in parts for name in names)]


def _catalogue(items: Iterable[DemandItem]) -> list[str]:
    return [" · ".join(getattr(item, name) for name in _ITEM) for item in items]


def _pieces(ids: Sequence[UUID], now: datetime) -> Iterable[Piece]:
    rows = list(Need.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))
    versions = NeedVersion.objects.filter(need_id__in=ids).order_by("need_id", "-number").distinct("need_id")
    said = {version.need_id: version for version in versions}
    items: dict[UUID, list[DemandItem]] = defaultdict(list)
    for item in DemandItem.objects.filter(need_id__in=ids).order_by("pk"):
        items[item.need_id].append(item)
    return [_piece(row, said[row.pk], items[row.pk], now) for row in rows]


def _waiting(_since: datetime, _now: datetime, most: int) -> list[UUID]:
    return behind(Need.objects.all(), KIND, state="version", most=most)


def register_source() -> None:
    """Make needs findable."""
    register(
        Source(kind=KIND, pieces=_pieces, waiting=_waiting, after=partial(following, Need.objects.all()))
    )
