"""The rows in three tables, and how each is asked for a word in some networks."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from access.actor import Actor
from access.policy import Role
from accounts.models import Authority, User
from bench.search.texts import messages
from journal.ids import uuid7
from networks.models import Network
from networks.subjects import Subject
from search.finding import find
from search.indexing import Piece, index
from search.shapes import hit_shapes

NETWORKS = 105
PAGE = 20
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
Ask = Callable[[str], int]

_OWN_INDEX = """
DROP INDEX words_of_a_network
"""
# The rows that were indexed word by word, again and again in all networks, a minute apart.
_MULTIPLY = """
INSERT INTO search_searchable (network_id, zone, authority_id, members_only, subject_kind, subject_id, title,
    text, language, author_id, at, mark, indexed_at, vector)
SELECT (%(networks)s::uuid[])[1 + (copy * 31 + row.nth) %% %(many)s], row.zone, NULL, false, row.subject_kind,
    gen_random_uuid(), row.title, row.text, row.language, row.author_id,
    %(since)s::timestamptz + (copy * %(distinct)s + row.nth) * interval '30 seconds', 0,
    row.indexed_at, row.vector
FROM generate_series(1, %(copies)s) AS copy,
    (SELECT *, row_number() OVER (ORDER BY id) AS nth FROM search_searchable) AS row
LIMIT %(rows)s
"""
_PEERS = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE peer AS
    SELECT id, network_id, at, text AS body, to_tsvector('pg_catalog.swedish', text) AS vector
    FROM search_searchable;
ALTER TABLE peer ADD PRIMARY KEY (id);
CREATE INDEX peer_words ON peer USING gin (vector);
CREATE INDEX peer_trigrams ON peer USING gin (body gin_trgm_ops);
CREATE INDEX words_of_a_network ON search_searchable USING gin (network_id, vector) WITH (fastupdate = off);
"""
_TRIGRAM = """
SELECT id, body FROM peer WHERE network_id = ANY(%s) AND body ILIKE '%%' || %s || '%%'
ORDER BY at DESC LIMIT 20
"""
_PLAIN = """
SELECT id, body FROM peer WHERE network_id = ANY(%s) AND vector @@ plainto_tsquery('pg_catalog.swedish', %s)
ORDER BY at DESC LIMIT 20
"""


def prepare(rows: int) -> tuple[list[str], list[UUID]]:
    """Fill the tables; returns the different texts and the networks."""
    texts = messages()
    networks = _networks()
    author = User.objects.create(email="poster@bench.example", name="Poster")
    _index(texts, networks, author)
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("SET jit = off")
        cursor.execute(_OWN_INDEX)
        if rows > len(texts):
            values: dict[str, Any] = {
                "networks": networks,
                "many": len(networks),
                "since": SINCE,
                "distinct": len(texts),
                "copies": rows // len(texts) + 1,
                "rows": rows - len(texts),
            }
            cursor.execute(_MULTIPLY, values)
        cursor.execute(_PEERS)
    for table in ("search_searchable", "peer"):
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {table}")
    return texts, networks


def _networks() -> list[UUID]:
    made = Network.objects.bulk_create(
        Network(slug=f"n{number}", name_sv=f"N{number}", name_en=f"N{number}", created_at=SINCE)
        for number in range(NETWORKS)
    )
    return [network.pk for network in made]


def _index(texts: list[str], networks: list[UUID], author: User) -> None:
    for number, text in enumerate(texts):
        index(
            Piece(
                subject=Subject("message", uuid7()),
                network_id=networks[number % len(networks)],
                zone="network",
                authority_id=None,
                members_only=False,
                title="Bench",
                is_titled=False,
                text=text,
                author_id=author.pk,
                at=SINCE,
                indexed_at=SINCE,
            )
        )


def ours(networks: Sequence[UUID]) -> dict[str, Ask]:
    """What a member of these networks finds, with permissions and ranks; and the same with snippets."""
    authority = Authority.objects.first() or Authority.objects.create(
        country="SE", number="2120001355", name="Bench", kind="municipality"
    )
    person = Actor.person(uuid7(), now=datetime.now(UTC))
    places = [person.in_network(one, authority_id=authority.pk, role=Role.MEMBER) for one in networks]
    return {
        "ours": lambda word: len(find(places, typed=f"{word} ", limit=PAGE).found),
        "ours, with snippets": lambda word: len(hit_shapes(find(places, typed=f"{word} ", limit=PAGE))),
    }


def peer(sql: str, networks: Sequence[UUID]) -> Ask:
    """One of the peers' statements, and its rows."""

    def ask(word: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, [list(networks), word])
            return len(cursor.fetchall())

    return ask


def contenders(networks: Sequence[UUID]) -> dict[str, Ask]:
    """Everybody, in these networks."""
    return {
        "trigram ILIKE": peer(_TRIGRAM, networks),
        "plain GIN": peer(_PLAIN, networks),
        **ours(networks),
    }
