"""How often something was done wrong lately, so that guessing can be stopped."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, models


class Tally(models.Model):
    """A count since a moment. `key` is the digest of what is counted, so that no address lies here."""

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "tallies"
        ordering = ("key",)

    def __str__(self) -> str:
        return f"{self.count} since {self.since}"


# One statement, so that many at once are each counted and none waits for a lock.
_COUNT = """
INSERT INTO accounts_tally AS tally (key, since, count) VALUES (%(key)s, %(now)s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN tally.since > %(earliest)s THEN tally.count + 1 ELSE 1 END,
    since = CASE WHEN tally.since > %(earliest)s THEN tally.since ELSE EXCLUDED.since END
"""


def count(key: str, *, now: datetime, earliest: datetime) -> None:
    """Count once more under the key; a count that began before `earliest` begins anew."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "now": now, "earliest": earliest})
