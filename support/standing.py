"""How networks stand, counted: five questions to the database, however many networks there are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from journal.models import Entry
from networks.health import masked
from networks.models import Membership, Network, Seat
from networks.models.network import Phase
from support.masking import masked_parts
from tasks.models import Schedule

# Who has been heard of within so long is not silent (domain.md 3, line 22).
SILENT_AFTER = timedelta(days=60)
RESTING = (Phase.PAUSED, Phase.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Counts of one network. Each member authority is one of `fresh`, `late` and `silent`.

    Late: something it answers for is past its day. Silent: nothing was heard of it for 60 days.
    """

    network: Network
    members: int = 0
    people: int = 0
    fresh: int = 0
    late: int = 0
    silent: int = 0
    overdue: int = 0
    is_at_risk: bool = False
    last_active_on: date | None = None
    next_gate_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A standing as it may be shown: counts below 3 are None, and none can be reckoned from the others."""

    network: Network
    members: int | None
    people: int | None
    fresh: int | None
    late: int | None
    silent: int | None
    overdue: int | None
    is_at_risk: bool
    last_active_on: date | None
    next_gate_on: date | None


def shown(standing: Standing) -> Shown:
    """What the facilitator may see of it."""
    parts = masked_parts({"fresh": standing.fresh, "late": standing.late, "silent": standing.silent})
    return Shown(
        network=standing.network,
        members=masked(standing.members),
        people=masked(standing.people),
        fresh=parts["fresh"],
        late=parts["late"],
        silent=parts["silent"],
        overdue=masked(standing.overdue),
        is_at_risk=standing.is_at_risk,
        last_active_on=standing.last_active_on,
        next_gate_on=standing.next_gate_on,
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    joined: dict[tuple[UUID, UUID], datetime]
    seats: list[tuple[UUID, UUID, UUID]]
    heard: dict[UUID, dict[UUID | None, datetime]]
    schedules: dict[UUID, dict[str, object]]
    late_owners: set[tuple[UUID, UUID]]


def standings(networks: Iterable[Network], *, now: datetime) -> list[Standing]:
    """How each of these networks stands, in their order."""
    asked = list(networks)
    facts = _facts([network.pk for network in asked], now)
    late = {
        (network_id, authority_id)
        for network_id, authority_id, user_id in facts.seats
        if (network_id, user_id) in facts.late_owners
    }
    return [_standing(network, facts, late, now) for network in asked]


def _standing(network: Network, facts: _Facts, late: set[tuple[UUID, UUID]], now: datetime) -> Standing:
    heard = facts.heard.get(network.pk, {})
    schedules = facts.schedules.get(network.pk, {})
    rests = network.phase in RESTING
    members: Counter[str] = Counter()
    for (network_id, authority_id), joined_at in facts.joined.items():
        if network_id == network.pk:
            last = max(heard.get(authority_id, joined_at), joined_at)
            is_late = not rests and (network_id, authority_id) in late
            members["late" if is_late else "silent" if now - last > SILENT_AFTER else "fresh"] += 1
    return Standing(
        network=network,
        members=members.total(),
        people=sum(network_id == network.pk for network_id, _authority, _user in facts.seats),
        fresh=members["fresh"],
        late=members["late"],
        silent=members["silent"],
        overdue=0 if rests else int(str(schedules.get("overdue", 0))),
        is_at_risk=not rests and bool(schedules.get("at_risk")),
        last_active_on=max(heard.values()).date() if heard else None,
        next_gate_on=_day(schedules.get("next_on")),
    )


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _facts(network_ids: list[UUID], now: datetime) -> _Facts:
    here, today = {"network_id__in": network_ids}, now.date()
    members = Membership.objects.active().filter(**here).order_by("pk")
    seats = Seat.objects.active(now).filter(**here).order_by("pk")
    due = Schedule.objects.filter(**here)
    heard: dict[UUID, dict[UUID | None, datetime]] = {}
    said = Entry.objects.filter(stream__network_id__in=network_ids).order_by()
    for network_id, authority_id, last in said.values_list("stream__network_id", "authority_id").annotate(
        last=Max("at")
    ):
        heard.setdefault(network_id, {})[authority_id] = last
    counted = due.values("network_id").annotate(
        overdue=Count("pk", filter=Q(next_on__lt=today)),
        at_risk=Count("pk", filter=Q(pk__in=Schedule.objects.at_risk().values("pk"))),
        next_on=Min("next_on", filter=Q(next_on__gte=today)),
    )
    return _Facts(
        joined={
            (row[0], row[1]): row[2] for row in members.values_list("network_id", "authority_id", "joined_at")
        },
        seats=list(seats.values_list("network_id", "authority_id", "user_id")),
        heard=heard,
        schedules={row["network_id"]: {**row} for row in counted.order_by("network_id")},
        late_owners=set(due.overdue(today).order_by("pk").values_list("network_id", "owner_id")),
    )
