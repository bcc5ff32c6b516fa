"""People take seats, hand them over and leave them."""

from datetime import datetime

from django.db import transaction

from access.actor import Actor
from access.policy import Permission, Role
from access.refusals import Conflict, Forbidden, Invalid
from accounts.models import Employment, User
from journal.events import AccessChanged, Event, SeatChanged, SeatEnded, SeatHandedOver, SeatTaken
from journal.recorder import record
from networks.models import Membership, Seat, SeatRole


def seat_person(
    actor: Actor, *, membership: Membership, person: User, role: str, ends_at: datetime | None = None
) -> tuple[Seat, list[Event]]:
    """Give a person a seat, for verbs that record it. A member's earlier seat in the network ends.

    Returns the seat and what has to be recorded. Raises Conflict where the seat that ends is the
    last coordinator's, and the new one is not.
    """
    earlier = Seat.objects.not_ended().filter(network_id=membership.network_id, user=person)
    facts: list[Event] = []
    for seat in earlier.select_for_update(no_key=True).order_by("pk"):
        if role != Role.COORDINATOR:
            _check_coordinator_stays(seat, actor.now)
        facts += _end(seat, actor.now)
    seat = Seat.objects.create(
        network_id=membership.network_id,
        membership=membership,
        authority_id=membership.authority_id,
        user=person,
        role=role,
        started_at=actor.now,
        ends_at=ends_at,
    )
    facts.append(
        SeatTaken(
            network_id=seat.network_id, seat_id=seat.pk, person_id=person.pk, authority_id=seat.authority_id
        )
    )
    return seat, [*facts, AccessChanged(person_id=person.pk)]


@transaction.atomic
def end_seat(actor: Actor, *, seat: Seat) -> Seat:
    """End a seat: one's own, or as coordinator anyone's. Access ends with the commit.

    Raises Conflict for a seat that has ended, and for the last coordinator's.
    """
    actor.require(Permission.SEAT_LEAVE if seat.user_id == actor.user_id else Permission.SEAT_MANAGE)
    seat.network.locked()
    seat = seat.locked()
    _check_open(seat)
    _check_coordinator_stays(seat, actor.now)

    record(actor, *_end(seat, actor.now), AccessChanged(person_id=seat.user_id))
    return seat


@transaction.atomic
def hand_over_seat(actor: Actor, *, seat: Seat) -> Seat:
    """Give a seat to its deputy in one step; returns the deputy's seat, with the same role.

    The holder, the deputy or the coordinator may. A seat that the deputy had before ends. Raises
    Conflict where there is no deputy, or the deputy does not work for the authority any more.
    """
    actor.require(Permission.SEAT_HAND_OVER)
    seat.network.locked()
    seat = seat.locked()
    _check_open(seat)
    if actor.user_id not in (seat.user_id, seat.deputy_id) and not actor.can(Permission.SEAT_MANAGE):
        raise Forbidden(Permission.SEAT_MANAGE)
    if seat.deputy is None:
        raise Conflict("no_deputy", "Name a deputy for this seat first.")
    if not works_there(seat.deputy, seat, actor.now):
        raise Conflict("deputy_left", "The deputy does not work for this authority any more. Name another.")

    facts = [*_end(seat, actor.now), AccessChanged(person_id=seat.user_id)]
    taken, more = seat_person(
        actor, membership=seat.membership, person=seat.deputy, role=seat.role, ends_at=seat.ends_at
    )
    handed = SeatHandedOver(
        network_id=seat.network_id, from_seat_id=seat.pk, seat_id=taken.pk, person_id=taken.user_id
    )
    record(actor, *facts, *more, handed)
    return taken


@transaction.atomic
def name_deputy(actor: Actor, *, seat: Seat, deputy: User | None) -> Seat:
    """Name the colleague who takes over in one step, or nobody. Own seat, or anyone's as coordinator.

    Raises Invalid for somebody who does not work for the seat's authority.
    """
    actor.require(Permission.DEPUTY_NAME if seat.user_id == actor.user_id else Permission.SEAT_MANAGE)
    seat = seat.locked()
    _check_open(seat)
    if deputy is not None and (deputy.pk == seat.user_id or not works_there(deputy, seat, actor.now)):
        raise Invalid.field("person", "deputy", "The deputy has to be a colleague at the same authority.")

    seat.deputy = deputy
    seat.version += 1
    seat.save(update_fields=["deputy", "version"])
    record(actor, SeatChanged(network_id=seat.network_id, seat_id=seat.pk, person_id=seat.user_id))
    return seat


@transaction.atomic
def change_role(actor: Actor, *, seat: Seat, role: str) -> Seat:
    """Give a seat another role. Raises Conflict where the network would lose its last coordinator."""
    actor.require(Permission.SEAT_MANAGE)
    seat.network.locked()
    seat = seat.locked()
    _check_open(seat)
    if role not in SeatRole.values or (role == Role.EXPERT and seat.ends_at is None):
        raise Invalid.field("role", "role", "Choose a role; an external expert's seat needs an end date.")
    if role != Role.COORDINATOR:
        _check_coordinator_stays(seat, actor.now)

    seat.role = role
    seat.version += 1
    seat.save(update_fields=["role", "version"])
    record(
        actor,
        SeatChanged(network_id=seat.network_id, seat_id=seat.pk, person_id=seat.user_id),
        AccessChanged(person_id=seat.user_id),
    )
    return seat


@transaction.atomic
def end_run_out_seats(actor: Actor) -> int:
    """End the seats whose date has passed, so that their sockets close and the journal knows."""
    actor.require(Permission.CLOCK_TICK)
    seats = (
        Seat.objects.not_ended()
        .filter(ends_at__lte=actor.now)
        .select_for_update(skip_locked=True, no_key=True)
        .order_by("pk")[:500]
    )
    facts: list[Event] = []
    for seat in seats:
        facts += [*_end(seat, actor.now), AccessChanged(person_id=seat.user_id)]
    record(actor, *facts)
    return len(facts) // 2


def works_there(person: User, seat: Seat, now: datetime) -> bool:
    """Does the person work for the seat's authority now?"""
    return (
        person.is_active
        and Employment.objects.active(now).filter(user=person, authority_id=seat.authority_id).exists()
    )


def _end(seat: Seat, now: datetime) -> list[Event]:
    seat.ended_at = now
    seat.save(update_fields=["ended_at"])
    return [
        SeatEnded(
            network_id=seat.network_id,
            seat_id=seat.pk,
            person_id=seat.user_id,
            authority_id=seat.authority_id,
        )
    ]


def _check_open(seat: Seat) -> None:
    if seat.ended_at is not None:
        raise Conflict("seat_ended", "This seat has ended already.")


def _check_coordinator_stays(seat: Seat, now: datetime) -> None:
    """Asked under the network's row lock, so that two coordinators can't leave at once."""
    others = Seat.objects.active(now).filter(network_id=seat.network_id, role=SeatRole.COORDINATOR)
    if seat.is_coordinating and not others.exclude(pk=seat.pk).exists():
        raise Conflict(
            "last_coordinator", "A network can't be without a coordinator. Hand the seat to its deputy."
        )
