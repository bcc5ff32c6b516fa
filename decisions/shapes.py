"""The shapes of questions, voices and accessions on the wire, the same for every reader."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

import orjson

from access.actor import Actor
from decisions.listing import present_voices, signatures_of, with_voices
from decisions.models import KIND, Accession, Question, Signatory, Signature, Voice
from decisions.quorum import BACKING, Count
from journal.resources import renders
from networks.shapes import Named
from networks.subjects import Card, SubjectKind, register


class SubjectShape(TypedDict):
    """What a question is about; `hash` says what exactly is decided, where that matters."""

    kind: str
    id: UUID
    hash: str


class CountShape(TypedDict):
    """How many authorities say what now."""

    support: int
    with_change: int
    cannot: int
    neutral: int


class DecisionShape(TypedDict):
    """A question to authorities, how they answered so far, and what came of it."""

    id: UUID
    network: UUID
    kind: str
    title: str
    text: str
    subject: SubjectShape | None
    opened_by: Named
    opened_at: datetime
    closes_at: datetime
    asked: int
    answered: int
    quorum: int
    count: CountShape
    state: str
    outcome: str
    result_hash: str
    closed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal: str
    is_open_for_accession: bool
    version: int


class SeatlessShape(TypedDict):
    """Somebody without a seat who reads, signs or answers by a personal link."""

    id: UUID
    name: str
    title: str


class SignatureShape(TypedDict):
    """What somebody without a seat says; of several the one with the highest number counts."""

    id: UUID
    signatory: SeatlessShape
    number: int
    says: str
    reason: str
    signed_at: datetime


class VoiceShape(TypedDict):
    """What a person said for their authority; of several the one with the highest number counts.

    With a `signatory` somebody without a seat said it, whom the person had asked to.
    """

    id: UUID
    decision: UUID
    authority: Named
    person: Named
    signatory: SeatlessShape | None
    number: int
    stance: str
    reason: str
    given_at: datetime


class AskedShape(TypedDict):
    """An authority that is asked, what it says now, and who signed for it."""

    authority: Named
    voice: VoiceShape | None
    signatures: list[SignatureShape]


class AccessionShape(TypedDict):
    """An authority that joined later, with what it aims at."""

    id: UUID
    decision: UUID
    authority: Named
    person: Named
    target: str
    target_on: date | None
    at: datetime


class SignatoryShape(TypedDict):
    """An authority that stands behind what was carried: it backed it, or joined later."""

    authority: Named
    since: datetime
    joined_later: bool
    target: str
    target_on: date | None


class Mine(TypedDict):
    """Is the reader's authority asked, and what does it say now?"""

    asked: bool
    voice: VoiceShape | None


class DecisionDetailShape(DecisionShape):
    """A question with who is asked and says what, its frozen result, and what the reader may do."""

    electorate: list[AskedShape]
    result: dict[str, Any] | None
    signatories: list[SignatoryShape]
    abilities: list[str]
    mine: Mine


def decision_shape(question: Question) -> DecisionShape:
    """A question that was read by `with_voices`."""
    count = Count.of(voice.stance for voice in present_voices(question))
    subject = question.subject
    return {
        "id": question.pk,
        "network": question.network_id,
        "kind": question.kind,
        "title": question.title,
        "text": question.text,
        "subject": {"kind": subject.kind, "id": subject.id, "hash": question.subject_hash}
        if subject
        else None,
        "opened_by": {"id": question.opened_by_id, "name": question.opened_by.display_name},
        "opened_at": question.opened_at,
        "closes_at": question.closes_at,
        "asked": len(question.asked.all()),
        "answered": count.answered,
        "quorum": question.quorum,
        "count": {
            "support": count.support,
            "with_change": count.with_change,
            "cannot": count.cannot,
            "neutral": count.neutral,
        },
        "state": question.state,
        "outcome": question.outcome,
        "result_hash": question.result_hash,
        "closed_at": question.closed_at,
        "withdrawn_at": question.withdrawn_at,
        "withdrawal": question.withdrawal,
        "is_open_for_accession": question.is_open_for_accession,
        "version": question.version,
    }


def voice_shape(voice: Voice) -> VoiceShape:
    """One voice, with its names."""
    return {
        "id": voice.pk,
        "decision": voice.question_id,
        "authority": {"id": voice.authority_id, "name": voice.authority.name},
        "person": {"id": voice.person_id, "name": voice.person.display_name},
        "signatory": seatless_shape(voice.signatory) if voice.signatory else None,
        "number": voice.number,
        "stance": voice.stance,
        "reason": voice.reason,
        "given_at": voice.given_at,
    }


def seatless_shape(signatory: Signatory) -> SeatlessShape:
    """Who they are; never their address."""
    return {"id": signatory.pk, "name": signatory.name, "title": signatory.title}


def signature_shape(signed: Signature) -> SignatureShape:
    """One signature, with who gave it."""
    return {
        "id": signed.pk,
        "signatory": seatless_shape(signed.signatory),
        "number": signed.number,
        "says": signed.says,
        "reason": signed.reason,
        "signed_at": signed.signed_at,
    }


def electorate_shape(question: Question) -> list[AskedShape]:
    """Who is asked, by name, what each says now, and who signed for it."""
    signed = signatures_of(question)
    said = {voice.authority_id: voice for voice in present_voices(question)}
    return [
        {
            "authority": {"id": one.authority_id, "name": one.authority.name},
            "voice": voice_shape(said[one.authority_id]) if one.authority_id in said else None,
            "signatures": [signature_shape(each) for each in signed.get(one.authority_id, [])],
        }
        for one in question.asked.all()
    ]


def accession_shape(joined: Accession) -> AccessionShape:
    """One accession, with its names."""
    return {
        "id": joined.pk,
        "decision": joined.question_id,
        "authority": {"id": joined.authority_id, "name": joined.authority.name},
        "person": {"id": joined.person_id, "name": joined.person.display_name},
        "target": joined.target,
        "target_on": joined.target_on,
        "at": joined.at,
    }


def signatories(question: Question) -> list[SignatoryShape]:
    """Who stands behind a carried question now, in the order of time; nobody behind any other."""
    if not question.is_carried:
        return []
    backed: list[SignatoryShape] = [
        {
            "authority": {"id": voice.authority_id, "name": voice.authority.name},
            "since": voice.given_at,
            "joined_later": False,
            "target": "",
            "target_on": None,
        }
        for voice in present_voices(question)
        if voice.stance in BACKING
    ]
    joined: list[SignatoryShape] = [
        {
            "authority": {"id": one.authority_id, "name": one.authority.name},
            "since": one.at,
            "joined_later": True,
            "target": one.target,
            "target_on": one.target_on,
        }
        for one in question.accessions.select_related("authority").order_by("at", "pk")
    ]
    return sorted(backed, key=lambda one: one["since"]) + joined


def result_shape(question: Question) -> dict[str, Any] | None:
    """The frozen result, once there is one."""
    return dict(orjson.loads(question.result)) if question.result else None


def _decisions(ids: Iterable[UUID]) -> dict[UUID, DecisionShape]:
    rows = with_voices(Question.objects.filter(pk__in=ids)).order_by("pk")
    return {row.pk: decision_shape(row) for row in rows}


def _visible(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Card]:
    rows = Question.objects.visible_to(actor).filter(pk__in=ids).order_by("pk")
    return {row.pk: Card(title=row.title, path=f"/decisions/{row.pk}/", state=row.state) for row in rows}


def _network_of(question_id: UUID) -> UUID | None:
    return Question.objects.filter(pk=question_id).values_list("network_id", flat=True).first()


def register_shapes() -> None:
    """Tell the journal what stands beside the events, and the rooms below how to point at a question."""
    types = ("opened", "answered", "closed", "withdrawn", "acceded")
    names = [*(f"decision.{one}" for one in types), "signatory.signed"]
    renders(*names, id_field="decision_id", render=_decisions)
    register(SubjectKind(kind=KIND, visible=_visible, network_of=_network_of))
