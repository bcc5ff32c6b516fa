"""A person gets the secret address of their calendar, and takes it back."""

from collections.abc import Mapping
from secrets import token_urlsafe
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from journal.events import CalendarKeyChanged
from journal.recorder import record
from notices.models import CalendarKey, CalendarLine, digest_of


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


@transaction.atomic
def note_shown(actor: Actor, *, shown: Mapping[UUID, str]) -> dict[UUID, CalendarLine]:
    """Count what has changed since a calendar was shown last: `shown` is each source's words of now.

    Returns each source with how often it has changed, and when.
    """
    actor.require(Permission.PROFILE_EDIT)
    rows = CalendarLine.objects.filter(person_id=actor.person_id, source__in=shown)
    lines = {line.source: line for line in rows.select_for_update(no_key=True).order_by("pk")}
    changed, new = [], []
    for source, words in shown.items():
        fingerprint, line = digest_of(words), lines.get(source)
        if line is None:
            new.append(
                CalendarLine(
                    person_id=actor.person_id, source=source, fingerprint=fingerprint, changed_at=actor.now
                )
            )
        elif line.fingerprint != fingerprint:
            line.fingerprint, line.changed_at = fingerprint, actor.now
            line.sequence += 1
            changed.append(line)
    if changed:
        CalendarLine.objects.bulk_update(changed, ["fingerprint", "changed_at", "sequence"])
    CalendarLine.objects.bulk_create(new, ignore_conflicts=True)
    return lines | {line.source: line for line in new}
