"""What one authority may see of each of its networks, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from access.actor import Actor
from access.policy import GRANTS, SEAT_ROLES, Permission, Role
from accounts.models import Authority, Employment
from networks.models import Membership, Network, Seat
from records.names import folder_of

# Roles in whose seats an authority reads what only members read.
READS_ALL = frozenset(role for role in SEAT_ROLES if Permission.MEMBERS_ONLY_READ in GRANTS[role])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One authority in one network: `actor` stands for it there as a member does, and never coordinates.

    `until` is None while it is a member, and afterwards the moment at which it left: what came later is
    not its own. `folder` is where in the archive the network lies.
    """

    actor: Actor
    network: Network
    authority_id: UUID
    folder: str
    since: datetime
    until: datetime | None

    @property
    def is_past(self) -> bool:
        """Has the authority left?"""
        return self.until is not None

    def by(self, field: str) -> Q:
        """What had come to be, by this field, while the authority was there to see it."""
        return Q() if self.until is None else Q(**{f"{field}__lte": self.until})

    def ours_if_past(self, field: str) -> Q:
        """Everything in sight; of a network that was left, only what is the authority's by this field."""
        return Q() if self.until is None else Q(**{field: self.authority_id})

    def seen(self, moment: datetime | None) -> datetime | None:
        """A moment, if the authority was there to see it."""
        return moment if self.until is None or moment is None or moment <= self.until else None


def keeper(actor: Actor, authority_id: UUID) -> Actor:
    """The person at an authority, with the role that their work there gives; as they came if they don't."""
    works = Employment.objects.active(actor.now).filter(user_id=actor.person_id, authority_id=authority_id)
    employment = works.order_by("pk").first()
    return employment.acting(actor) if employment else actor


def sights_of(actor: Actor, authority: Authority) -> list[Sight]:
    """The networks that an authority is or was in, by their short names. Two queries."""
    rows = Membership.objects.filter(authority=authority).select_related("network")
    seats: dict[UUID, list[Seat]] = {}
    for seat in Seat.objects.filter(authority=authority).order_by("pk"):
        seats.setdefault(seat.network_id, []).append(seat)
    by_network: dict[UUID, list[Membership]] = {}
    for row in rows.order_by("network__slug", "joined_at", "pk"):
        by_network.setdefault(row.network_id, []).append(row)
    # Made anew, so that no role of the person's own opens more than the authority holds.
    registrator = Actor.person(actor.person_id, now=actor.now).at_authority(
        authority.pk, role=Role.REGISTRATOR
    )
    return [
        _sight(registrator, spells, reads_all=_reads_all(seats.get(network_id, [])))
        for network_id, spells in by_network.items()
    ]


def _sight(registrator: Actor, spells: list[Membership], *, reads_all: bool) -> Sight:
    network, authority_id = spells[0].network, spells[0].authority_id
    role = Role.MEMBER if reads_all else Role.OBSERVER
    return Sight(
        actor=registrator.in_network(network.pk, authority_id=authority_id, role=role),
        network=network,
        authority_id=authority_id,
        folder=folder_of(network.slug),
        since=spells[0].joined_at,
        until=_left_at(spells),
    )


def _reads_all(seats: Iterable[Seat]) -> bool:
    """Does the authority read what only members read: by the seats it has there, or those it had last?"""
    ends = [seat.ended_at for seat in seats]
    last = None if None in ends else max((end for end in ends if end is not None), default=None)
    return any(seat.role in READS_ALL for seat in seats if seat.ended_at == last)


def _left_at(spells: Iterable[Membership]) -> datetime | None:
    ends = [spell.left_at for spell in spells]
    return None if None in ends else max(end for end in ends if end is not None)
