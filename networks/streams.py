"""Who may listen to which stream of the journal."""

from uuid import UUID

from access.actor import Actor
from access.policy import Permission
from access.refusals import NotVisible
from networks import subjects
from networks.scoping import actor_in, actors_in_own_networks


def parse(key: str) -> tuple[str, list[UUID]]:
    """The kind of a stream and the ids in its key. Raises NotVisible for a key that is none."""
    kind, *ids = key.split(":")
    try:
        return kind, [UUID(text) for text in ids]
    except ValueError:
        raise NotVisible from None


def listener(actor: Actor, key: str) -> Actor:
    """The actor as they stand where the stream lives, if they may listen to it.

    Asked when subscribing, when catching up and whenever access changes. Raises NotVisible or
    Forbidden.
    """
    kind, ids = parse(key)
    if kind == "person" and len(ids) == 1:
        return _own(actor, ids[0])
    if kind == "network" and len(ids) == 1:
        placed = actor_in(actor, ids[0])
        placed.require(Permission.JOURNAL_READ)
        return placed
    if kind == "authority" and len(ids) == 2:
        return _in_private_zone(actor, network_id=ids[0], authority_id=ids[1])
    if len(ids) == 1:
        placed = actor_in(actor, subjects.network_of(subjects.Subject(kind, ids[0])))
        subjects.card_of(placed, subjects.Subject(kind, ids[0]))
        return placed
    raise NotVisible


def _own(actor: Actor, person_id: UUID) -> Actor:
    if actor.user_id != person_id:
        raise NotVisible
    return Actor.person(person_id, now=actor.now)  # a person's stream lives in no network


def _in_private_zone(actor: Actor, *, network_id: UUID, authority_id: UUID) -> Actor:
    placed = actor_in(actor, network_id)
    if placed.authority_id != authority_id or not placed.can(Permission.PRIVATE_ZONE_USE):
        raise NotVisible
    return placed


def streams_of(actor: Actor) -> list[str]:
    """All streams of a person: their own, their networks', their private zones', and the rooms' in them."""
    keys = [f"person:{actor.user_id}"]
    for place in actors_in_own_networks(actor):
        if place.can(Permission.JOURNAL_READ):
            keys.append(f"network:{place.network_id}")
        if place.can(Permission.PRIVATE_ZONE_USE):
            keys.append(f"authority:{place.network_id}:{place.authority_id}")
        keys += subjects.heard_by(place)
    return keys
