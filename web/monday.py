"""What needs me: reminders, mentions, what I have not read, and invitations, across my networks."""

from dataclasses import dataclass

from access.actor import Actor
from accounts.models import User
from networks.models import Invitation, Network
from networks.scoping import actors_in_own_networks
from networks.services.invitations import token_of
from networks.subjects import Card, Subject, cards_of
from notices.models import Notice
from web.mine import Place
from web.reminders import Reminder, open_reminders

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody named the person somewhere."""

    notice: Notice
    card: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Monday:
    """Everything that waits for one person."""

    reminders: list[Reminder]
    mentions: list[Mention]
    unread: list[Place]
    invitations: list[tuple[Network, str]]

    @property
    def is_empty(self) -> bool:
        """Does nothing wait?"""
        return not (self.reminders or self.mentions or self.unread or self.invitations)


def monday_of(actor: Actor, places: list[Place]) -> Monday:
    """What waits for the person now, in the networks of `places`."""
    return Monday(
        reminders=open_reminders(actor),
        mentions=open_mentions(actor),
        unread=[place for place in places if place.unread],
        invitations=open_invitations(actor),
    )


def open_mentions(actor: Actor) -> list[Mention]:
    """Where the person was named, has not ticked it off and may still look, latest first."""
    rows = Notice.objects.visible_to(actor).unseen_mentions().select_related("network")
    notices = list(rows.order_by("-created_at", "-pk")[:MOST])
    cards: dict[Subject, Card] = {}
    for place in actors_in_own_networks(actor) if notices else []:
        cards |= cards_of(place, {one.subject for one in notices if one.network_id == place.network_id})
    return [Mention(notice=one, card=cards[one.subject]) for one in notices if one.subject in cards]


def open_invitations(actor: Actor) -> list[tuple[Network, str]]:
    """Networks that the person is invited to, each with the address at which they accept."""
    email = User.objects.filter(pk=actor.person_id).values("email")
    rows = Invitation.objects.open().filter(email__in=email, expires_at__gt=actor.now)
    return [
        (row.network, f"/invitations/{token_of(row)}/")
        for row in rows.select_related("network").order_by("-created_at", "pk")[:MOST]
    ]
