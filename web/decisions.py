"""A question as its page shows it: who is asked, what each says, and what came of it so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from access.actor import Actor
from decisions.abilities import abilities_of, own_voice
from decisions.listing import present_voices, signatures_of
from decisions.models import Question, Signatory, Signature, Stances, State, Voice
from decisions.models.question import Outcomes
from decisions.quorum import Count, Stance
from decisions.seatless import of_question, present_signature
from decisions.shapes import SignatoryShape, signatories
from networks.subjects import Card, cards_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An authority that is asked, its voice, if it has given one, and who signed for it."""

    authority: str
    voice: Voice | None
    signatures: list[Signature] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seatless:
    """Somebody without a seat whom our own authority asked, what they say, and whether the link works."""

    row: Signatory
    signed: Signature | None
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One question and its answers, the same for everybody."""

    question: Question
    answers: list[Answer]
    count: Count

    @property
    def is_open(self) -> bool:
        """Can it still come to something else?"""
        return self.question.state == State.OPEN

    @property
    def asked(self) -> int:
        """How many authorities are asked."""
        return len(self.answers)

    @property
    def outcome(self) -> str:
        """What came of it, or would if it closed now, in words."""
        outcome = self.question.outcome or self.count.outcome(self.question.quorum).value
        return str(Outcomes(outcome).label)

    @property
    def counted(self) -> list[tuple[str, int]]:
        """How many authorities say what, in words."""
        return [(str(Stances(stance.value).label), getattr(self.count, stance.value)) for stance in Stance]

    @property
    def dissent(self) -> list[Voice]:
        """The voices of those that cannot."""
        said = (answer.voice for answer in self.answers)
        return [voice for voice in said if voice and voice.stance == Stance.CANNOT]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Tally):
    """One question and its answers, as one person may see and change them."""

    may: dict[str, bool]
    mine: Voice | None
    about: Card | None
    earlier: list[Voice]
    signatories: list[SignatoryShape]
    seatless: list[Seatless]


def tally_of(question: Question) -> Tally:
    """The answers of a question that was read by `with_voices`."""
    return Tally(**_tallied(question))


def board_of(actor: Actor, question: Question) -> Board:
    """The board of a question that was read by `with_voices`."""
    subject = question.subject
    return Board(
        **_tallied(question, signatures_of(question)),
        may={name.rpartition(".")[2]: True for name in abilities_of(actor, question)},
        mine=own_voice(actor, question),
        about=cards_of(actor, [subject]).get(subject) if subject else None,
        earlier=_earlier(question),
        signatories=signatories(question),
        seatless=_seatless(actor, question),
    )


def _seatless(actor: Actor, question: Question) -> list[Seatless]:
    rows = of_question(Signatory.objects.visible_to(actor), question).order_by("pk")
    return [
        Seatless(
            row=row,
            signed=present_signature(row),
            is_open=row.is_open(actor.now) and question.takes_answers(actor.now),
        )
        for row in rows
    ]


def _tallied(question: Question, signed: Mapping[UUID, list[Signature]] | None = None) -> dict[str, Any]:
    voices = present_voices(question)
    said = {voice.authority_id: voice for voice in voices}
    asked = question.asked.all()
    return {
        "question": question,
        "answers": [
            Answer(
                authority=one.authority.name,
                voice=said.get(one.authority_id),
                signatures=(signed or {}).get(one.authority_id, []),
            )
            for one in asked
        ],
        "count": Count.of(voice.stance for voice in voices),
    }


def _earlier(question: Question) -> list[Voice]:
    """Voices that count no more, the latest first."""
    voices = present_voices(question)
    if all(voice.number == 1 for voice in voices):
        return []
    rows = Voice.objects.filter(question=question).exclude(pk__in=[voice.pk for voice in voices])
    return list(rows.select_related("authority", "person", "signatory").order_by("-given_at", "-pk"))
