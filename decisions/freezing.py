"""What came of a question, in bytes that anybody can hash again."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from decisions.models import Question, Signature, Voice
from decisions.quorum import Count, dissent
from journal.recorder import moment


def canonical(result: dict[str, Any]) -> str:
    """JSON in UTF-8 with sorted keys and no blanks: the same result gives the same bytes."""
    return orjson.dumps(result, option=orjson.OPT_SORT_KEYS).decode()


def hash_of(result: str) -> str:
    """The SHA-256 of the bytes, in hexadecimal."""
    return sha256(result.encode()).hexdigest()


def result_of(
    question: Question,
    *,
    asked: Sequence[UUID],
    voices: Sequence[Voice],
    signatures: Sequence[Signature],
    at: datetime,
) -> dict[str, Any]:
    """Everything that a closed question rests on: what was asked, of whom, and who said and signed what."""
    count = Count.of(voice.stance for voice in voices)
    return {
        "decision": _question(question),
        "asked": sorted(str(authority) for authority in asked),
        "voices": [_voice(voice) for voice in sorted(voices, key=lambda one: str(one.authority_id))],
        "signatures": [_signature(one) for one in sorted(signatures, key=lambda one: str(one.signatory_id))],
        "count": {
            "support": count.support,
            "with_change": count.with_change,
            "cannot": count.cannot,
            "neutral": count.neutral,
        },
        "outcome": count.outcome(question.quorum).value,
        "dissent": [str(one) for one in dissent({voice.authority_id: voice.stance for voice in voices})],
        "closed_at": moment(at),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": str(question.pk),
        "network": str(question.network_id),
        "kind": question.kind,
        "title": question.title,
        "text": question.text,
        "subject": {"kind": question.subject_kind, "id": str(question.subject_id)}
        if question.subject
        else None,
        "subject_hash": question.subject_hash,
        "opened_by": str(question.opened_by_id),
        "opened_at": moment(question.opened_at),
        "closes_at": moment(question.closes_at),
        "quorum": question.quorum,
    }


def _voice(voice: Voice) -> dict[str, Any]:
    return {
        "authority": str(voice.authority_id),
        "person": str(voice.person_id),
        "signatory": str(voice.signatory_id) if voice.signatory_id else None,
        "stance": voice.stance,
        "reason": voice.reason,
        "number": voice.number,
        "given_at": moment(voice.given_at),
    }


def _signature(signed: Signature) -> dict[str, Any]:
    return {
        "authority": str(signed.signatory.authority_id),
        "signatory": str(signed.signatory_id),
        "says": signed.says,
        "reason": signed.reason,
        "number": signed.number,
        "signed_at": moment(signed.signed_at),
    }
