"""What the network needs, each version that was kept, and words that were let stand."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from needs.models import Need, NeedVersion, Overruling
from needs.models.need import NeedQuerySet
from needs.shapes import need_shape
from needs.statement_shapes import overruling_shape, version_shape
from records.kinds.kind import Kind
from records.sight import Sight


def in_sight(sight: Sight) -> NeedQuerySet:
    """The needs that the authority sees, or saw before it left."""
    was_shared = Q(shared_at=None) | sight.by("shared_at")
    rows: NeedQuerySet = Need.objects.visible_to(sight.actor)
    return rows.filter(was_shared, sight.by("opened_at"))


def _needs(sight: Sight) -> "QuerySet[Any]":
    # A need's own row changes in place; what it said on the day stands in its versions.
    rows = in_sight(sight).with_names().filter(sight.ours_if_past("authority_id"), document__isnull=False)
    return rows.order_by("pk")


def _need(_sight: Sight, row: Need) -> Mapping[str, Any]:
    return need_shape(row)


def _versions(sight: Sight) -> "QuerySet[Any]":
    rows = NeedVersion.objects.visible_to(sight.actor).filter(sight.by("written_at"))
    rows = rows.filter(need__in=in_sight(sight))
    return rows.select_related("written_by", "need").order_by("need_id", "number")


def _version(sight: Sight, row: NeedVersion) -> Mapping[str, Any]:
    is_adopted = row.need.adopted_version == row.number
    was_seen = sight.until is None or (
        row.need.adopted_on is not None and row.need.adopted_on <= sight.until.date()
    )
    return {**version_shape(row), "is_adopted": is_adopted and was_seen}


def _overrulings(sight: Sight) -> "QuerySet[Any]":
    rows = Overruling.objects.visible_to(sight.actor).filter(sight.by("overruled_at"))
    rows = rows.filter(need__in=in_sight(sight))
    return rows.select_related("reviewer", "reviewer_authority").order_by("pk")


def _overruling(_sight: Sight, row: Overruling) -> Mapping[str, Any]:
    return {**overruling_shape(row), "need": row.need_id}


KINDS = [
    Kind(name="needs", title=_("Needs"), rows=_needs, shape=_need),
    Kind(name="need_versions", title=_("What needs said, by version"), rows=_versions, shape=_version),
    Kind(
        name="overrulings",
        title=_("Product words that were let stand"),
        rows=_overrulings,
        shape=_overruling,
    ),
]
