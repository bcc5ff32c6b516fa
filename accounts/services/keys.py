"""Tokens for programs, and tickets for sockets: made, shown once, taken back."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.text import Truncator

from access.actor import Actor
from access.policy import Permission
from access.refusals import NotVisible
from accounts.models import ApiToken, SocketTicket
from accounts.models.keys import digest_of
from journal.events import TokenCreated, TokenRevoked
from journal.recorder import record

TOKEN_LIFE = timedelta(days=90)
TICKET_LIFE = timedelta(seconds=60)
# Spent tickets are kept a while for whoever looks into a failure.
TICKET_KEPT = timedelta(hours=1)


@transaction.atomic
def create_token(actor: Actor, *, name: str, scopes: list[str]) -> tuple[ApiToken, str]:
    """Make a key for a program of the actor's. The second value is its secret, which nothing shows again."""
    actor.require(Permission.TOKEN_MANAGE)
    secret = f"samverk_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user_id=actor.person_id,
        name=Truncator(name).chars(100),
        prefix=secret[:12],
        digest=digest_of(secret),
        scopes=sorted(set(scopes)),
        created_at=actor.now,
        expires_at=actor.now + TOKEN_LIFE,
    )
    record(actor, TokenCreated(person_id=token.user_id, token_id=token.id))
    return token, secret


@transaction.atomic
def revoke_token(actor: Actor, *, token: ApiToken) -> None:
    """Take a key of the actor's back. Doing it again changes nothing."""
    actor.require(Permission.TOKEN_MANAGE)
    token = ApiToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    if token.user_id != actor.user_id:
        raise NotVisible
    if token.revoked_at:
        return
    token.revoked_at = actor.now
    token.save(update_fields=["revoked_at"])
    record(actor, TokenRevoked(person_id=token.user_id, token_id=token.id))


@transaction.atomic
def issue_ticket(
    actor: Actor, *, session_key: str = "", token: ApiToken | None = None
) -> tuple[SocketTicket, str]:
    """Make a ticket that opens one socket within a minute, for the session or token it was asked with."""
    actor.require(Permission.TOKEN_MANAGE)
    secret = secrets.token_urlsafe(32)
    ticket = SocketTicket.objects.create(
        user_id=actor.person_id,
        digest=digest_of(secret),
        session_key=session_key,
        token=token,
        expires_at=actor.now + TICKET_LIFE,
    )
    return ticket, secret


@transaction.atomic
def forget_spent_tickets(actor: Actor) -> int:
    """Delete tickets that have opened nothing for an hour. Returns how many."""
    actor.require(Permission.CLOCK_TICK)
    deleted, _ = SocketTicket.objects.filter(expires_at__lt=actor.now - TICKET_KEPT).delete()
    return deleted
