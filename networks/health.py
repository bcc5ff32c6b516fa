"""How a network is doing, in counts alone: what the facilitator sees of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q

from journal.models import Entry
from networks.models import Membership, Seat

FEWEST_SHOWN = 3
RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Counts of one network, None where fewer than 3 would point at somebody; and the last active day."""

    network_id: UUID
    authorities: int | None
    people: int | None
    recent_entries: int | None
    last_active_on: date | None


def masked(count: int) -> int | None:
    """The count, or None where it is 1 or 2: so few could be told apart."""
    return count if count == 0 or count >= FEWEST_SHOWN else None


def health_of(network_ids: list[UUID], *, now: datetime) -> dict[UUID, Health]:
    """The health of each network, by three queries however many. `recent` is the last 30 days."""
    authorities = dict(
        Membership.objects.active()
        .filter(network_id__in=network_ids)
        .values_list("network_id")
        .annotate(number=Count("pk"))
        .order_by("network_id")
    )
    people = dict(
        Seat.objects.active(now)
        .filter(network_id__in=network_ids)
        .values_list("network_id")
        .annotate(number=Count("pk"))
        .order_by("network_id")
    )
    activity = {
        row["stream__network_id"]: row
        for row in Entry.objects.filter(stream__network_id__in=network_ids)
        .values("stream__network_id")
        .annotate(last=Max("at"), recent=Count("pk", filter=Q(at__gt=now - RECENT)))
        .order_by("stream__network_id")
    }
    return {
        pk: Health(
            network_id=pk,
            authorities=masked(authorities.get(pk, 0)),
            people=masked(people.get(pk, 0)),
            recent_entries=masked(activity[pk]["recent"]) if pk in activity else 0,
            last_active_on=activity[pk]["last"].date() if pk in activity else None,
        )
        for pk in network_ids
    }
