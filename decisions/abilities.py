"""What an actor may do with a question now: the verbs' own conditions, asked ahead for buttons."""

from access.actor import Actor
from access.policy import Permission
from decisions.listing import present_voices
from decisions.mandate import has_mandate, may_invite
from decisions.models import Question, State, Voice
from decisions.quorum import BACKING

ANSWER = Permission.DECISION_ANSWER.value
CLOSE, WITHDRAW, ACCEDE = "decision.close", "decision.withdraw", "decision.accede"
INVITE = Permission.SIGNATORY_INVITE.value


def abilities_of(actor: Actor, question: Question) -> list[str]:
    """Of a question that was read by `with_voices`."""
    may = {
        ANSWER: _may_answer(actor, question),
        CLOSE: _may_end(actor, question) and _may_close(actor, question),
        WITHDRAW: _may_end(actor, question) and question.takes_answers(actor.now),
        ACCEDE: _may_accede(actor, question),
        INVITE: question.takes_answers(actor.now) and is_asked(actor, question) and may_invite(actor),
    }
    return [name for name, able in may.items() if able]


def own_voice(actor: Actor, question: Question) -> Voice | None:
    """What the actor's authority says now."""
    return next((one for one in present_voices(question) if one.authority_id == actor.authority_id), None)


def is_asked(actor: Actor, question: Question) -> bool:
    """Is the question put to the actor's authority?"""
    return any(one.authority_id == actor.authority_id for one in question.asked.all())


def _may_answer(actor: Actor, question: Question) -> bool:
    return question.takes_answers(actor.now) and is_asked(actor, question) and has_mandate(actor)


def _may_end(actor: Actor, question: Question) -> bool:
    own = question.is_put_by(actor)
    return actor.can(Permission.DECISION_OPEN if own else Permission.DECISION_MANAGE)


def _may_close(actor: Actor, question: Question) -> bool:
    if question.state != State.OPEN:
        return False
    is_over = not question.takes_answers(actor.now)
    return is_over or len(present_voices(question)) == len(question.asked.all())


def _may_accede(actor: Actor, question: Question) -> bool:
    if not (question.is_carried and question.is_open_for_accession and has_mandate(actor)):
        return False
    voice = own_voice(actor, question)
    if voice is not None and voice.stance in BACKING:
        return False
    return not any(one.authority_id == actor.authority_id for one in question.accessions.all())
