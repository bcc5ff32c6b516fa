"""A question ends: its answers are frozen with a hash, or it is taken back."""

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict
from decisions.freezing import canonical, hash_of, result_of
from decisions.indexing import question_piece
from decisions.models import Asked, Kind, Question, Signature, State, Voice
from decisions.saying import check_open
from decisions.services.apart import apart
from decisions.telling import tell_closed
from journal.events import DecisionClosed, DecisionWithdrawn, Event
from journal.recorder import record
from networks.subjects import kind_of
from notices.telling import withdraw
from search.indexing import index
from wire.preconditions import check_version
from wire.text import readable


@transaction.atomic
def close_question(actor: Actor, *, question: Question, version: int | None = None) -> Question:
    """Freeze the answers before the time is up, once every authority asked has given one.

    Whoever opened it may, and who manages decisions. Raises Conflict where somebody may still answer
    or it is over already, Stale where `version` is not the current one.
    """
    actor.require(Permission.DECISION_OPEN if question.is_put_by(actor) else Permission.DECISION_MANAGE)
    question = question.locked()
    check_version(question.version, version)
    if question.state != State.OPEN:
        raise Conflict("decision_closed", "This question is closed; the answers stay as they are.")
    is_over = not question.takes_answers(actor.now)
    if not is_over and Asked.objects.silent().filter(question=question).exists():
        raise Conflict(
            "not_all_answered", "Authorities that were asked may still answer until the time is up."
        )

    closed = _freeze(actor, question)
    record(actor, *closed)
    return question


def close_due(actor: Actor) -> int:
    """Freeze the answers of all questions whose time is up. Returns how many were closed.

    Each in a transaction of its own: one that fails is logged and tried again next time, and keeps no
    other from being closed. Whatever another job or an answer holds is passed over until then, too.
    """
    actor.require(Permission.CLOCK_TICK)
    due, closed = Question.objects.due(actor.now).order_by("closes_at", "pk"), 0
    for pk in list(due.values_list("pk", flat=True)):
        with apart(pk), transaction.atomic():
            for question in due.filter(pk=pk).select_for_update(skip_locked=True, of=("self",), no_key=True):
                record(actor, *_freeze(actor, question))
                closed += 1
    return closed


@transaction.atomic
def withdraw_question(
    actor: Actor, *, question: Question, reason: str, version: int | None = None
) -> Question:
    """Take a question back, and say why. What was answered stays readable and decides nothing.

    Whoever opened it may, and who manages decisions. Raises Invalid without a reason, Conflict where
    it is over already, Stale where `version` is not the current one.
    """
    actor.require(Permission.DECISION_OPEN if question.is_put_by(actor) else Permission.DECISION_MANAGE)
    reason = readable(reason, name="reason", longest=1000)
    question = question.locked()
    check_version(question.version, version)
    check_open(question, actor.now)
    question.state, question.withdrawal = State.WITHDRAWN, reason
    question.withdrawn_at, question.withdrawn_by_id = actor.now, actor.person_id
    question.version += 1
    question.save(update_fields=["state", "withdrawal", "withdrawn_at", "withdrawn_by", "version"])
    withdraw([question.pk], now=actor.now, remark="the question was withdrawn")
    index(question_piece(question, actor.now))
    record(actor, DecisionWithdrawn(network_id=question.network_id, decision_id=question.pk))
    return question


def _freeze(actor: Actor, question: Question) -> list[Event]:
    """Close a question that is locked, and say so to those who were asked."""
    asked = list(
        Asked.objects.filter(question=question).order_by("pk").values_list("authority_id", flat=True)
    )
    voices = list(Voice.objects.present().filter(question=question).order_by("pk"))
    signed = Signature.objects.present().filter(question=question).select_related("signatory").order_by("pk")
    result = result_of(question, asked=asked, voices=voices, signatures=list(signed), at=actor.now)
    question.result = canonical(result)
    question.result_hash, question.outcome = hash_of(question.result), result["outcome"]
    question.state, question.closed_at, question.closed_by_id = State.CLOSED, actor.now, actor.user_id
    question.version += 1
    names = ("result", "result_hash", "outcome", "state", "closed_at", "closed_by", "version")
    question.save(update_fields=names)
    withdraw([question.pk], now=actor.now, remark="the question was closed")
    tell_closed(question, asked, now=actor.now)
    index(question_piece(question, actor.now))
    closed = DecisionClosed(
        network_id=question.network_id,
        decision_id=question.pk,
        outcome=question.outcome,
        result_hash=question.result_hash,
    )
    return [closed, *_follow(actor, question)]


def _follow(actor: Actor, question: Question) -> list[Event]:
    """Let the room that knows the subject do what was carried; returns the facts of it."""
    subject = question.subject
    if subject is None or question.kind != Kind.ADOPTION or not question.is_carried:
        return []
    decided = kind_of(subject.kind).decided
    return list(decided(actor, id=subject.id, subject_hash=question.subject_hash)) if decided else []
