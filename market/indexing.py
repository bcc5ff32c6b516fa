"""Analyses and findings as search finds them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import QuerySet

from market.models import KIND, Finding, MarketAnalysis
from networks.subjects import Subject
from search.indexing import Piece
from search.models import Searchable
from search.sources import Source, following, register

FINDING = "finding"  # how other rooms point at a finding
Rows = QuerySet[MarketAnalysis] | QuerySet[Finding]


def finding_subject(finding: Finding) -> Subject:
    """The finding as other rooms point at it."""
    return Subject(FINDING, finding.pk)


def analysis_piece(analysis: MarketAnalysis, now: datetime) -> Piece:
    """An analysis, by its question and what it says."""
    return Piece(
        subject=Subject(KIND, analysis.pk),
        network_id=analysis.network_id,
        zone=analysis.zone,
        authority_id=analysis.authority_id,
        members_only=analysis.members_only,
        title=analysis.question,
        text=f"{analysis.scope}\n{analysis.summary}",
        author_id=analysis.opened_by_id,
        at=analysis.opened_at,
        indexed_at=now,
        mark=analysis.version,
    )


def finding_piece(finding: Finding, analysis: MarketAnalysis, now: datetime) -> Piece:
    """A finding, under the question that it answers."""
    return Piece(
        subject=finding_subject(finding),
        network_id=finding.network_id,
        zone=analysis.zone,
        authority_id=analysis.authority_id,
        members_only=analysis.members_only,
        title=analysis.question,
        is_titled=False,
        text=finding.claim,
        author_id=finding.found_by_id,
        at=finding.found_at,
        indexed_at=now,
    )


def _analyses(ids: Sequence[UUID], now: datetime) -> Iterable[Piece]:
    rows = MarketAnalysis.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
    return [analysis_piece(row, now) for row in rows.order_by("pk")]


def _findings(ids: Sequence[UUID], now: datetime) -> Iterable[Piece]:
    rows = Finding.objects.holding().select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
    return [finding_piece(row, row.analysis, now) for row in rows.select_related("analysis").order_by("pk")]


def register_sources() -> None:
    """Make both kinds findable."""
    for kind, rows, pieces in (
        (KIND, MarketAnalysis.objects.all(), _analyses),
        (FINDING, Finding.objects.holding(), _findings),
    ):
        register(
            Source(
                kind=kind,
                pieces=pieces,
                waiting=partial(_waiting, kind, rows),
                after=partial(following, rows),
            )
        )


def _waiting(kind: str, rows: Rows, _since: datetime, _now: datetime, most: int) -> list[UUID]:
    known = Searchable.objects.filter(subject_kind=kind).values("subject_id")
    return list(rows.exclude(pk__in=known).order_by("pk").values_list("pk", flat=True)[:most])
