"""Finds lines and contracts about which nobody is asked, and should be: each hour, by the clock."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q, QuerySet

from access.actor import Actor
from needs.ageing import CAPTURED, WATCHED
from needs.models import CONTRACT, REALISED, Annex, DemandLine, Status
from needs.models.terms import BOUGHT, PROMISING
from needs.services.missed import ask_missed
from networks.models import Membership
from tasks.models import Schedule

MOST = 200  # annexes that are fetched at once


def begin_missed(clock: Actor) -> int:
    """Ask what was bought of lines, and what comes after contracts, that were said before this was asked.

    Returns how many questions were begun.
    """
    today = clock.now.date()
    wanted = ((REALISED, _with_lines(today)), (CONTRACT, _with_contracts(today)))
    return sum(
        ask_missed(clock, annex_id=annex_id, kind=kind)
        for kind, rows in wanted
        for annex_id in _unasked(rows, kind)
    )


def _with_lines(today: date) -> QuerySet[Annex]:
    """Annexes with a line of which a day is to come on which is asked what was bought."""
    lines = DemandLine.objects.holding().filter(
        Q(commitment__in=BOUGHT) | Q(commitment__in=PROMISING, need__status=Status.ADOPTED),
        annex=OuterRef("pk"),
        latest_start__gt=today - relativedelta(months=CAPTURED[-1]),
    )
    return Annex.objects.filter(Exists(lines))


def _with_contracts(today: date) -> QuerySet[Annex]:
    """Annexes whose contract ends so late that a day is to come on which is asked what comes after."""
    return Annex.objects.filter(current_contract_end__gte=today + relativedelta(months=WATCHED[-1]))


def _unasked(rows: QuerySet[Annex], kind: str) -> Iterator[UUID]:
    """Those of members that have no schedule which would ask this of them."""
    asked = Schedule.objects.filter(subject_kind=kind, subject_id=OuterRef("pk"))
    members = Membership.objects.active().filter(
        network_id=OuterRef("network_id"), authority_id=OuterRef("declared_by_id")
    )
    rows = rows.filter(~Exists(asked), Exists(members))
    rows = rows.exclude(need__status=Status.SUPERSEDED).order_by("pk")
    last: UUID | None = None
    while ids := _page(rows, last):
        yield from ids
        last = ids[-1]


def _page(rows: QuerySet[Annex], last: UUID | None) -> list[UUID]:
    return list((rows.filter(pk__gt=last) if last else rows).values_list("pk", flat=True)[:MOST])
