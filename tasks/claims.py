"""What a tick claims: rows of due schedules, in and out of the database in one statement each."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from django.db import connection

from networks.subjects import Subject
from tasks.cadence import morning
from tasks.ladder import POLICIES, Step, next_step
from tasks.models.schedule import QUIET_PHASES

_CLAIM = """
SELECT schedule.id, schedule.network_id, network.phase, schedule.owner_id, owner.time_zone,
    schedule.deputy_id, schedule.private_to, schedule.subject_kind, schedule.subject_id, schedule.country,
    schedule.policy, schedule.next_on, schedule.step, schedule.rests_since, schedule.rested
FROM tasks_schedule AS schedule
JOIN networks_network AS network ON network.id = schedule.network_id
JOIN accounts_user AS owner ON owner.id = schedule.owner_id
WHERE schedule.next_at <= %s ORDER BY schedule.next_at LIMIT %s FOR NO KEY UPDATE OF schedule SKIP LOCKED
"""
_WRITE = """
UPDATE tasks_schedule AS schedule
SET step = new.step, next_at = new.next_at, rests_since = new.rests_since, rested = new.rested
FROM json_to_recordset(%s::json)
     AS new (id uuid, step smallint, next_at timestamptz, rests_since date, rested smallint)
WHERE schedule.id = new.id
"""


@dataclass(slots=True)
class Claimed:
    """A due schedule as a tick holds it: its row is locked, and `due_on` is its `next_on`."""

    id: UUID
    network_id: UUID
    phase: str
    owner_id: UUID
    time_zone: str
    deputy_id: UUID | None
    private_to: UUID | None
    subject_kind: str
    subject_id: UUID
    country: str
    policy: str
    due_on: date
    step: int = 0
    rests_since: date | None = None
    rested: int = 0
    next_at: datetime | None = None

    @property
    def subject(self) -> Subject:
        """What is due."""
        return Subject(self.subject_kind, self.subject_id)

    def climb(self, now: datetime) -> Step:
        """Take the step of the ladder that is due now, and set when to look again.

        While the network rests nothing is said, and no day is counted; the clock looks again tomorrow.
        """
        today = now.astimezone(ZoneInfo(self.time_zone)).date()
        if self.phase in QUIET_PHASES:
            self.rests_since = self.rests_since or today
            self._look_on(today + timedelta(days=1))
            return Step(step=self.step, then=None)
        self._wake(today)
        step = next_step(
            POLICIES[self.policy],
            step=self.step,
            due_on=self.due_on,
            today=today,
            rested=self.rested,
            country=self.country,
        )
        self.step = step.step
        self._look_on(step.then)
        return step

    def _wake(self, today: date) -> None:
        if self.rests_since is not None:
            self.rested += max((today - max(self.rests_since, self.due_on)).days, 0)
            self.rests_since = None

    def _look_on(self, day: date | None) -> None:
        self.next_at = morning(day, zone=self.time_zone) if day else None


def claim(now: datetime, most: int) -> list[Claimed]:
    """The first `most` schedules that are due and that no other tick holds, locked until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [now, most])
        return [Claimed(*row) for row in cursor.fetchall()]


def write_back(schedules: list[Claimed]) -> None:
    """Keep where these schedules stand now."""
    rows = [
        {
            "id": one.id,
            "step": one.step,
            "next_at": one.next_at,
            "rests_since": one.rests_since,
            "rested": one.rested,
        }
        for one in schedules
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [orjson.dumps(rows).decode()])
