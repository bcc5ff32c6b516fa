"""From a URL or a stream to an actor: the one place that decides who somebody is in a network."""

from dataclasses import replace
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Subquery

from access.actor import Actor
from access.policy import Role
from access.refusals import NotVisible
from accounts.models import Employment
from networks.models import Network, Seat


def actor_in(actor: Actor, network_id: UUID) -> Actor:
    """The same person as an actor in the network, by one query.

    In a seat: its role, and what the employment gives at that authority. Without one: the site
    role, or nothing but the card of a network that shows it. Raises SignInNeeded, and NotVisible
    where the network must look as if it did not exist.
    """
    seat = _seats_with_duties(actor).filter(network_id=network_id).first()
    if seat is not None:
        return seated(actor, seat)
    known = Network.objects.visible_to(actor).filter(pk=network_id).exists()
    if not known:
        raise NotVisible
    return actor.in_network(network_id)


def actors_in_own_networks(actor: Actor) -> list[Actor]:
    """The person as an actor in each network where they have a seat, by one query."""
    return [seated(actor, seat) for seat in _seats_with_duties(actor).order_by("network_id")]


def seated(actor: Actor, seat: Seat) -> Actor:
    """The person in this seat, which carries `duty`, the role of the employment."""
    placed = actor.in_network(seat.network_id, authority_id=seat.authority_id, role=Role(seat.role))
    duty = getattr(seat, "duty", "")
    return replace(placed, roles=placed.roles | {Role(duty)}) if duty else placed


def _seats_with_duties(actor: Actor) -> "models.QuerySet[Seat]":
    duty = Employment.objects.active(actor.now).filter(
        user_id=OuterRef("user_id"), authority_id=OuterRef("authority_id")
    )
    return (
        Seat.objects.active(actor.now)
        .filter(user_id=actor.person_id)
        .annotate(duty=Subquery(duty.order_by("role").values("role")[:1]))
    )
