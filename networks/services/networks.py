"""A network is set up, changes, and loses members."""

from django.db import transaction
from django.utils.text import slugify

from access.actor import Actor
from access.policy import Permission
from access.refusals import Barred, Conflict, Invalid
from accounts.models import Authority, User
from journal.events import (
    AccessChanged,
    InvitationSent,
    MembershipEnded,
    MembershipStarted,
    NetworkChanged,
    NetworkCreated,
    SeatEnded,
)
from journal.ids import uuid7
from journal.recorder import record
from networks.models import Level, Membership, Network, Seat, SeatRole
from networks.services.invitations import SEND_JOB, Wanted, invitation_for
from wire.nudges import nudge
from wire.preconditions import check_version
from wire.text import readable

TEXTS = {
    "name_sv": 200,
    "name_en": 200,
    "purpose_sv": 4000,
    "purpose_en": 4000,
    "origin_note_sv": 400,
    "origin_note_en": 400,
}
_MAY_BE_BLANK = ("origin_note_sv", "origin_note_en")


@transaction.atomic
def create_network(actor: Actor, *, host: Authority, coordinator_email: str, **wanted: str) -> Network:
    """Set up a network with `host` as its lead authority, and invite its coordinator by mail.

    `wanted` holds the texts in both languages, and `phase` and `openness`. Raises Invalid; and
    Barred where the facilitator would coordinate: who supports networks reads none of them.
    """
    actor.require(Permission.NETWORK_CREATE)
    if User.objects.filter(pk=actor.person_id, email__iexact=coordinator_email.strip()).exists():
        raise Barred("own_coordinator", "Invite somebody else: a facilitator can't coordinate a network.")
    fields = _checked(wanted)
    network_id = uuid7()
    network = Network(
        id=network_id, slug=_slug(fields["name_en"], str(network_id)), created_at=actor.now, **fields
    )
    network.save(force_insert=True)
    lead = Membership.objects.create(network=network, authority=host, level=Level.LEAD, joined_at=actor.now)
    coordinator = Wanted(email=coordinator_email, authority=str(host.pk), role=SeatRole.COORDINATOR)
    invitation = invitation_for(actor, network, coordinator)
    record(
        actor,
        NetworkCreated(network_id=network.pk),
        MembershipStarted(network_id=network.pk, membership_id=lead.pk, authority_id=host.pk),
        InvitationSent(network_id=network.pk, invitation_id=invitation.pk, authority_id=host.pk),
    )
    nudge(SEND_JOB, [invitation.pk], queue="mail")
    return network


@transaction.atomic
def change_network(actor: Actor, *, network: Network, version: int | None = None, **wanted: str) -> Network:
    """Change texts, phase or openness. Raises Stale where `version` is not the current one."""
    actor.require(Permission.NETWORK_EDIT)
    network = network.locked()
    check_version(network.version, version)
    for name, value in _checked(wanted).items():
        setattr(network, name, value)
    network.version += 1
    network.save()
    record(actor, NetworkChanged(network_id=network.pk))
    return network


@transaction.atomic
def end_membership(actor: Actor, *, membership: Membership) -> Membership:
    """Let an authority leave: its seats end in the same moment, so nobody of it sees more.

    Raises Conflict for one that has left, and for the authority of the last coordinator.
    """
    actor.require(Permission.MEMBERSHIP_MANAGE)
    membership.network.locked()
    membership = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    if not membership.is_active:
        raise Conflict("membership_ended", "This authority has left already.")
    seats = list(Seat.objects.not_ended().filter(membership=membership).order_by("pk"))
    leaving = [seat.pk for seat in seats]
    if (
        not Seat.objects.active(actor.now)
        .filter(network_id=membership.network_id, role="coordinator")
        .exclude(pk__in=leaving)
        .exists()
    ):
        raise Conflict("last_coordinator", "Hand the coordinator's seat to another authority first.")

    membership.end(actor.now)
    Seat.objects.filter(pk__in=leaving).update(ended_at=actor.now)
    ids = {"network_id": membership.network_id, "authority_id": membership.authority_id}
    record(
        actor,
        MembershipEnded(membership_id=membership.pk, **ids),
        *(SeatEnded(seat_id=seat.pk, person_id=seat.user_id, **ids) for seat in seats),
        *(AccessChanged(person_id=seat.user_id) for seat in seats),
    )
    return membership


def _checked(wanted: dict[str, str]) -> dict[str, str]:
    choices = {
        field.name: {value for value, _label in field.flatchoices}
        for field in (Network._meta.get_field("phase"), Network._meta.get_field("openness"))
    }
    for name in choices.keys() & wanted.keys():
        if wanted[name] not in choices[name]:
            raise Invalid.field(name, "choice", f"Choose one of {', '.join(sorted(choices[name]))}.")
    texts = {
        name: readable(wanted[name], name=name, longest=longest, blank=name in _MAY_BE_BLANK)
        for name, longest in TEXTS.items()
        if name in wanted
    }
    return wanted | texts


def _slug(name: str, unique: str) -> str:
    return f"{slugify(name)[:70] or 'network'}-{unique[-8:]}"
