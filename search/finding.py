"""The one question to the index: what matches, is in sight of the person, and says most to them now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from access.actor import Actor
from access.policy import Permission
from accounts.models import User
from search.asking import needed, question, wishes_of
from search.snippets import Sought

# Of each kind the latest so many are weighed; older ones of a very common word are not offered.
WEIGHED = 100


class Found(NamedTuple):
    """One thing found."""

    kind: str
    id: UUID
    network_id: UUID
    title: str
    text: str
    at: datetime
    author: User | None


class Answer(NamedTuple):
    """What was found, what to mark in it, and how many were weighed of each kind."""

    found: list[Found]
    sought: Sought
    counts: dict[str, int]


# Place by place, as ZonedQuerySet.in_sight_of says it for one: the zone, the authority, members only. What
# matches is kept narrow, and few rows of it are looked up again to be weighed: OFFSET 0 keeps PostgreSQL,
# which can't know how few, from reading the whole table for them.
_FIND = """
WITH place AS (
    SELECT * FROM unnest(%(networks)s::uuid[], %(authorities)s::uuid[], %(members)s::boolean[])
        AS place (network_id, authority_id, sees_members_only)
), matching AS (
    SELECT hit.id, row_number() OVER (PARTITION BY hit.subject_kind ORDER BY hit.at DESC, hit.id) AS nth
    FROM place JOIN search_searchable AS hit USING (network_id)
    WHERE hit.vector @@ %(question)s::tsquery
        AND (hit.zone IN ('network', 'public')
            OR (hit.zone = 'authority' AND hit.authority_id = place.authority_id))
        AND (place.sees_members_only OR NOT hit.members_only)
        AND (%(kind)s::text IS NULL OR hit.subject_kind = %(kind)s)
), weighed AS (
    SELECT matching.id, hit.subject_kind, hit.at,
        ts_rank('{0.2, 0.2, 0.5, 1.0}', hit.vector, %(question)s::tsquery, 1)
        * (0.4 + 0.6 / (1 + greatest(0, %(today)s::date - hit.at::date) / 90.0)) AS weight
    FROM matching CROSS JOIN LATERAL (
        SELECT subject_kind, at, vector FROM search_searchable WHERE id = matching.id OFFSET 0
    ) AS hit
    WHERE matching.nth <= %(weighed)s
), shown AS (
    SELECT id, weight, (SELECT jsonb_object_agg(subject_kind, many) FROM
        (SELECT subject_kind, count(*) AS many FROM weighed GROUP BY subject_kind) AS each) AS counts
    FROM weighed ORDER BY weight DESC, at DESC, id LIMIT %(limit)s OFFSET %(offset)s
)
SELECT hit.subject_kind, hit.subject_id, hit.network_id, hit.title, hit.text, hit.at,
    person.id, person.name, person.email, person.anonymised_at, shown.counts
FROM shown JOIN search_searchable AS hit USING (id)
    LEFT JOIN accounts_user AS person ON person.id = hit.author_id
ORDER BY shown.weight DESC, hit.at DESC, hit.id
"""

_STEMS = """
SELECT word, tsvector_to_array(to_tsvector('pg_catalog.swedish', word))
    || tsvector_to_array(to_tsvector('pg_catalog.english', word))
FROM unnest(%s::text[]) AS word
"""


def find(
    places: Sequence[Actor], *, typed: str, kind: str | None = None, limit: int, offset: int = 0
) -> Answer:
    """What the person finds in the networks that they stand in. Raises Invalid for what is no question."""
    wishes = wishes_of(typed)
    places = [place for place in places if place.has_seat and place.can(Permission.CONTENT_SEARCH)]
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [needed(wishes)])
        stems: dict[str, list[str]] = dict(cursor.fetchall())
        sought = Sought(
            stems=frozenset(stem for word in stems for stem in stems[word]),
            beginnings=frozenset(wish.words[-1] for wish in wishes if wish.is_beginning),
        )
        cursor.execute(_FIND, _values(places, question(wishes, stems), kind, limit, offset))
        rows = cursor.fetchall()
    return Answer([_found(row) for row in rows], sought, orjson.loads(rows[0][-1]) if rows else {})


def _found(row: tuple[Any, ...]) -> Found:
    """One row; the author is made to be named, and is nothing else."""
    kind, pk, network_id, title, text, at, *person, _counts = row
    author = dict(zip(("id", "name", "email", "anonymised_at"), person, strict=True))
    return Found(kind, pk, network_id, title, text, at, User(**author) if author["id"] else None)


def _values(places: Sequence[Actor], asked: str, kind: str | None, limit: int, offset: int) -> dict[str, Any]:
    return {
        "networks": [place.network_id for place in places],
        "authorities": [
            place.authority_id if place.can(Permission.PRIVATE_ZONE_USE) else None for place in places
        ],
        "members": [place.can(Permission.MEMBERS_ONLY_READ) for place in places],
        "question": asked,
        "kind": kind,
        "weighed": WEIGHED,
        "today": places[0].now.date() if places else None,
        "limit": limit,
        "offset": offset,
    }
