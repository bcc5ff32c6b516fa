"""People without a seat as their own authority sees them: whom it asked, what became of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict, cast
from uuid import UUID

from django.db.models import Prefetch

from decisions.models import Question, Signatory, Signature
from decisions.models.signatory import SignatoryQuerySet
from decisions.shapes import SignatureShape, signature_shape
from networks.shapes import Named


class SeatlessSignatoryShape(TypedDict):
    """Somebody without a seat who was asked by a personal link. The link itself is only in their mail.

    `email` is empty once it was removed.
    """

    id: UUID
    decision: UUID
    authority: Named
    name: str
    title: str
    email: str
    capacity: str
    language: str
    invited_by: Named
    invited_at: datetime
    expires_at: datetime
    sent_at: datetime | None
    revoked_at: datetime | None
    blocked_at: datetime | None
    signature: SignatureShape | None


def with_signatures(rows: SignatoryQuerySet) -> SignatoryQuerySet:
    """With who asked them, and what they say now."""
    signed = Signature.objects.present().select_related("signatory").order_by("pk")
    named = rows.select_related("authority", "invited_by")
    return named.prefetch_related(Prefetch("signatures", signed, to_attr="present_signatures"))


def of_question(rows: SignatoryQuerySet, question: Question) -> SignatoryQuerySet:
    """Those who are asked about one question."""
    return with_signatures(rows.filter(question=question))


def present_signature(signatory: Signatory) -> Signature | None:
    """What they say now, of a row that was read by `with_signatures`."""
    signed = cast("list[Signature]", vars(signatory)["present_signatures"])
    return signed[0] if signed else None


def signatory_shapes(rows: Iterable[Signatory]) -> list[SeatlessSignatoryShape]:
    """Several, as their authority sees them."""
    return [signatory_shape(row) for row in rows]


def signatory_shape(row: Signatory) -> SeatlessSignatoryShape:
    """One that was read by `with_signatures`."""
    signed = present_signature(row)
    return {
        "id": row.pk,
        "decision": row.question_id,
        "authority": {"id": row.authority_id, "name": row.authority.name},
        "name": row.name,
        "title": row.title,
        "email": "" if row.forgotten_at else row.email,
        "capacity": row.capacity,
        "language": row.language,
        "invited_by": {"id": row.invited_by_id, "name": row.invited_by.display_name},
        "invited_at": row.invited_at,
        "expires_at": row.expires_at,
        "sent_at": row.sent_at,
        "revoked_at": row.revoked_at,
        "blocked_at": row.blocked_at,
        "signature": signature_shape(signed) if signed else None,
    }
