"""Writing what can be found: parts of the verbs of the rooms above, in their transactions.

PostgreSQL stems; the words come from here, with the parts of compounds beside them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from networks.subjects import Subject
from networks.zones import Zone
from search.models import Searchable
from search.splitting import forms_of
from search.words import language_of, weighty, words_of

# Of a tsvector's 1 MiB; what is later in a text than fits cannot be found by its words.
ROOM = 700_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One subject as it is to be found: a title, a text, and who may see it.

    A title that is not the subject's own, such as the room's of a message, is only shown.
    """

    subject: Subject
    network_id: UUID
    zone: str
    authority_id: UUID | None
    members_only: bool
    title: str
    text: str
    at: datetime
    indexed_at: datetime
    author_id: UUID | None = None
    mark: int = 0
    is_titled: bool = True


_STEMS = {
    "sv": "to_tsvector('pg_catalog.swedish', %({0})s)",
    "en": "to_tsvector('pg_catalog.english', %({0})s)",
    # Both languages at the same places: texts of two vectors read as one merge their positions.
    "": (
        "(to_tsvector('pg_catalog.swedish', %({0})s)::text || ' ' ||"
        " to_tsvector('pg_catalog.english', %({0})s)::text)::tsvector"
    ),
}
_WRITE = """
INSERT INTO search_searchable AS known (network_id, zone, authority_id, members_only,
    subject_kind, subject_id, title, text, language, author_id, at, mark, indexed_at, vector)
VALUES (%(network_id)s, %(zone)s, %(authority_id)s, %(members_only)s, %(kind)s, %(id)s,
    %(title)s, %(text)s, %(language)s, %(author_id)s, %(at)s, %(mark)s, %(indexed_at)s,
    setweight({title_words}, 'A') || setweight({text_words}, 'B')
        || setweight(to_tsvector('pg_catalog.swedish', %(parts)s), 'D'))
ON CONFLICT (subject_kind, subject_id) DO UPDATE SET
    zone = excluded.zone, authority_id = excluded.authority_id, members_only = excluded.members_only,
    title = excluded.title, text = excluded.text, language = excluded.language,
    author_id = excluded.author_id, at = excluded.at, mark = excluded.mark,
    indexed_at = excluded.indexed_at, vector = excluded.vector
WHERE known.mark <= excluded.mark
"""
_WRITES = {
    language: _WRITE.format(title_words=stems.format("title_words"), text_words=stems.format("text_words"))
    for language, stems in _STEMS.items()
}


def index(*pieces: Piece) -> None:
    """Let these be found as they are now; an older state of what is known already changes nothing."""
    with connection.cursor() as cursor:
        for piece in sorted(pieces, key=lambda piece: piece.subject):
            values = _values(piece)
            cursor.execute(_WRITES[values["language"]], values)


def forget(*subjects: Subject) -> None:
    """Let these not be found any more."""
    Searchable.objects.filter(_any_of(subjects)).delete()


def share(*subjects: Subject) -> None:
    """The whole network finds these from now on."""
    Searchable.objects.filter(_any_of(subjects)).update(zone=Zone.NETWORK, authority=None)


def _any_of(subjects: Iterable[Subject]) -> Q:
    wanted = Q(pk=None)
    for subject in subjects:
        wanted |= Q(subject_kind=subject.kind, subject_id=subject.id)
    return wanted


def _values(piece: Piece) -> dict[str, Any]:
    title = words_of(piece.title) if piece.is_titled else []
    text = _fitting(words_of(piece.text))
    language = language_of([*title, *text])
    # English has few compounds, and its words are no parts of Swedish ones.
    parts = [form for word in (*title, *text) for form in forms_of(word)] if language != "en" else []
    return {
        "kind": piece.subject.kind,
        "id": piece.subject.id,
        "network_id": piece.network_id,
        "zone": piece.zone,
        "authority_id": piece.authority_id,
        "members_only": piece.members_only,
        "title": piece.title,
        "text": piece.text,
        "language": language,
        "author_id": piece.author_id,
        "at": piece.at,
        "mark": piece.mark,
        "indexed_at": piece.indexed_at,
        "title_words": weighty(title),
        "text_words": weighty(text),
        "parts": " ".join(_fitting(list(dict.fromkeys(parts)))),
    }


def _fitting(words: list[str]) -> list[str]:
    """As many of the first words as surely fit into a vector, in two languages and with their places."""
    left, seen = ROOM, set[str]()
    for number, word in enumerate(words):
        left -= 4 if word in seen else 2 * len(word.encode()) + 16
        seen.add(word)
        if left < 0:
            return words[:number]
    return words
