"""Questions fetched together with what each authority says."""

from collections import defaultdict
from typing import cast
from uuid import UUID

from django.db.models import Prefetch

from decisions.models import Asked, Question, QuestionQuerySet, Signature, Voice


def with_voices(rows: QuestionQuerySet) -> QuestionQuerySet:
    """With who opened it, who is asked and what each authority says now: what its shape needs."""
    asked = Asked.objects.select_related("authority").order_by("authority__name", "pk")
    voices = Voice.objects.present().select_related("authority", "person", "signatory").order_by("pk")
    found: QuestionQuerySet = rows.select_related("opened_by").prefetch_related(
        Prefetch("asked", asked), Prefetch("voices", voices, to_attr="present_voices")
    )
    return found


def present_voices(question: Question) -> list[Voice]:
    """What each authority says now, of a question that was read by `with_voices`."""
    return cast("list[Voice]", vars(question)["present_voices"])


def signatures_of(question: Question) -> dict[UUID, list[Signature]]:
    """What people without a seat say now, by the authority that asked them."""
    rows = Signature.objects.present().filter(question=question).select_related("signatory")
    found: dict[UUID, list[Signature]] = defaultdict(list)
    for signed in rows.order_by("signed_at", "pk"):
        found[signed.signatory.authority_id].append(signed)
    return found
