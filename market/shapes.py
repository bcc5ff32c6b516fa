"""The shapes of market analyses and their reviews on the wire, the same for every reader."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from access.actor import Actor
from journal.events import AnalysisChanged, Event
from journal.resources import renders
from market.models import KIND, MarketAnalysis, Outcome, Review
from market.services import answer_reminder
from networks.shapes import Named
from networks.subjects import Card, SubjectKind, register


class AnalysisShape(TypedDict):
    """An analysis, who answers for it, and when and how it was looked at last."""

    id: UUID
    network: UUID
    zone: str
    question: str
    scope: str
    summary: str
    conclusion: str
    owner: Named
    deputy: Named | None
    cadence: str
    next_due_on: date | None
    opened_at: datetime
    closed_at: datetime | None
    last_reviewed_at: datetime | None
    last_outcome: str | None
    version: int


class Owned(TypedDict):
    """Is it the reader's to answer?"""

    owner: bool


class AnalysisDetailShape(AnalysisShape):
    """An analysis with what its reader may do with it."""

    abilities: list[str]
    mine: Owned


class ReviewShape(TypedDict):
    """One review."""

    id: UUID
    analysis: UUID
    outcome: str
    note: str
    reviewed_by: Named
    authority: UUID
    reviewed_at: datetime


class WrittenReviewShape(ReviewShape):
    """A new review, and the analysis with its next date."""

    next_due_on: date | None
    of: AnalysisShape


def analysis_shape(analysis: MarketAnalysis) -> AnalysisShape:
    """An analysis; one read by `with_latest()` also says when and how it was looked at last."""
    schedule = analysis.schedule
    return {
        "id": analysis.pk,
        "network": analysis.network_id,
        "zone": analysis.zone,
        "question": analysis.question,
        "scope": analysis.scope,
        "summary": analysis.summary,
        "conclusion": analysis.conclusion,
        "owner": {"id": schedule.owner_id, "name": schedule.owner.display_name},
        "deputy": (
            {"id": schedule.deputy.pk, "name": schedule.deputy.display_name} if schedule.deputy else None
        ),
        "cadence": schedule.cadence,
        "next_due_on": schedule.next_on,
        "opened_at": analysis.opened_at,
        "closed_at": analysis.closed_at,
        "last_reviewed_at": getattr(analysis, "last_reviewed_at", None),
        "last_outcome": getattr(analysis, "last_outcome", None),
        "version": analysis.version,
    }


def review_shape(done: Review) -> ReviewShape:
    """One review."""
    return {
        "id": done.pk,
        "analysis": done.analysis_id,
        "outcome": done.outcome,
        "note": done.note,
        "reviewed_by": {"id": done.reviewed_by_id, "name": done.reviewed_by.display_name},
        "authority": done.authority_id,
        "reviewed_at": done.reviewed_at,
    }


def _analyses(ids: Iterable[UUID]) -> dict[UUID, AnalysisShape]:
    rows = MarketAnalysis.objects.with_latest().filter(pk__in=ids).order_by("pk")
    return {row.pk: analysis_shape(row) for row in rows}


def _visible(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Card]:
    rows = MarketAnalysis.objects.visible_to(actor).filter(pk__in=ids).order_by("pk")
    return {
        row.pk: Card(
            title=row.question,
            path=f"/analyses/{row.pk}/",
            state="open" if row.is_open else "closed",
        )
        for row in rows
    }


def _network_of(analysis_id: UUID) -> UUID | None:
    return MarketAnalysis.objects.filter(pk=analysis_id).values_list("network_id", flat=True).first()


def _changed(analysis_id: UUID) -> Event:
    network_id = MarketAnalysis.objects.values_list("network_id", flat=True).get(pk=analysis_id)
    return AnalysisChanged(network_id=network_id, analysis_id=analysis_id)


def register_shapes() -> None:
    """Tell the journal what stands beside the events, and the rooms below how to point at an analysis."""
    renders(
        "analysis.opened",
        "analysis.changed",
        "analysis.reviewed",
        id_field="analysis_id",
        render=_analyses,
    )
    register(
        SubjectKind(
            kind=KIND,
            visible=_visible,
            network_of=_network_of,
            answered=answer_reminder,
            outcomes=tuple(Outcome.choices),
            changed=_changed,
        )
    )
