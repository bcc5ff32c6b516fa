"""Who may speak for an authority, and which authorities a question is put to."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from access.actor import Actor
from access.policy import GRANTS, SEAT_ROLES, Permission
from access.refusals import Forbidden
from networks.models import Membership, Seat
from networks.models.seat import SeatQuerySet

ANSWERING = [role.value for role in SEAT_ROLES if Permission.DECISION_ANSWER in GRANTS[role]]


def mandated(now: datetime) -> SeatQuerySet:
    """The seats whose holders may speak: by their role, or as deputy of a colleague with such a role."""
    stands_in = Seat.objects.active(now).filter(
        network_id=OuterRef("network_id"),
        authority_id=OuterRef("authority_id"),
        deputy_id=OuterRef("user_id"),
        role__in=ANSWERING,
    )
    return Seat.objects.active(now).filter(Q(role__in=ANSWERING) | Exists(stands_in))


def has_mandate(actor: Actor) -> bool:
    """May the actor speak for their authority?"""
    if actor.can(Permission.DECISION_ANSWER):
        return actor.has_seat
    if not actor.has_seat:
        return False
    return mandated(actor.now).filter(Q(network_id=actor.network_id, user_id=actor.user_id)).exists()


def check_mandate(actor: Actor) -> None:
    """Raise Forbidden for whoever may not speak for their authority."""
    if not has_mandate(actor):
        raise Forbidden(Permission.DECISION_ANSWER)


def check_mandate_holds(actor: Actor) -> None:
    """Ask the rows anew, inside a verb and under its lock: who has just lost the mandate speaks no more.

    Raises Forbidden.
    """
    if not speaks_for(actor.represents, actor.person_id, network_id=actor.network_id, now=actor.now):
        raise Forbidden(Permission.DECISION_ANSWER)


def speaks_for(authority_id: UUID, person_id: UUID, *, network_id: UUID | None, now: datetime) -> bool:
    """Has the person the mandate of the authority in the network now?"""
    rows = mandated(now).filter(
        Q(network_id=network_id, authority_id=authority_id, user_id=person_id),
    )
    return rows.exists()


def may_invite(actor: Actor) -> bool:
    """May the actor ask somebody without a seat to read for their authority?"""
    return actor.has_seat and (actor.can(Permission.SIGNATORY_INVITE) or has_mandate(actor))


def check_may_invite(actor: Actor) -> None:
    """Raise Forbidden for whoever may ask nobody."""
    if not may_invite(actor):
        raise Forbidden(Permission.SIGNATORY_INVITE)


def electorate(network_id: UUID, now: datetime) -> list[UUID]:
    """The authorities that a question can be put to: those with somebody in a seat who can answer.

    The level of a membership says nothing of it: an authority that was first invited as an observer
    keeps that level, whoever sits there later.
    """
    speaks = mandated(now).filter(membership_id=OuterRef("pk"))
    members = Membership.objects.active().filter(Exists(speaks), network_id=network_id)
    return sorted(members.values_list("authority_id", flat=True))
