"""What is kept of people without a seat while it is of use: codes for an hour, addresses for years."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from access.actor import Actor
from access.policy import Permission
from decisions.models import Question, Signatory, SigningCode
from decisions.models.signatory import REMOVED
from decisions.pace import HOUR

MOST_AT_ONCE = 500


@transaction.atomic
def forget_codes(actor: Actor) -> int:
    """Remove codes whose visit is over, and that count in no limit any more. Returns how many went."""
    actor.require(Permission.CLOCK_TICK)
    return SigningCode.objects.filter(asked_at__lt=actor.now - HOUR).delete()[0]


@transaction.atomic
def forget_addresses(actor: Actor) -> int:
    """Remove the addresses of those asked about questions that ended long ago. Returns how many rows say so.

    Name and role stay: they are part of what was signed. One address becomes one and the same sign,
    so that of several links to one person the last signature still counts.
    """
    actor.require(Permission.CLOCK_TICK)
    rows = Signatory.objects.select_for_update(of=("self",), no_key=True).filter(question__in=_ended(actor))
    known: dict[tuple[UUID, UUID, str], str] = {}
    forgotten = list(rows.filter(forgotten_at=None).order_by("pk"))
    for row in forgotten:
        place = (row.question_id, row.authority_id, row.email)
        row.email = known.setdefault(place, f"{row.pk.hex}{REMOVED}")
        row.forgotten_at = actor.now
    Signatory.objects.bulk_update(forgotten, ["email", "forgotten_at"])
    return len(forgotten)


def _ended(actor: Actor) -> "QuerySet[Question, UUID]":
    """Some of the questions that ended long enough ago, and of which an address is known."""
    before = actor.now - timedelta(days=settings.SIGNATORY_ADDRESS_DAYS)
    over = Q(closed_at__lt=before) | Q(withdrawn_at__lt=before)
    rows = Question.objects.filter(over, people_asked__forgotten_at=None, people_asked__isnull=False)
    return rows.order_by("pk").distinct().values_list("pk", flat=True)[:MOST_AT_ONCE]
