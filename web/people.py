"""Who sits where in a network, fetched together."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from access.actor import Actor
from access.policy import GRANTS, SEAT_ROLES, Permission
from accounts.models import Authority, Employment, User
from networks.models import Membership, Network, Seat


@dataclass(slots=True, kw_only=True)
class Delegation:
    """One authority in a network, and the people who sit there for it."""

    authority: Authority
    membership: Membership
    seats: list[Seat] = field(default_factory=list)


def authorities_with_seats(actor: Actor, network: Network) -> list[Delegation]:
    """The authorities of the network by name, each with its people: two queries, however many."""
    members = Membership.objects.active().filter(network=network).select_related("authority")
    found = {
        row.pk: Delegation(authority=row.authority, membership=row)
        for row in members.order_by("authority__name", "pk")
    }
    seats = Seat.objects.active(actor.now).filter(network=network).select_related("user", "deputy")
    for seat in seats.order_by("started_at", "pk"):
        if seat.membership_id in found:
            found[seat.membership_id].seats.append(seat)
    return list(found.values())


def colleagues_of(seat: Seat, now: datetime) -> "QuerySet[User]":
    """People who could take over the seat: those who work for its authority now, but for its holder."""
    employed = Employment.objects.active(now).filter(authority_id=seat.authority_id).values("user_id")
    return User.objects.active().filter(pk__in=employed).exclude(pk=seat.user_id).order_by("name", "pk")


def able_in(actor: Actor, network: Network, permission: Permission) -> "QuerySet[User]":
    """The people who sit in the network now, in a role that grants the permission, by name."""
    roles = [role for role in SEAT_ROLES if permission in GRANTS[role]]
    seats = Seat.objects.active(actor.now).filter(network=network, role__in=roles)
    return User.objects.active().filter(pk__in=seats.values("user_id")).order_by("name", "pk")
