"""Schedules in bulk, written by the database itself. Import it once Django is set up."""

from datetime import UTC, date, datetime

from django.db import connection

# A Wednesday with working days around it; the bench's clock stands at ten in Stockholm.
TODAY = date(2030, 3, 20)
NOW = datetime(2030, 3, 20, 9, tzinfo=UTC)
MORNING = datetime(2030, 3, 20, 7, tzinfo=UTC)
FAR_AWAY = datetime(2031, 3, 20, 7, tzinfo=UTC)
ON_THE_DUE_DAY = 2  # two rungs have spoken: the next one is the due day's

_WRITE = """
WITH seat AS (
    SELECT network_id, user_id, row_number() OVER (ORDER BY id) - 1 AS number FROM networks_seat
), wanted AS (
    SELECT turn, turn %% (SELECT count(*) FROM seat) AS number FROM generate_series(1, %(many)s) AS turn
)
INSERT INTO tasks_schedule (id, network_id, subject_kind, subject_id, owner_id, country, cadence, policy,
    anchor_on, next_on, next_at, step, rested)
SELECT uuidv7(), seat.network_id, 'analysis', uuidv7(), seat.user_id, 'SE', 'quarterly',
    'review', %(on)s, %(on)s, %(at)s, %(step)s, 0
FROM wanted JOIN seat USING (number)
"""


def plan(many: int, *, on: date = TODAY, at: datetime = FAR_AWAY) -> None:
    """Write so many schedules, spread over everybody's seats."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, {"many": many, "on": on, "at": at, "step": ON_THE_DUE_DAY})
        cursor.execute("ANALYZE tasks_schedule")


def settle() -> None:
    """Have written and counted what so many rows left: as a server has that was not filled a second ago."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("CHECKPOINT")


def forget() -> None:
    """Leave no schedule behind, nor what came of it."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE tasks_schedule, tasks_occurrence, notices_notice CASCADE")
