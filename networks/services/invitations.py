"""People are invited to seats by mail, and accept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, transaction

from access.actor import Actor
from access.policy import Permission, Role
from access.refusals import Barred, Conflict, Invalid, NotVisible, Refusal
from accounts.models import Authority, Employment, Language, User
from accounts.services import open_account, start_employment
from journal.events import Event, InvitationAccepted, InvitationRevoked, InvitationSent, MembershipStarted
from journal.recorder import record
from networks.models import Invitation, Level, Membership, Network, Seat, SeatRole
from networks.services.seats import seat_person
from wire.mailboxes import address_of
from wire.nudges import nudge
from wire.text import readable

LASTS = timedelta(days=30)
MOST_AT_ONCE = 200
SEND_JOB = "networks.send_invitations"
_SIGNER_SALT = "networks.invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One line of a list of invitations: an address, an authority (its id or organisation number), a role."""

    email: str
    authority: str
    role: str = SeatRole.MEMBER
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one line: the invitation, or why not."""

    wanted: Wanted
    invitation: Invitation | None = None
    refusal: Refusal | None = None


@transaction.atomic
def invite_people(actor: Actor, *, network: Network, wanted: list[Wanted]) -> list[Answer]:
    """Invite each line for itself: a bad line is answered with its refusal and stops no other.

    The mails leave with the commit. Raises Invalid for no line or more than 200.
    """
    actor.require(Permission.INVITATION_SEND)
    if not 0 < len(wanted) <= MOST_AT_ONCE:
        raise Invalid.field("invitations", "count", f"Invite between 1 and {MOST_AT_ONCE} people at a time.")
    answers = [_answer(actor, network, line) for line in wanted]
    sent = [answer.invitation for answer in answers if answer.invitation]
    record(
        actor,
        *(
            InvitationSent(network_id=network.pk, invitation_id=row.pk, authority_id=row.authority_id)
            for row in sent
        ),
    )
    nudge(SEND_JOB, [row.pk for row in sent], queue="mail")
    return answers


def _answer(actor: Actor, network: Network, wanted: Wanted) -> Answer:
    try:
        with transaction.atomic():
            return Answer(wanted=wanted, invitation=invitation_for(actor, network, wanted))
    except Refusal as refusal:
        return Answer(wanted=wanted, refusal=refusal)


def invitation_for(actor: Actor, network: Network, wanted: Wanted) -> Invitation:
    """Write one invitation, for verbs that record it and hurry its mail. Raises Invalid or Conflict."""
    email = address_of(wanted.email)
    if wanted.role not in SeatRole.values:
        raise Invalid.field("role", "role", f"Choose one of {', '.join(SeatRole.values)}.")
    if wanted.role == Role.EXPERT and (wanted.ends_at is None or wanted.ends_at <= actor.now):
        raise Invalid.field("ends_at", "ends_at", "An external expert's seat needs an end date to come.")
    if Seat.objects.active(actor.now).filter(network=network, user__email__iexact=email).exists():
        raise Conflict("already_seated", f"{email} has a seat in this network already.")
    invitation = Invitation(
        network=network,
        authority=authority_named(wanted.authority),
        email=email,
        role=wanted.role,
        invited_by_id=actor.person_id,
        created_at=actor.now,
        expires_at=actor.now + LASTS,
        seat_ends_at=wanted.ends_at,
        send_after=actor.now,
    )
    # One that ran out without an answer makes room for a new one.
    stale = Invitation.objects.open().filter(network=network, email__iexact=email, expires_at__lte=actor.now)
    stale.update(revoked_at=actor.now)
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError:
        raise Conflict("already_invited", f"{email} has an open invitation already.") from None
    return invitation


def authority_named(text: str, *, name: str = "authority") -> Authority:
    """The authority with this id, organisation number or exact name. Raises Invalid for the field `name`."""
    text = readable(text, name=name, longest=200)
    found = Authority.objects.filter(**_key(text)).order_by("pk")[:2]
    if len(found) == 1:
        return found[0]
    detail = "names more than one authority; give its id." if found else "is no authority that we know."
    raise Invalid.field(name, "authority", f"“{text[:80]}” {detail}")


def _key(text: str) -> dict[str, str]:
    try:
        return {"pk": str(UUID(text))}
    except ValueError:
        pass
    number = text.replace("-", "").replace(" ", "")
    if any(sign.isdigit() for sign in number) and number.isalnum() and len(number) <= 14:
        return {"number": number.upper()}
    return {"name__iexact": text}


def token_of(invitation: Invitation) -> str:
    """The token in the link of the mail."""
    return signing.Signer(salt=_SIGNER_SALT, sep=".").sign(str(invitation.pk))


def open_invitation(token: str, *, now: datetime) -> Invitation:
    """The invitation that a link belongs to. Raises NotVisible for a link that is none of ours.

    Raises Conflict where it was accepted, taken back or ran out.
    """
    try:
        pk = signing.Signer(salt=_SIGNER_SALT, sep=".").unsign(token)
    except signing.BadSignature:
        raise NotVisible from None
    found = Invitation.objects.select_related("network", "authority", "invited_by").filter(pk=pk).first()
    if found is None:
        raise NotVisible
    if not found.is_open(now):
        state = "accepted" if found.accepted_at else "revoked" if found.revoked_at else "expired"
        raise Conflict(f"invitation_{state}", "Ask the coordinator for a new invitation.")
    return found


@transaction.atomic
def accept_invitation(
    actor: Actor,
    *,
    invitation: Invitation,
    name: str = "",
    password: str = "",
    language: str = Language.SWEDISH,
) -> Seat:
    """Take the seat that the invitation offers, as somebody who holds its link.

    Opens an account where the address has none, which needs `name` and `password`, and speaks to
    its person in `language`. Raises Barred for another signed-in address, and Conflict where the
    address has an account to sign in with.
    """
    actor = actor.at_authority(invitation.authority_id, role=Role.INVITED)
    actor.require(Permission.INVITATION_ACCEPT)
    invitation.network.locked()
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related("network")
    invitation = rows.get(pk=invitation.pk)
    if not invitation.is_open(actor.now):
        raise Conflict("invitation_closed", "Ask the coordinator for a new invitation.")
    person = _invited_person(actor, invitation, name=name, password=password, language=language)
    acting = Actor(now=actor.now, user_id=person.pk, authority_id=actor.authority_id, roles=actor.roles)
    authority = invitation.authority
    if not Employment.objects.active(actor.now).filter(user=person, authority=authority).exists():
        start_employment(acting, person=person, authority=authority)
    membership, facts = _membership(invitation, acting.now)
    seat, more = seat_person(
        acting,
        membership=membership,
        person=person,
        role=invitation.role,
        ends_at=invitation.seat_ends_at,
    )
    invitation.accepted_at, invitation.accepted_by = acting.now, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    accepted = InvitationAccepted(
        network_id=invitation.network_id, invitation_id=invitation.pk, person_id=person.pk
    )
    record(acting, *facts, *more, accepted)
    return seat


def _invited_person(actor: Actor, invitation: Invitation, *, name: str, password: str, language: str) -> User:
    known: User | None = User.objects.filter(email__iexact=invitation.email).first()
    if actor.is_signed_in:
        if known is None or known.pk != actor.user_id:
            raise Barred(
                "another_address", f"This invitation was sent to {invitation.email}. Sign out first."
            )
        return known
    if known is not None:
        raise Conflict("sign_in_first", f"{invitation.email} has an account already. Sign in to accept.")
    return open_account(actor, email=invitation.email, name=name, password=password, language=language)


def _membership(invitation: Invitation, now: datetime) -> tuple[Membership, list[Event]]:
    level = Level.OBSERVER if invitation.role == SeatRole.OBSERVER else Level.MEMBER
    membership, is_new = Membership.objects.get_or_create(
        network_id=invitation.network_id,
        authority_id=invitation.authority_id,
        left_at=None,
        defaults={"level": level, "joined_at": now},
    )
    started = MembershipStarted(
        network_id=membership.network_id, membership_id=membership.pk, authority_id=membership.authority_id
    )
    return membership, [started] if is_new else []


@transaction.atomic
def revoke_invitation(actor: Actor, *, invitation: Invitation) -> Invitation:
    """Take back an invitation that nobody accepted. Raises Conflict where somebody did."""
    actor.require(Permission.INVITATION_SEND)
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at:
        raise Conflict("invitation_closed", "This invitation was accepted or taken back already.")
    invitation.revoked_at = actor.now
    invitation.save(update_fields=["revoked_at"])
    record(actor, InvitationRevoked(network_id=invitation.network_id, invitation_id=invitation.pk))
    return invitation
