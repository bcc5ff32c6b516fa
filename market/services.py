"""A market analysis is opened, and looked at again."""

from datetime import date
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid, NotVisible
from journal.events import AnalysisOpened, AnalysisReviewed
from journal.ids import uuid7
from journal.recorder import record
from market.models import KIND, MarketAnalysis, Outcome, Review
from networks.subjects import Subject
from tasks.planning import move_on, plan
from wire.preconditions import check_version
from wire.text import readable


@transaction.atomic
def open_analysis(
    actor: Actor, *, question: str, owner_id: UUID, cadence: str, next_review_on: date, scope: str = ""
) -> MarketAnalysis:
    """Ask something about a market, and have it looked at again from `next_review_on` on.

    The date moves to a working day. Raises Invalid for a text that can't be kept, an owner who
    can't answer in this network, an unknown cadence, and a date that is past or too far away.
    """
    actor.require(Permission.ANALYSIS_MANAGE)
    analysis_id = uuid7()
    question = readable(question, name="question", longest=500)
    scope = readable(scope, name="scope", longest=4000, blank=True)
    schedule = plan(
        actor,
        subject=Subject(KIND, analysis_id),
        owner_id=owner_id,
        cadence=cadence,
        first_on=next_review_on,
        named="next_review_on",
    )
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
    schedule = analysis.schedule.locked()
    analysis = MarketAnalysis.objects.get(pk=analysis.pk)
    check_version(analysis.version, version)
    if not analysis.is_open:
        raise Conflict("analysis_closed", "This analysis is closed.")

    is_last = outcome == Outcome.CLOSED
    done = Review.objects.create(
        network_id=analysis.network_id,
        analysis=analysis,
        outcome=outcome,
        note=note,
        reviewed_by_id=actor.person_id,
        authority_id=actor.represents,
        reviewed_at=actor.now,
    )
    analysis.closed_at = actor.now if is_last else None
    analysis.version += 1
    analysis.save(update_fields=["closed_at", "version"])
    facts = move_on(actor, schedule, outcome=outcome, ends=is_last)
    record(
        actor,
        AnalysisReviewed(
            network_id=analysis.network_id,
            analysis_id=analysis.pk,
            review_id=done.pk,
            outcome=outcome,
            next_review_on=schedule.next_on,
        ),
        *facts,
    )
    return done


def answer_reminder(actor: Actor, *, id: UUID, outcome: str, note: str) -> date | None:  # noqa: A002 - as the registry calls it
    """Answer a reminder of an analysis: a review like any other. Returns the next date."""
    analysis = MarketAnalysis.objects.visible_to(actor).filter(pk=id).first()
    if analysis is None:
        raise NotVisible
    return review(actor, analysis=analysis, outcome=outcome, note=note).analysis.schedule.next_on
