"""Writes a batch of notices in one statement, whatever their number."""

from typing import Any
from uuid import UUID

import orjson
from django.db import connection

Row = dict[str, Any]

_WRITE = """
INSERT INTO notices_notice (id, network_id, person_id, channel, cause, cause_id, subject_kind, subject_id,
    on_date, created_at, state, try_at, attempts, settled_at, remark)
SELECT id, network_id, person_id, channel, cause, cause_id, subject_kind, subject_id,
    on_date, created_at, state, try_at, 0, settled_at, remark
FROM json_to_recordset(%s::json) AS new (id uuid, network_id uuid, person_id uuid, channel text, cause text,
    cause_id uuid, subject_kind text, subject_id uuid, on_date date, created_at timestamptz, state text,
    try_at timestamptz, settled_at timestamptz, remark text)
ON CONFLICT DO NOTHING RETURNING id
"""


def write_notices(rows: list[Row]) -> set[UUID]:
    """Keep these notices, but those of which there is one already. Returns the ids of what is new."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [orjson.dumps(rows).decode()])
        return {row[0] for row in cursor.fetchall()}
