"""From a URL or a stream to an actor: the one place that decides who somebody is in a network."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from access.actor import Actor
from access.policy import Role
from access.refusals import NotVisible
from accounts.models import Employment
from networks.models import Network, Seat
from wire.questions import Question, is_any, slot


def actor_in(actor: Actor, network_id: UUID) -> Actor:
    """The same person as an actor in the network, by one query.

    In a seat: its role, and what the employment gives at that authority. Without one: the site
    role, or nothing but the card of a network that shows it. Raises SignInNeeded, and NotVisible
    where the network must look as if it did not exist.
    """
    row = _SEAT.row(user=actor.person_id, now=actor.now, network=network_id)
    if row is not None:
        return _placed(actor, network_id, *row)
    known = Network.objects.visible_to(actor).filter(pk=network_id).exists()
    if not known:
        raise NotVisible
    return actor.in_network(network_id)


def beside_seat(rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """Rows of networks, each with the seat there of slot `user` at slot `now`, for `actor_beside`."""
    seat = _seats_with_duties(slot("user", models.UUIDField()), slot("now", models.DateTimeField()))
    whole = JSONObject(authority="authority_id", role="role", duty="duty")
    here = seat.filter(network_id=OuterRef("network_id")).values(whole=whole)[:1]
    beside: models.QuerySet[Any] = rows.annotate(seat=Subquery(here))
    return beside


def actor_beside(actor: Actor, row: Any) -> Actor:
    """The same as `actor_in` the network of a row that was asked for by `beside_seat`."""
    if row.seat is None:
        return actor_in(actor, row.network_id)
    seat: dict[str, str] = row.seat
    return _placed(actor, row.network_id, UUID(seat["authority"]), seat["role"], seat["duty"])


def actors_in_own_networks(actor: Actor) -> list[Actor]:
    """The person as an actor in each network where they have a seat, by one query."""
    return [
        seated(actor, seat) for seat in _seats_with_duties(actor.person_id, actor.now).order_by("network_id")
    ]


def actors_in(actors: Iterable[Actor], network_id: UUID, *, now: datetime) -> dict[UUID, Actor]:
    """Those of the people who sit in the network, each in the own seat, by person, by one query."""
    people = {actor.person_id: actor for actor in actors}
    seats = _SEATS.all(people=list(people), network=network_id, now=now)
    return {seat.user_id: seated(people[seat.user_id], seat) for seat in seats}


def seated(actor: Actor, seat: Seat) -> Actor:
    """The person in this seat, which carries `duty`, the role of the employment."""
    return _placed(actor, seat.network_id, seat.authority_id, seat.role, getattr(seat, "duty", ""))


def _placed(actor: Actor, network_id: UUID, authority_id: UUID, role: str, duty: str) -> Actor:
    placed = actor.in_network(network_id, authority_id=authority_id, role=Role(role))
    return replace(placed, roles=placed.roles | {Role(duty)}) if duty else placed


def _seats_with_duties(user_id: Any, now: Any) -> "models.QuerySet[Any]":
    return _with_duties(Seat.objects.active(now).filter(user_id=user_id), now)


def _with_duties(seats: "models.QuerySet[Any]", now: Any) -> "models.QuerySet[Any]":
    duty = Employment.objects.active(now).filter(
        user_id=OuterRef("user_id"), authority_id=OuterRef("authority_id")
    )
    with_duties: models.QuerySet[Any] = seats.annotate(
        duty=Subquery(duty.order_by("role").values("role")[:1])
    )
    return with_duties


_SEAT = Question(
    lambda: (
        _seats_with_duties(slot("user", models.UUIDField()), slot("now", models.DateTimeField()))
        .filter(network_id=slot("network", models.UUIDField()))
        .values_list("authority_id", "role", "duty")
    )
)
_SEATS = Question(
    lambda: _with_duties(
        Seat.objects.active(slot("now", models.DateTimeField())).filter(
            is_any("user_id", "people", models.UUIDField()), network_id=slot("network", models.UUIDField())
        ),
        slot("now", models.DateTimeField()),
    ).order_by("user_id")
)
