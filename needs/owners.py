"""Who may answer for a need, or for a goal of it."""

from uuid import UUID

from access.actor import Actor
from access.policy import GRANTS, Permission, Role
from access.refusals import Invalid
from networks.models import Seat


def seat_of(actor: Actor, owner_id: UUID, *, is_private: bool) -> Seat:
    """The seat in which somebody is to answer. Raises Invalid for whoever can't, or would not see it."""
    seats = Seat.objects.active(actor.now).filter(network_id=str(actor.network_id), user_id=owner_id)
    seat = seats.select_related("user", "authority").first()
    if seat is None:
        raise Invalid.field("owner", "no_seat", "The owner has to be a person with a seat in this network.")
    if Permission.NEED_EDIT not in GRANTS[Role(seat.role)]:
        raise Invalid.field("owner", "reads_only", "The owner's seat lets them read, but not answer.")
    if is_private and seat.authority_id != actor.authority_id:
        raise Invalid.field("owner", "out_of_sight", "Share the need before somebody elsewhere can own it.")
    return seat
