"""People whom somebody's words name: a part of verbs, before they record."""

from collections.abc import Collection
from uuid import UUID

from access.actor import Actor
from access.refusals import Invalid
from accounts.models import User
from networks.scoping import actors_in
from networks.zones import Zoned

MOST = 20


def check_number(person_ids: Collection[UUID]) -> None:
    """Raise Invalid for more people than one says something to."""
    if len(set(person_ids)) > MOST:
        raise Invalid.field("mentions", "too_many", f"Mention at most {MOST} people.")


def readers_of(actor: Actor, row: Zoned, person_ids: Collection[UUID]) -> list[User]:
    """These people, all of whom may read the row.

    Raises Invalid where somebody may not: a mention that nobody would ever see, or a way to learn who exists.
    """
    people = User.objects.filter(pk__in=person_ids, is_active=True).order_by("pk") if person_ids else []
    seated = actors_in((person.acting(actor.now) for person in people), row.network_id, now=actor.now)
    readers = [person for person in people if person.pk in seated and _reads(seated[person.pk], row)]
    if len(readers) < len(set(person_ids)):
        raise Invalid.field("mentions", "mentions", "Mention only people who can read this.")
    return readers


def _reads(reader: Actor, row: Zoned) -> bool:
    return reader.can(row.read_permission) and row.is_in_sight_of(reader)
