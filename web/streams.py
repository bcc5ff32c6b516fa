"""Which streams a page follows."""

from access.actor import Actor
from access.policy import Permission
from networks.subjects import heard_by


def streams_in(actor: Actor) -> list[str]:
    """The streams of the network that the actor stands in: its own, the private zone's, the rooms'."""
    keys = []
    if actor.can(Permission.JOURNAL_READ):
        keys.append(f"network:{actor.network_id}")
    if actor.has_seat and actor.can(Permission.PRIVATE_ZONE_USE):
        keys.append(f"authority:{actor.network_id}:{actor.authority_id}")
    return keys + heard_by(actor)
