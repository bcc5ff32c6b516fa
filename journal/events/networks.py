"""Facts about networks, seats and invitations."""

from uuid import UUID

from journal.events.vocabulary import event


@event("network.created", stream="network:{network_id}")
class NetworkCreated:
    """A network was set up."""

    network_id: UUID


@event("network.changed", stream="network:{network_id}")
class NetworkChanged:
    """Name, purpose, phase or openness of the network is new."""

    network_id: UUID


@event("membership.started", stream="network:{network_id}")
class MembershipStarted:
    """An authority became a member."""

    network_id: UUID
    membership_id: UUID
    authority_id: UUID


@event("membership.ended", stream="network:{network_id}")
class MembershipEnded:
    """An authority left; its seats ended in the same moment."""

    network_id: UUID
    membership_id: UUID
    authority_id: UUID


@event("seat.taken", stream="network:{network_id}")
class SeatTaken:
    """A person took a seat for an authority."""

    network_id: UUID
    seat_id: UUID
    person_id: UUID
    authority_id: UUID


@event("seat.changed", stream="network:{network_id}")
class SeatChanged:
    """The deputy or the role of a seat is new."""

    network_id: UUID
    seat_id: UUID
    person_id: UUID


@event("seat.ended", stream="network:{network_id}")
class SeatEnded:
    """A person's seat ended."""

    network_id: UUID
    seat_id: UUID
    person_id: UUID
    authority_id: UUID


@event("seat.handed_over", stream="network:{network_id}")
class SeatHandedOver:
    """A seat ended and its deputy took it, in one step."""

    network_id: UUID
    from_seat_id: UUID
    seat_id: UUID
    person_id: UUID


@event("invitation.sent", stream="network:{network_id}")
class InvitationSent:
    """Somebody was invited to a seat."""

    network_id: UUID
    invitation_id: UUID
    authority_id: UUID


@event("invitation.accepted", stream="network:{network_id}")
class InvitationAccepted:
    """An invitation was accepted by the person it was sent to."""

    network_id: UUID
    invitation_id: UUID
    person_id: UUID


@event("invitation.revoked", stream="network:{network_id}")
class InvitationRevoked:
    """An invitation was taken back before it was accepted."""

    network_id: UUID
    invitation_id: UUID
