"""Networks, the authorities in them, the seats of people, and invitations to seats."""

from networks.models.invitation import Invitation
from networks.models.membership import Level, Membership
from networks.models.network import Network, Openness, Phase
from networks.models.seat import Seat, SeatRole

__all__ = ["Invitation", "Level", "Membership", "Network", "Openness", "Phase", "Seat", "SeatRole"]
