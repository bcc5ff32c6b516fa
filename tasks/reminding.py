"""What people know as reminders, made and found for a whole batch of due schedules in one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import orjson
from django.db import connection

from journal.ids import uuid7
from tasks.cadence import morning
from tasks.claims import Claimed

# Of what was made here nothing but the id is told: the rest is known. OFFSET 0 keeps PostgreSQL, which plans
# for many schedules at once, from reading all that is open for each batch.
_OPEN = """
WITH wanted AS (
    SELECT * FROM json_to_recordset(%s::json)
    AS one (id uuid, network_id uuid, schedule_id uuid, due_on date, due_at timestamptz)
), made AS (
    INSERT INTO tasks_occurrence (id, network_id, schedule_id, due_on, due_at, outcome, reason)
    SELECT id, network_id, schedule_id, due_on, due_at, '', '' FROM wanted
    ON CONFLICT DO NOTHING RETURNING id
)
SELECT id, NULL, NULL, NULL, NULL, NULL FROM made
UNION ALL
SELECT open.* FROM wanted CROSS JOIN LATERAL (
    SELECT id, schedule_id, due_on, due_at, deputy_id, handed_over_at FROM tasks_occurrence
    WHERE schedule_id = wanted.schedule_id AND answered_at IS NULL OFFSET 0
) AS open
ORDER BY id
"""
_ASK = """
UPDATE tasks_occurrence AS occurrence SET deputy_id = new.deputy_id
FROM json_to_recordset(%s::json) AS new (id uuid, deputy_id uuid) WHERE occurrence.id = new.id
"""


@dataclass(slots=True)
class Reminder:
    """An open occurrence as a tick holds it, beside the schedule that it belongs to."""

    id: UUID
    schedule: Claimed
    due_on: date
    due_at: datetime
    deputy_id: UUID | None = None
    handed_over_at: datetime | None = None

    @property
    def people(self) -> tuple[UUID | None, ...]:
        """Who may answer: the owner, and the deputy where they were asked."""
        return self.schedule.owner_id, self.deputy_id

    @property
    def holder_id(self) -> UUID:
        """Whose it is this time."""
        return self.deputy_id if self.handed_over_at and self.deputy_id else self.schedule.owner_id


def reminders_of(schedules: list[Claimed]) -> list[Reminder]:
    """The open reminder of each: made at the first step, found there by those that follow.

    Whatever was answered on that day already has none.
    """
    new = [Reminder(uuid7(), one, one.due_on, morning(one.due_on, zone=one.time_zone)) for one in schedules]
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [orjson.dumps([_row(one) for one in new]).decode()])
        found = cursor.fetchall()
    made = {one.id: one for one in new}
    by_id = {one.id: one for one in schedules}
    return [
        Reminder(pk, by_id[schedule_id], *rest) if schedule_id else made[pk]
        for pk, schedule_id, *rest in found
    ]


def _row(one: Reminder) -> dict[str, object]:
    return {
        "id": one.id,
        "network_id": one.schedule.network_id,
        "schedule_id": one.schedule.id,
        "due_on": one.due_on,
        "due_at": one.due_at,
    }


def ask_deputies(asked: list[Reminder]) -> None:
    """From now on these deputies see the reminder, and may answer it."""
    rows = [{"id": one.id, "deputy_id": one.deputy_id} for one in asked]
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [orjson.dumps(rows).decode()])
