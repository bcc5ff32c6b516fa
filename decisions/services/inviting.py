"""Somebody without a seat is asked to read, sign or answer for an authority, and the link is taken back."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid, NotVisible
from accounts.models import Language
from decisions.links import is_backed
from decisions.mandate import check_mandate, check_may_invite
from decisions.models import Capacity, Question, Signatory
from decisions.saying import check_asked, check_open, is_answered_in_a_seat
from journal.events import SignatoryInvited, SignatoryRevoked
from journal.recorder import record
from networks.models import Seat
from wire.mailboxes import address_of
from wire.nudges import nudge
from wire.text import readable

LASTS = timedelta(days=30)
MOST_OPEN = 20  # links of one authority to one question
LINK_JOB = "decisions.send_links"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """Who is asked, by what address, in which language, and to do what."""

    name: str
    title: str
    email: str
    capacity: str = Capacity.SIGNS
    language: str = Language.SWEDISH


@transaction.atomic
def invite_signatory(actor: Actor, *, question: Question, invitee: Invitee) -> Signatory:
    """Ask somebody without a seat to read one question for the actor's authority, by a personal link.

    The link lasts until the question closes, at most 30 days; its mail leaves with the commit. Only
    who has the mandate lends it to somebody who is to answer, and to one at a time. Raises Forbidden,
    Invalid, Barred for an authority that is not asked, Conflict once it is closed and for an address
    that has an open link already.
    """
    actor.require(Permission.DECISION_READ)
    check_may_invite(actor)
    if invitee.capacity == Capacity.ANSWERS:
        check_mandate(actor)
    signatory = _drafted(actor, question, invitee)
    question = question.locked()
    check_open(question, actor.now)
    check_asked(question, actor.represents)
    if invitee.capacity == Capacity.ANSWERS and is_answered_in_a_seat(question, actor.represents):
        raise Conflict("answered_already", "Somebody with a seat has answered for your authority.")
    _make_room(signatory)
    try:
        with transaction.atomic():
            signatory.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            "already_asked_to_sign", "This address, or somebody else who is to answer, has an open link."
        ) from None

    record(actor, SignatoryInvited(**_named(signatory)))
    nudge(LINK_JOB, [signatory.pk], queue="mail")
    return signatory


@transaction.atomic
def revoke_signatory(actor: Actor, *, signatory: Signatory) -> Signatory:
    """Take a link back: it and every visit by it end at once. What was signed stays.

    Raises Forbidden, NotVisible for a link of another authority, Conflict where it is closed already.
    """
    actor.require(Permission.DECISION_READ)
    check_may_invite(actor)
    signatory = _own(actor, signatory)
    if signatory.revoked_at or signatory.blocked_at:
        raise Conflict("sign_link_closed", "This link is closed already.")
    signatory.revoked_at = actor.now
    signatory.save(update_fields=["revoked_at"])
    record(actor, SignatoryRevoked(**_named(signatory)))
    return signatory


@transaction.atomic
def renew_signatory(actor: Actor, *, signatory: Signatory) -> Signatory:
    """Mail the same person another link in place of one: its codes and wrong tries begin anew.

    For who can't come in, as somebody else used up the codes or the tries of their link. What was
    signed stays. Raises what `invite_signatory` raises, NotVisible for a link of another authority,
    Conflict for one that was taken back.
    """
    actor.require(Permission.DECISION_READ)
    check_may_invite(actor)
    signatory.question.locked()  # first, as who signs does
    old = _own(actor, signatory)
    if old.revoked_at:
        raise Conflict("sign_link_closed", "This link is closed already.")
    if old.blocked_at is None:
        revoke_signatory(actor, signatory=old)
    invitee = Invitee(
        name=old.name, title=old.title, email=old.email, capacity=old.capacity, language=old.language
    )
    return invite_signatory(actor, question=old.question, invitee=invitee)


def _own(actor: Actor, signatory: Signatory) -> Signatory:
    """The row under its lock, if it is the actor's authority's. Raises NotVisible."""
    row = signatory.locked()
    if (row.network_id, row.authority_id) != (actor.network_id, actor.authority_id):
        raise NotVisible
    return row


def _drafted(actor: Actor, question: Question, invitee: Invitee) -> Signatory:
    for field, choices in (("capacity", Capacity.values), ("language", Language.values)):
        if getattr(invitee, field) not in choices:
            raise Invalid.field(field, field, f"Choose one of {', '.join(choices)}.")
    return Signatory(
        network_id=question.network_id,
        question=question,
        authority_id=actor.represents,
        name=_one_line(readable(invitee.name, name="name", longest=200)),
        title=_one_line(readable(invitee.title, name="title", longest=200)),
        email=address_of(invitee.email),
        language=invitee.language,
        capacity=invitee.capacity,
        invited_by_id=actor.person_id,
        invited_at=actor.now,
        expires_at=min(question.closes_at, actor.now + LASTS),
        send_after=actor.now,
    )


def _make_room(signatory: Signatory) -> None:
    """Close links that ran out or rest on nothing, for new ones. Raises Conflict where too many are open."""
    own = Signatory.objects.filter(
        question=signatory.question, authority_id=signatory.authority_id, revoked_at=None, blocked_at=None
    )
    now = signatory.invited_at
    seats = Seat.objects.active(now).filter(
        network=signatory.network_id, authority=signatory.authority_id, user=OuterRef("invited_by")
    )
    own.filter(Q(expires_at__lte=now) | ~Exists(seats)).update(revoked_at=now)
    for lent in own.filter(capacity=Capacity.ANSWERS):  # one at most, by a constraint
        if not is_backed(lent, now):
            own.filter(pk=lent.pk).update(revoked_at=now)
    if own.count() >= MOST_OPEN:
        raise Conflict("too_many_links", f"At most {MOST_OPEN} links are open at a time.")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _named(signatory: Signatory) -> dict[str, UUID]:
    return {
        "network_id": signatory.network_id,
        "authority_id": signatory.authority_id,
        "decision_id": signatory.question_id,
        "signatory_id": signatory.pk,
    }
