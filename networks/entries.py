"""Journal entries as readers get them: who, what, and the resource beside it."""

from typing import Any
from uuid import UUID

from accounts.models import Authority, User
from journal.models import Entry
from journal.resources import data_of, resources_of


def rendered(entries: list[Entry]) -> list[dict[str, Any]]:
    """The entries in the shape of `event` frames, without `frame` and `epoch`.

    The same for every reader, so it is made once however many listen: two queries for names and
    one for each kind of resource, whatever the number of entries.
    """
    people = people_of({entry.actor_id for entry in entries if entry.actor_id})
    authorities = authorities_of({entry.authority_id for entry in entries if entry.authority_id})
    resources = resources_of(entries)
    return [
        {
            "stream": entry.stream_id,
            "seq": entry.seq,
            "type": entry.type,
            "at": entry.at,
            "actor": {
                "person": people.get(entry.actor_id) if entry.actor_id else None,
                "authority": authorities.get(entry.authority_id) if entry.authority_id else None,
            },
            "data": data_of(entry),
            "resource": resources.get(entry.id),
        }
        for entry in entries
    ]


def people_of(ids: set[UUID]) -> dict[UUID, dict[str, Any]]:
    """The people as they are named beside what they did."""
    people = User.objects.filter(pk__in=ids) if ids else User.objects.none()
    return {person.pk: {"id": person.pk, "name": person.display_name} for person in people.order_by("pk")}


def authorities_of(ids: set[UUID]) -> dict[UUID, dict[str, Any]]:
    """The authorities as they are named beside what was done for them."""
    rows = Authority.objects.filter(pk__in=ids).order_by("pk") if ids else Authority.objects.none()
    return {row.pk: {"id": row.pk, "name": row.name} for row in rows}
