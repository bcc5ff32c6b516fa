"""The shapes of networks, memberships, seats and invitations on the wire, the same for every reader."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from journal.resources import renders
from networks.models import Invitation, Membership, Network, Seat


class Named(TypedDict):
    """Whoever is named beside something: an id, and what people call them."""

    id: UUID
    name: str


class BothLanguages(TypedDict):
    """A text in Swedish and English."""

    sv: str
    en: str


class NetworkShape(TypedDict):
    """A network's card."""

    id: UUID
    slug: str
    name_sv: str
    name_en: str
    purpose: BothLanguages
    phase: str
    openness: str
    origin_note: BothLanguages
    version: int


class RegisteredShape(TypedDict):
    """An authority with what the register knows."""

    id: UUID
    name: str
    org_number: str
    country: str


class MembershipShape(TypedDict):
    """An authority in a network."""

    id: UUID
    authority: RegisteredShape
    level: str
    signatory: str
    joined_at: datetime
    left_at: datetime | None


class SeatShape(TypedDict):
    """A person in a seat, and their deputy."""

    id: UUID
    person: Named
    authority: Named
    role: str
    deputy: Named | None
    started_at: datetime
    ends_at: datetime | None
    ended_at: datetime | None
    version: int


class InvitationShape(TypedDict):
    """An invitation without its address."""

    id: UUID
    authority: Named
    role: str
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None


class AddressedShape(InvitationShape):
    """An invitation with its address, for those who manage invitations."""

    email: str
    sent_at: datetime | None


class NetworkDetailShape(NetworkShape):
    """A network's card, with what its reader may do."""

    abilities: list[str]


class HealthShape(TypedDict):
    """Counts of one network, null where fewer than 3 would point at somebody."""

    network_id: UUID
    authorities: int | None
    people: int | None
    recent_entries: int | None
    last_active_on: date | None


class AcceptedShape(SeatShape):
    """The seat that was taken, and its network."""

    network: UUID


class RefusedLine(TypedDict):
    """A line of a list that was not taken: its address, and the problem."""

    email: str
    problem: dict[str, Any]


class AnswersShape(TypedDict):
    """One answer per line."""

    results: list[AddressedShape | RefusedLine]


def network_shape(network: Network) -> NetworkShape:
    """A network's card; `purpose` is in Swedish and English."""
    return {
        "id": network.pk,
        "slug": network.slug,
        "name_sv": network.name_sv,
        "name_en": network.name_en,
        "purpose": {"sv": network.purpose_sv, "en": network.purpose_en},
        "phase": network.phase,
        "openness": network.openness,
        "origin_note": {"sv": network.origin_note_sv, "en": network.origin_note_en},
        "version": network.version,
    }


def membership_shape(row: Membership) -> MembershipShape:
    """An authority in a network."""
    return {
        "id": row.pk,
        "authority": {
            "id": row.authority_id,
            "name": row.authority.name,
            "org_number": row.authority.number,
            "country": row.authority.country,
        },
        "level": row.level,
        "signatory": row.signatory,
        "joined_at": row.joined_at,
        "left_at": row.left_at,
    }


def seat_shape(seat: Seat) -> SeatShape:
    """A person in a seat, and their deputy."""
    deputy = seat.deputy
    return {
        "id": seat.pk,
        "person": {"id": seat.user_id, "name": seat.user.display_name},
        "authority": {"id": seat.authority_id, "name": seat.authority.name},
        "role": seat.role,
        "deputy": {"id": deputy.pk, "name": deputy.display_name} if deputy else None,
        "started_at": seat.started_at,
        "ends_at": seat.ends_at,
        "ended_at": seat.ended_at,
        "version": seat.version,
    }


def invitation_shape(row: Invitation) -> InvitationShape:
    """An invitation without its address: members hear that somebody was invited, not where they read mail."""
    return {
        "id": row.pk,
        "authority": {"id": row.authority_id, "name": row.authority.name},
        "role": row.role,
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "accepted_at": row.accepted_at,
        "revoked_at": row.revoked_at,
    }


def addressed_shape(row: Invitation) -> AddressedShape:
    """An invitation with its address and sending, for those who manage invitations."""
    return {**invitation_shape(row), "email": row.email, "sent_at": row.sent_at}


def _networks(ids: Iterable[UUID]) -> dict[UUID, NetworkShape]:
    return {row.pk: network_shape(row) for row in Network.objects.filter(pk__in=ids).order_by("pk")}


def _memberships(ids: Iterable[UUID]) -> dict[UUID, MembershipShape]:
    rows = Membership.objects.filter(pk__in=ids).select_related("authority").order_by("pk")
    return {row.pk: membership_shape(row) for row in rows}


def _seats(ids: Iterable[UUID]) -> dict[UUID, SeatShape]:
    rows = Seat.objects.filter(pk__in=ids).select_related("user", "authority", "deputy").order_by("pk")
    return {row.pk: seat_shape(row) for row in rows}


def _invitations(ids: Iterable[UUID]) -> dict[UUID, InvitationShape]:
    rows = Invitation.objects.filter(pk__in=ids).select_related("authority").order_by("pk")
    return {row.pk: invitation_shape(row) for row in rows}


def register() -> None:
    """Tell the journal which shape stands beside which event."""
    renders("network.created", "network.changed", id_field="network_id", render=_networks)
    renders("membership.started", "membership.ended", id_field="membership_id", render=_memberships)
    renders("seat.taken", "seat.changed", "seat.ended", "seat.handed_over", id_field="seat_id", render=_seats)
    renders(
        "invitation.sent",
        "invitation.accepted",
        "invitation.revoked",
        id_field="invitation_id",
        render=_invitations,
    )
