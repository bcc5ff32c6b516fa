"""Journal entries as readers get them: who, what, and the resource beside it."""

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import connection

from accounts.models import Authority, User
from journal.models import Entry
from journal.resources import data_of, resources_of


class ActorShape(TypedDict):
    """Who did it, and for which authority; nulls for the clock."""

    person: dict[str, Any] | None
    authority: dict[str, Any] | None


class EntryShape(TypedDict):
    """What happened, as readers of a stream get it."""

    stream: str
    seq: int
    type: str
    at: datetime
    actor: ActorShape
    data: dict[str, Any]
    resource: dict[str, Any] | None


def rendered(entries: list[Entry]) -> list[dict[str, Any]]:
    """The entries in the shape of `event` frames, without `frame` and `epoch`.

    The same for every reader, so it is made once however many listen: two queries for names and
    one for each kind of resource, whatever the number of entries.
    """
    people = people_of({entry.actor_id for entry in entries if entry.actor_id})
    authorities = authorities_of({entry.authority_id for entry in entries if entry.authority_id})
    resources = resources_of(entries)
    return [
        _shape(
            entry,
            person=people.get(entry.actor_id) if entry.actor_id else None,
            authority=authorities.get(entry.authority_id) if entry.authority_id else None,
            resource=resources.get(entry.id),
        )
        for entry in entries
    ]


# The hub reads this for each event: the names come along, and nothing is compiled.
_PAGE = """
SELECT entry.id, entry.seq, entry.type, entry.at, entry.payload, stream.epoch,
       entry.actor_id, person.name, person.email, person.anonymised_at, entry.authority_id, authority.name
FROM journal_entry AS entry
JOIN journal_stream AS stream ON stream.key = entry.stream_id
LEFT JOIN accounts_user AS person ON person.id = entry.actor_id
LEFT JOIN accounts_authority AS authority ON authority.id = entry.authority_id
WHERE entry.stream_id = %s AND entry.seq > %s ORDER BY entry.seq LIMIT %s
"""


def page_of(key: str, *, after: int, limit: int) -> list[dict[str, Any]]:
    """The next entries of a stream, in the shape of `event` frames with their `epoch`.

    One query, and one for each kind of resource, whatever the number of entries.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, [key, after, limit])
        rows = cursor.fetchall()
    entries = [_entry(key, row) for row in rows]
    resources = resources_of(entries)
    return [
        {"epoch": row[5]}
        | _shape(
            entry,
            person=_person(row[6:10]) if row[6] else None,
            authority={"id": row[10], "name": row[11]} if row[10] else None,
            resource=resources.get(entry.id),
        )
        for entry, row in zip(entries, rows, strict=True)
    ]


def _entry(key: str, row: tuple[Any, ...]) -> Entry:
    number, seq, kind, at, payload = row[:5]
    return Entry(id=number, stream_id=key, seq=seq, type=kind, at=at, payload=payload)


def _person(row: tuple[Any, ...]) -> dict[str, Any]:
    person_id, name, email, anonymised_at = row
    person = User(name=name, email=email, anonymised_at=anonymised_at)
    return {"id": person_id, "name": person.display_name}


def _shape(entry: Entry, *, person: Any, authority: Any, resource: Any) -> dict[str, Any]:
    return {
        "stream": entry.stream_id,
        "seq": entry.seq,
        "type": entry.type,
        "at": entry.at,
        "actor": {"person": person, "authority": authority},
        "data": data_of(entry),
        "resource": resource,
    }


def people_of(ids: set[UUID]) -> dict[UUID, dict[str, Any]]:
    """The people as they are named beside what they did."""
    people = User.objects.filter(pk__in=ids) if ids else User.objects.none()
    return {person.pk: {"id": person.pk, "name": person.display_name} for person in people.order_by("pk")}


def authorities_of(ids: set[UUID]) -> dict[UUID, dict[str, Any]]:
    """The authorities as they are named beside what was done for them."""
    rows = Authority.objects.filter(pk__in=ids).order_by("pk") if ids else Authority.objects.none()
    return {row.pk: {"id": row.pk, "name": row.name} for row in rows}
