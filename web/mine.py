"""What is mine: networks with seat, role and unread, for the front page and for `me/`."""

from dataclasses import dataclass

from access.actor import Actor
from networks.models import Network, Seat
from networks.scoping import actors_in_own_networks
from web.rooms import unread_per_network


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One network, the person's seat in it, and how much they have not read."""

    network: Network
    seat: Seat
    unread: int


def my_places(actor: Actor) -> list[Place]:
    """The person's networks by name."""
    places = actors_in_own_networks(actor)
    unread = unread_per_network(actor, places)
    seats = Seat.objects.active(actor.now).filter(user_id=actor.person_id)
    found = [
        Place(network=seat.network, seat=seat, unread=unread.get(seat.network_id, 0))
        for seat in seats.select_related("network", "authority").order_by("pk")
    ]
    return sorted(found, key=lambda place: (place.network.name, place.network.pk))
