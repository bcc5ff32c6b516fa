"""Every change to networks, memberships, seats and invitations."""

from networks.services.invitations import (
    Answer,
    Wanted,
    accept_invitation,
    invite_people,
    open_invitation,
    revoke_invitation,
)
from networks.services.networks import change_network, create_network, end_membership
from networks.services.seats import change_role, end_run_out_seats, end_seat, hand_over_seat, name_deputy

__all__ = [
    "Answer",
    "Wanted",
    "accept_invitation",
    "change_network",
    "change_role",
    "create_network",
    "end_membership",
    "end_run_out_seats",
    "end_seat",
    "hand_over_seat",
    "invite_people",
    "name_deputy",
    "open_invitation",
    "revoke_invitation",
]
