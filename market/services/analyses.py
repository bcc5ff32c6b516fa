"""A market analysis is opened, changed, and looked at again."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid, NotVisible
from journal.events import AnalysisChanged, AnalysisOpened, AnalysisReviewed
from journal.ids import uuid7
from journal.recorder import record
from market.indexing import analysis_piece
from market.models import KIND, Conclusion, MarketAnalysis, Outcome, Review
from networks.subjects import Subject
from search.indexing import index
from tasks.planning import Plan, change_plan, move_on, plan
from wire.preconditions import check_version
from wire.text import readable

TEXTS = {"question": 500, "scope": 4000, "summary": 8000}
_OTHER_WORDS = {"done": Outcome.UPDATED, "not_relevant": Outcome.CLOSED}


@transaction.atomic
def open_analysis(
    actor: Actor,
    *,
    question: str,
    owner_id: UUID,
    cadence: str,
    next_review_on: date,
    scope: str = "",
    deputy_id: UUID | None = None,
) -> MarketAnalysis:
    """Ask something about a market, and have it looked at again from `next_review_on` on.

    The date moves to a working day. Raises Invalid for a text that can't be kept, an owner or
    deputy who can't answer in this network, an unknown cadence, and a date that is past or too far
    away.
    """
    actor.require(Permission.ANALYSIS_MANAGE)
    analysis_id = uuid7()
    question = readable(question, name="question", longest=500)
    scope = readable(scope, name="scope", longest=4000, blank=True)
    wanted = Plan(owner_id=owner_id, deputy_id=deputy_id, first_on=next_review_on, cadence=cadence)
    schedule = plan(actor, Subject(KIND, analysis_id), wanted)
    analysis = MarketAnalysis(
        id=analysis_id,
        network_id=schedule.network_id,
        schedule=schedule,
        question=question,
        scope=scope,
        opened_by_id=actor.person_id,
        opened_at=actor.now,
    )
    analysis.save(force_insert=True)
    index(analysis_piece(analysis, actor.now))
    record(
        actor,
        AnalysisOpened(
            network_id=schedule.network_id,
            analysis_id=analysis.pk,
            next_review_on=schedule.due_on,
        ),
    )
    return analysis


@transaction.atomic
def change_analysis(
    actor: Actor, *, analysis: MarketAnalysis, version: int | None = None, **changes: Any
) -> MarketAnalysis:
    """Change what an analysis asks or says, who answers for it, how often, and when next.

    `changes` are any of question, scope, summary, conclusion, owner_id, deputy_id, cadence and
    next_review_on. Raises Conflict for a closed analysis, Stale where `version` is not the
    current one, Invalid as `open_analysis`.
    """
    actor.require(Permission.ANALYSIS_MANAGE)
    analysis = _locked(analysis, version)
    for name, longest in TEXTS.items():
        text = changes.get(name, getattr(analysis, name))
        setattr(analysis, name, readable(text, name=name, longest=longest, blank=name != "question"))
    conclusion = changes.get("conclusion", analysis.conclusion)
    if conclusion not in Conclusion.values:
        raise Invalid.field("conclusion", "conclusion", "Choose one of the conclusions, or none.")
    analysis.conclusion = conclusion
    facts = change_plan(actor, analysis.schedule, _wanted(analysis, changes))
    analysis.version += 1
    analysis.save()
    index(analysis_piece(analysis, actor.now))
    record(actor, *facts, AnalysisChanged(network_id=analysis.network_id, analysis_id=analysis.pk))
    return analysis


def _wanted(analysis: MarketAnalysis, changes: dict[str, Any]) -> Plan:
    schedule = analysis.schedule
    return Plan(
        owner_id=changes.get("owner_id", schedule.owner_id),
        deputy_id=changes.get("deputy_id", schedule.deputy_id),
        first_on=changes.get("next_review_on", schedule.due_on),
        cadence=changes.get("cadence", schedule.cadence),
    )


def _locked(analysis: MarketAnalysis, version: int | None) -> MarketAnalysis:
    """The analysis under its schedule's lock, if it is open and of the expected version."""
    schedule = analysis.schedule.locked()
    analysis = MarketAnalysis.objects.get(pk=analysis.pk)
    analysis.schedule = schedule
    check_version(analysis.version, version)
    if not analysis.is_open:
        raise Conflict("analysis_closed", "This analysis is closed.")
    return analysis


@transaction.atomic
def review(
    actor: Actor, *, analysis: MarketAnalysis, outcome: str, note: str = "", version: int | None = None
) -> Review:
    """Say what a new look at the market came to; the date moves by the cadence to a working day.

    Whoever asked to be reminded has their answer by it. Raises Invalid for an unknown outcome,
    Conflict for a closed analysis, Stale where `version` is not the current one.
    """
    actor.require(Permission.ANALYSIS_REVIEW)
    if outcome not in Outcome.values:
        raise Invalid.field("outcome", "outcome", f"Choose one of {', '.join(Outcome.values)}.")
    note = readable(note, name="note", longest=2000, blank=True)
    analysis = _locked(analysis, version)

    done = Review.objects.create(
        network_id=analysis.network_id,
        analysis=analysis,
        outcome=outcome,
        note=note,
        reviewed_by_id=actor.person_id,
        authority_id=actor.represents,
        reviewed_at=actor.now,
    )
    facts = move_on(actor, analysis.schedule, outcome=outcome, ends=outcome == Outcome.CLOSED)
    # A rule may have run out: then nobody is asked again, and the analysis is closed too.
    analysis.closed_at = actor.now if analysis.schedule.next_on is None else None
    analysis.version += 1
    analysis.save(update_fields=["closed_at", "version"])
    record(
        actor,
        AnalysisReviewed(
            network_id=analysis.network_id,
            analysis_id=analysis.pk,
            review_id=done.pk,
            outcome=outcome,
            next_review_on=analysis.schedule.next_on,
        ),
        *facts,
    )
    return done


def answer_reminder(actor: Actor, *, id: UUID, outcome: str, note: str) -> date | None:  # noqa: A002 - as the registry calls it
    """Answer a reminder of an analysis: a review like any other. Returns the next date.

    `done` and `not_relevant`, as other subjects know them, mean updated and closed.
    """
    analysis = MarketAnalysis.objects.visible_to(actor).filter(pk=id).first()
    if analysis is None:
        raise NotVisible
    outcome = _OTHER_WORDS.get(outcome, outcome)
    return review(actor, analysis=analysis, outcome=outcome, note=note).analysis.schedule.next_on
