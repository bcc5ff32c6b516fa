"""Tables of demand that anybody may read, on the wire."""

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

import orjson

from needs.models import PublicTable


class PublicTableShape(TypedDict):
    """A table that was made public. Who did so is told to nobody outside."""

    id: UUID
    need: UUID
    number: int
    sha256: str
    published_at: datetime


class PublicTableDetailShape(PublicTableShape):
    """A public table with what it froze: `sha256` is of `canonical` as UTF-8, `content` the same as JSON."""

    canonical: str
    content: dict[str, Any]


def public_table_shape(table: PublicTable) -> PublicTableShape:
    """A public table."""
    return {
        "id": table.pk,
        "need": table.need_id,
        "number": table.number,
        "sha256": table.sha256,
        "published_at": table.published_at,
    }


def public_table_detail(table: PublicTable) -> PublicTableDetailShape:
    """A public table with its cells."""
    frozen = orjson.loads(table.content)
    return {**public_table_shape(table), "canonical": table.content, "content": frozen}
