"""Finds lines about which nobody is asked what was bought, and should be: each hour, by the clock."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q, QuerySet

from access.actor import Actor
from needs.ageing import CAPTURED
from needs.models import REALISED, Annex, DemandLine, Status
from needs.models.terms import BOUGHT, PROMISING
from needs.services.missed import ask_what_was_bought
from networks.models import Membership
from tasks.models import Schedule

MOST = 200  # annexes that are fetched at once


def begin_missed(clock: Actor) -> int:
    """Ask about lines that were said before this was asked. Returns of how many annexes."""
    return sum(ask_what_was_bought(clock, annex_id=annex_id) for annex_id in _unasked(clock.now.date()))


def _unasked(today: date) -> Iterator[UUID]:
    """Annexes of members with a line that has a day to come, and no schedule that would ask of it."""
    lines = DemandLine.objects.holding().filter(
        Q(commitment__in=BOUGHT) | Q(commitment__in=PROMISING, need__status=Status.ADOPTED),
        annex=OuterRef("pk"),
        latest_start__gt=today - relativedelta(months=CAPTURED[-1]),
    )
    asked = Schedule.objects.filter(subject_kind=REALISED, subject_id=OuterRef("pk"))
    members = Membership.objects.active().filter(
        network_id=OuterRef("network_id"), authority_id=OuterRef("declared_by_id")
    )
    rows = Annex.objects.filter(Exists(lines), ~Exists(asked), Exists(members))
    rows = rows.exclude(need__status=Status.SUPERSEDED).order_by("pk")
    last: UUID | None = None
    while ids := _page(rows, last):
        yield from ids
        last = ids[-1]


def _page(rows: QuerySet[Annex], last: UUID | None) -> list[UUID]:
    return list((rows.filter(pk__gt=last) if last else rows).values_list("pk", flat=True)[:MOST])
