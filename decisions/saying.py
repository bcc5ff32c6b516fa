"""What a voice is made of: the parts that answering shares, whoever answers and by what door."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from access.refusals import Barred, Conflict, Invalid
from decisions.models import Asked, Question, Stances, State, Voice
from decisions.quorum import NEEDS_REASON
from journal.events import DecisionAnswered
from wire.text import readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who says what, and why; `signatory_id` names somebody without a seat, asked by the person."""

    person_id: UUID
    stance: str
    reason: str
    signatory_id: UUID | None = None

    @classmethod
    def of(cls, voice: Voice) -> "Said":
        """What a voice says."""
        return cls(
            person_id=voice.person_id,
            stance=voice.stance,
            reason=voice.reason,
            signatory_id=voice.signatory_id,
        )


def check_stance(stance: str, reason: str) -> str:
    """The reason, made readable. Raises Invalid for an unknown stance, or a reason that is missing."""
    if stance not in Stances.values:
        raise Invalid.field("stance", "stance", f"Choose one of {', '.join(Stances.values)}.")
    return readable(reason, name="reason", longest=4000, blank=stance not in NEEDS_REASON)


def check_open(question: Question, now: datetime) -> None:
    """Raise Conflict for a question that takes no answers any more, read under its row lock."""
    if question.state == State.WITHDRAWN:
        raise Conflict("decision_withdrawn", "This question was withdrawn.")
    if not question.takes_answers(now):
        raise Conflict("decision_closed", "This question is closed; the answers stay as they are.")


def check_asked(question: Question, authority_id: UUID) -> None:
    """Raise Barred for an authority that the question is not put to."""
    if not Asked.objects.filter(question=question, authority_id=authority_id).exists():
        raise Barred("not_asked", "This question is put to other authorities.")


def last_voice(question: Question, authority_id: UUID) -> Voice | None:
    """What the authority says now."""
    said = Voice.objects.filter(question=question, authority_id=authority_id)
    return said.order_by("number").last()


def is_answered_in_a_seat(question: Question, authority_id: UUID) -> bool:
    """Has somebody who sits for the authority answered? Then nobody answers for it by a link."""
    last = last_voice(question, authority_id)
    return last is not None and last.signatory_id is None


def add_voice(
    question: Question, authority_id: UUID, said: Said, *, last: Voice | None, now: datetime
) -> Voice:
    """Write a voice after the last, of a question that is locked."""
    voice = Voice.objects.create(
        network_id=question.network_id,
        question=question,
        authority_id=authority_id,
        person_id=said.person_id,
        signatory_id=said.signatory_id,
        number=last.number + 1 if last else 1,
        stance=said.stance,
        reason=said.reason,
        given_at=now,
    )
    question.version += 1
    question.save(update_fields=["version"])
    return voice


def answered(voice: Voice) -> DecisionAnswered:
    """The fact of it."""
    return DecisionAnswered(
        network_id=voice.network_id,
        decision_id=voice.question_id,
        authority_id=voice.authority_id,
        voice_id=voice.pk,
        number=voice.number,
    )
