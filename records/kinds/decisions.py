"""Questions that were put, what our authority and the others said, and frozen results."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from decisions.listing import present_voices, with_voices
from decisions.models import Accession, Question, Signatory, Signature, State, Voice
from decisions.shapes import accession_shape, decision_shape, result_shape, signature_shape, voice_shape
from records.kinds.kind import Kind, named
from records.packing import JSON, Part
from records.sight import Sight

# What is known only of a question that was decided while the authority was there.
LATER = ("answered", "count", "outcome", "result_hash", "closed_at", "withdrawn_at", "withdrawal", "version")


def _questions(sight: Sight) -> "QuerySet[Any]":
    joined = Accession.objects.filter(sight.by("at")).select_related("authority", "person")
    rows = with_voices(Question.objects.visible_to(sight.actor).filter(sight.by("opened_at")))
    return rows.prefetch_related(Prefetch("accessions", joined.order_by("at", "pk"))).order_by("pk")


def _question(sight: Sight, row: Question) -> Mapping[str, Any]:
    shape: dict[str, Any] = {**decision_shape(row)}
    was_open = sight.is_past and not _was_settled(sight, row)
    if was_open:
        shape |= {**dict.fromkeys(LATER), "state": str(State.OPEN)}
    voices = [] if was_open else [voice_shape(voice) for voice in present_voices(row)]
    return {
        **shape,
        "electorate": [{"id": one.authority_id, "name": one.authority.name} for one in row.asked.all()],
        "voices": voices,
        "accessions": [accession_shape(one) for one in row.accessions.all()],
        "result": None if was_open else result_shape(row),
        "result_path": _result_path(sight, row) if row.result and not was_open else None,
    }


def _was_settled(sight: Sight, row: Question) -> bool:
    return sight.seen(row.closed_at or row.withdrawn_at) is not None


def _result_path(sight: Sight, row: Question) -> str:
    return f"{sight.folder}/decisions/{row.pk}.json"


def _results(sight: Sight, rows: list[Question]) -> Iterator[Part]:
    """The bytes that the hash of each result is of."""
    for row in rows:
        if row.result and (not sight.is_past or _was_settled(sight, row)):
            yield Part(
                path=_result_path(sight, row),
                media_type=JSON,
                opened=partial(list, [row.result.encode()]),
                title=row.title,
                at=row.closed_at,
            )


def _answers(sight: Sight) -> "QuerySet[Any]":
    rows = Voice.objects.filter(network=sight.network, authority_id=sight.authority_id)
    return rows.select_related("authority", "person", "signatory").order_by("question_id", "number")


def _answer(_sight: Sight, row: Voice) -> Mapping[str, Any]:
    return voice_shape(row)


def _signatures(sight: Sight) -> "QuerySet[Any]":
    ours = Q(signatory__authority_id=sight.authority_id)
    rows = Signature.objects.filter(question__in=Question.objects.visible_to(sight.actor))
    rows = rows.filter(ours | Q(pk__in=Signature.objects.present().values("pk")), sight.by("signed_at"))
    return rows.select_related("signatory").order_by("pk")


def _signature(_sight: Sight, row: Signature) -> Mapping[str, Any]:
    return {
        **signature_shape(row),
        "decision": row.question_id,
        "authority": row.signatory.authority_id,
    }


def _signatories(sight: Sight) -> "QuerySet[Any]":
    return Signatory.objects.visible_to(sight.actor).select_related("invited_by").order_by("pk")


def _signatory(_sight: Sight, row: Signatory) -> Mapping[str, Any]:
    return {
        "id": row.pk,
        "decision": row.question_id,
        "name": row.name,
        "title": row.title,
        "email": "" if row.forgotten_at else row.email,
        "capacity": row.capacity,
        "invited_by": named(row.invited_by),
        "invited_at": row.invited_at,
        "expires_at": row.expires_at,
        "revoked_at": row.revoked_at,
    }


KINDS = [
    Kind(
        name="decisions",
        title=_("Decisions"),
        rows=_questions,
        shape=_question,
        files=_results,
    ),
    Kind(name="our_answers", title=_("What our authority answered"), rows=_answers, shape=_answer),
    Kind(name="signatures", title=_("Signatures by link"), rows=_signatures, shape=_signature),
    Kind(
        name="our_signatories",
        title=_("People without a seat whom our authority asked"),
        rows=_signatories,
        shape=_signatory,
    ),
]
