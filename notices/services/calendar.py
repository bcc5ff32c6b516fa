"""A person gets the secret address of their calendar, and takes it back."""

from secrets import token_urlsafe

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from journal.events import CalendarKeyChanged
from journal.recorder import record
from notices.models import CalendarKey, digest_of


@transaction.atomic
def make_calendar_key(actor: Actor) -> str:
    """Make a new secret for one's calendar; the one before opens nothing any more. It is shown once."""
    actor.require(Permission.TOKEN_MANAGE)
    secret = token_urlsafe(32)
    CalendarKey.objects.update_or_create(
        person_id=actor.person_id,
        defaults={"digest": digest_of(secret), "made_at": actor.now, "read_at": None},
    )
    record(actor, CalendarKeyChanged(person_id=actor.person_id))
    return secret


@transaction.atomic
def revoke_calendar_key(actor: Actor) -> None:
    """Close one's calendar to whoever has its address."""
    actor.require(Permission.TOKEN_MANAGE)
    CalendarKey.objects.filter(person_id=actor.person_id).delete()
    record(actor, CalendarKeyChanged(person_id=actor.person_id))
