"""Authorities that have not answered are reminded, each once per step, whoever dies on the way."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from access.actor import Actor
from access.policy import Permission
from decisions.models import Asked, Prompt, Question
from decisions.models.question import QuestionQuerySet
from decisions.models.voice import AskedQuerySet
from decisions.services.apart import apart
from decisions.telling import tell_silent
from notices.models import Cause

# Only the step nearest to the end is said: a clock that stood still makes up for none before it.
SOON = timedelta(days=2)
AHEAD = timedelta(days=7)
# Each step: how long before the end it begins, how long before it the next one does, and what is told.
STEPS = {
    "ahead": (AHEAD, SOON, Cause.DECISION_AHEAD),
    "soon": (SOON, timedelta(), Cause.DECISION_SOON),
}


def prompt_silent(actor: Actor) -> int:
    """Remind the authorities that have not answered, 7 and 2 days before the time is up.

    Each question in a transaction of its own; what fails at one is logged and tried again. Two clocks
    at once remind once: the row of a step is the claim on it, and it is there only if the notices are.
    Returns how many authorities were reminded.
    """
    actor.require(Permission.CLOCK_TICK)
    reminded = 0
    for step in STEPS:
        for pk in list(_due(step, actor.now).values_list("pk", flat=True)):
            with apart(pk), transaction.atomic():
                reminded += _prompt(pk, step, actor.now)
    return reminded


def _due(step: str, now: datetime) -> QuestionQuerySet:
    """Open questions that stand in this step, with somebody whom it has not been said to.

    A step that lay before the opening is no reminder: whoever was asked then has just been told.
    """
    before, until, _cause = STEPS[step]
    rows: QuestionQuerySet = Question.objects.open().filter(
        Exists(_unreminded(step).filter(question_id=OuterRef("pk"))),
        closes_at__gt=now + until,
        closes_at__lte=now + before,
        opened_at__lt=F("closes_at") - before,
    )
    return rows


def _unreminded(step: str) -> AskedQuerySet:
    """The silent authorities to whom a step has not been said."""
    said = Prompt.objects.filter(
        question_id=OuterRef("question_id"), authority_id=OuterRef("authority_id"), step=step
    )
    return Asked.objects.silent().filter(~Exists(said))


def _prompt(question_id: UUID, step: str, now: datetime) -> int:
    """Remind of one question, unless it has ended meanwhile. One that is held waits for the next minute."""
    due = _due(step, now).filter(pk=question_id)
    question = due.select_for_update(skip_locked=True, of=("self",), no_key=True).first()
    if question is None:
        return 0
    silent = list(_unreminded(step).filter(question=question).values_list("authority_id", flat=True))
    Prompt.objects.bulk_create(
        Prompt(network_id=question.network_id, question=question, authority_id=authority, step=step, at=now)
        for authority in silent
    )
    tell_silent(question, silent, STEPS[step][2], now=now)
    return len(silent)
