"""What the network knows of the market: analyses, looks at them, and findings with their sources."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from market.finding_shapes import finding_shape
from market.models import Finding, MarketAnalysis, Review
from market.shapes import analysis_shape, review_shape
from records.kinds.kind import Kind, moment_or_none
from records.sight import Sight


def _analyses(sight: Sight) -> "QuerySet[Any]":
    rows = MarketAnalysis.objects.visible_to(sight.actor).with_latest().order_by("pk")
    # Its text changes in place: what it said on the day is not known.
    return rows.none() if sight.is_past else rows


def _analysis(_sight: Sight, row: MarketAnalysis) -> Mapping[str, Any]:
    return analysis_shape(row)


def _of_analyses(sight: Sight) -> dict[str, Any]:
    return {"network": sight.network, "analysis__in": MarketAnalysis.objects.visible_to(sight.actor)}


def _reviews(sight: Sight) -> "QuerySet[Any]":
    rows = Review.objects.filter(sight.by("reviewed_at"), **_of_analyses(sight))
    return rows.select_related("reviewed_by").order_by("pk")


def _review(_sight: Sight, row: Review) -> Mapping[str, Any]:
    return review_shape(row)


def _findings(sight: Sight) -> "QuerySet[Any]":
    rows = Finding.objects.filter(sight.by("found_at"), **_of_analyses(sight))
    return rows.with_sources().order_by("pk")


def _finding(sight: Sight, row: Finding) -> Mapping[str, Any]:
    shape = finding_shape(row)
    return {**shape, **moment_or_none(sight, shape, "withdrawn_at")}


KINDS = [
    Kind(name="analyses", title=_("Market analyses"), rows=_analyses, shape=_analysis),
    Kind(name="reviews", title=_("Looks at the market"), rows=_reviews, shape=_review),
    Kind(name="findings", title=_("Findings with their sources"), rows=_findings, shape=_finding),
]
