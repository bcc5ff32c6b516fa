"""The shape of a finding with its sources on the wire, the same for every reader, and its card."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from access.actor import Actor
from journal.resources import renders
from market.indexing import FINDING
from market.models import Finding, MarketAnalysis, Source
from networks.shapes import Named
from networks.subjects import Card, SubjectKind, register


class SourceShape(TypedDict):
    """Where a finding comes from."""

    citation: str
    url: str
    accessed_on: date
    licence: str
    reliability: str


class FindingShape(TypedDict):
    """A finding with its sources; one that was withdrawn stays, and says when."""

    id: UUID
    analysis: UUID
    claim: str
    sources: list[SourceShape]
    found_by: Named
    authority: UUID
    found_at: datetime
    withdrawn_at: datetime | None


def finding_shape(finding: Finding) -> FindingShape:
    """A finding, read by `with_sources()`."""
    return {
        "id": finding.pk,
        "analysis": finding.analysis_id,
        "claim": finding.claim,
        "sources": [_source_shape(source) for source in finding.sources.all()],
        "found_by": {"id": finding.found_by_id, "name": finding.found_by.display_name},
        "authority": finding.authority_id,
        "found_at": finding.found_at,
        "withdrawn_at": finding.withdrawn_at,
    }


def _source_shape(source: Source) -> SourceShape:
    return {
        "citation": source.citation,
        "url": source.url,
        "accessed_on": source.accessed_on,
        "licence": source.licence,
        "reliability": source.reliability,
    }


def _findings(ids: Iterable[UUID]) -> dict[UUID, FindingShape]:
    rows = Finding.objects.with_sources().filter(pk__in=ids).order_by("pk")
    return {row.pk: finding_shape(row) for row in rows}


def _visible(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Card]:
    analyses = MarketAnalysis.objects.visible_to(actor)
    rows = Finding.objects.filter(pk__in=ids, analysis__in=analyses).order_by("pk")
    return {
        row.pk: Card(
            title=row.claim[:120],
            path=f"/analyses/{row.analysis_id}/#finding-{row.pk}",
            state="withdrawn" if row.withdrawn_at else "holding",
        )
        for row in rows
    }


def _network_of(finding_id: UUID) -> UUID | None:
    return Finding.objects.filter(pk=finding_id).values_list("network_id", flat=True).first()


def register_shapes() -> None:
    """Tell the journal what stands beside the events, and the house how to point at a finding."""
    renders("finding.added", "finding.withdrawn", id_field="finding_id", render=_findings)
    register(SubjectKind(kind=FINDING, visible=_visible, network_of=_network_of))
