"""The catalogue, annexes, demand lines and what came of them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from needs.annex_shapes import annex_shape
from needs.catalogue import version_of_item
from needs.demand_shapes import line_shape, version_shape, volume_shape
from needs.figures import plain
from needs.models import (
    Annex,
    DemandItemVersion,
    DemandLine,
    DemandLineVersion,
    RealisedVolume,
    SheetImport,
    Visibility,
)
from needs.models.demand import DemandLineQuerySet
from needs.sheet_shapes import sheet_shape
from records.kinds.kind import Kind
from records.kinds.needs import in_sight
from records.sight import Sight


def _ours(sight: Sight, field: str = "declared_by_id") -> Q:
    return Q(**{field: sight.authority_id})


def _items(sight: Sight) -> "QuerySet[Any]":
    """Every version of every item that is called something, the last one being what it is called now."""
    rows = DemandItemVersion.objects.filter(sight.by("said_at"), item__need__in=in_sight(sight))
    return rows.select_related("said_by", "item").order_by("item_id", "number")


def _item(_sight: Sight, row: DemandItemVersion) -> Mapping[str, Any]:
    return {**version_of_item(row), "need": row.item.need_id}


def _annexes(sight: Sight) -> "QuerySet[Any]":
    rows = Annex.objects.visible_to(sight.actor).filter(sight.ours_if_past("declared_by_id"))
    rows = rows.filter(_ours(sight) | Q(need__in=in_sight(sight)))
    return rows.with_names().order_by("pk")


def _annex(_sight: Sight, row: Annex) -> Mapping[str, Any]:
    return annex_shape(row)


def _shown(sight: Sight) -> DemandLineQuerySet:
    """Lines that the authority sees: its own, and those that everybody does."""
    rows = DemandLine.objects.visible_to(sight.actor)
    return rows.filter(_ours(sight) | Q(need__in=in_sight(sight)))


def _lines(sight: Sight) -> "QuerySet[Any]":
    return _shown(sight).with_names().filter(sight.ours_if_past("declared_by_id")).order_by("pk")


def _line(sight: Sight, row: DemandLine) -> Mapping[str, Any]:
    is_ours = row.declared_by_id == sight.authority_id
    return {**line_shape(row), "realised": plain(row.realised) if is_ours else None}


def _versions(sight: Sight) -> "QuerySet[Any]":
    rows = DemandLineVersion.objects.filter(line__in=_shown(sight))
    open_to_all = Q(visibility=Visibility.GROUP) & sight.by("said_at")
    rows = rows.filter(_ours(sight, "line__declared_by_id") | open_to_all)
    return rows.select_related("said_by").order_by("line_id", "number")


def _version(_sight: Sight, row: DemandLineVersion) -> Mapping[str, Any]:
    return {**version_shape(row), "line": row.line_id}


def _volumes(sight: Sight) -> "QuerySet[Any]":
    rows = RealisedVolume.objects.filter(_ours(sight, "line__declared_by_id"), network=sight.network)
    return rows.order_by("pk")


def _volume(_sight: Sight, row: RealisedVolume) -> Mapping[str, Any]:
    return volume_shape(row)


def _sheets(sight: Sight) -> "QuerySet[Any]":
    return SheetImport.objects.visible_to(sight.actor).with_names().order_by("pk")


def _sheet(_sight: Sight, row: SheetImport) -> Mapping[str, Any]:
    return {**sheet_shape(row), "done": row.done}


KINDS = [
    Kind(name="demand_items", title=_("Items of the catalogue, by version"), rows=_items, shape=_item),
    Kind(name="annexes", title=_("Annexes"), rows=_annexes, shape=_annex),
    Kind(name="demand_lines", title=_("Demand lines"), rows=_lines, shape=_line),
    Kind(name="demand_versions", title=_("Demand lines, by version"), rows=_versions, shape=_version),
    Kind(name="realised_volumes", title=_("Realised volumes"), rows=_volumes, shape=_volume),
    Kind(name="sheets", title=_("Sheets that were imported"), rows=_sheets, shape=_sheet),
]
