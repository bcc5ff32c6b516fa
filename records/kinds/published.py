"""The demand of all, as it was published: masked tables, frozen copies of them, and what anybody reads."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from needs.demand_shapes import snapshot_detail
from needs.models import Publication, PublicTable, Snapshot
from needs.public_shapes import public_table_detail
from records.kinds.kind import Kind
from records.kinds.needs import in_sight
from records.packing import JSON, Part
from records.sight import Sight


def _publications(sight: Sight) -> "QuerySet[Any]":
    """The last table of each need that others were shown; its ledger is shown to nobody."""
    rows = Publication.objects.filter(sight.by("published_at"), need__in=in_sight(sight)).defer("ledger")
    return rows.order_by("need_id", "-number").distinct("need_id")


def _publication(_sight: Sight, row: Publication) -> Mapping[str, Any]:
    return {
        "id": row.pk,
        "need": row.need_id,
        "number": row.number,
        "published_at": row.published_at,
        "cells": row.cells,
    }


def _snapshots(sight: Sight) -> "QuerySet[Any]":
    rows = Snapshot.objects.filter(sight.by("taken_at"), need__in=in_sight(sight))
    return rows.select_related("taken_by").order_by("pk")


def _snapshot(sight: Sight, row: Snapshot) -> Mapping[str, Any]:
    shape: dict[str, Any] = {**snapshot_detail(row)}
    del shape["canonical"]
    return {**shape, "path": _snapshot_path(sight, row)}


def _snapshot_path(sight: Sight, row: Snapshot) -> str:
    return f"{sight.folder}/demand_snapshots/{row.pk}.json"


def _frozen(sight: Sight, rows: list[Snapshot]) -> Iterator[Part]:
    """The bytes that the hash of each is of."""
    for row in rows:
        yield Part(
            path=_snapshot_path(sight, row),
            media_type=JSON,
            opened=partial(list, [row.content.encode()]),
            title=row.title,
            at=row.taken_at,
        )


def _public(sight: Sight) -> "QuerySet[Any]":
    rows = PublicTable.objects.filter(sight.by("published_at"), need__in=in_sight(sight))
    return rows.order_by("need_id", "number")


def _public_table(sight: Sight, row: PublicTable) -> Mapping[str, Any]:
    shape: dict[str, Any] = {**public_table_detail(row)}
    del shape["canonical"]
    return {**shape, "path": _public_path(sight, row)}


def _public_path(sight: Sight, row: PublicTable) -> str:
    return f"{sight.folder}/demand_public/{row.pk}.json"


def _made_public(sight: Sight, rows: list[PublicTable]) -> Iterator[Part]:
    """The bytes that the hash of each is of."""
    for row in rows:
        yield Part(
            path=_public_path(sight, row),
            media_type=JSON,
            opened=partial(list, [row.content.encode()]),
            title=str(row),
            at=row.published_at,
        )


KINDS = [
    Kind(
        name="demand_published",
        title=_("Demand as it was published"),
        rows=_publications,
        shape=_publication,
    ),
    Kind(
        name="demand_snapshots",
        title=_("Frozen tables of demand"),
        rows=_snapshots,
        shape=_snapshot,
        files=_frozen,
    ),
    Kind(
        name="demand_public",
        title=_("Demand as it was made public"),
        rows=_public,
        shape=_public_table,
        files=_made_public,
    ),
]
