"""The shapes of networks, memberships, seats and invitations on the wire, the same for every reader."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from journal.resources import renders
from networks.models import Invitation, Membership, Network, Seat

Shape = dict[str, Any]


def network_shape(network: Network) -> Shape:
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


def membership_shape(row: Membership) -> Shape:
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


def seat_shape(seat: Seat) -> Shape:
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


def invitation_shape(row: Invitation) -> Shape:
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


def addressed_shape(row: Invitation) -> Shape:
    """An invitation with its address and sending, for those who manage invitations."""
    return {**invitation_shape(row), "email": row.email, "sent_at": row.sent_at}


def _networks(ids: Iterable[UUID]) -> dict[UUID, Shape]:
    return {row.pk: network_shape(row) for row in Network.objects.filter(pk__in=ids).order_by("pk")}


def _memberships(ids: Iterable[UUID]) -> dict[UUID, Shape]:
    rows = Membership.objects.filter(pk__in=ids).select_related("authority").order_by("pk")
    return {row.pk: membership_shape(row) for row in rows}


def _seats(ids: Iterable[UUID]) -> dict[UUID, Shape]:
    rows = Seat.objects.filter(pk__in=ids).select_related("user", "authority", "deputy").order_by("pk")
    return {row.pk: seat_shape(row) for row in rows}


def _invitations(ids: Iterable[UUID]) -> dict[UUID, Shape]:
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
