"""A mail is leased to one sender at a time; whoever dies with a lease loses it to the next."""

from datetime import datetime, timedelta
from typing import Protocol

MOST_TRIES = 8
_FIRST_WAIT = timedelta(minutes=2)


class Leased(Protocol):
    """A row whose mail is sent, and says when it may be tried again."""

    send_attempts: int
    send_after: datetime | None

    def save(self, *, update_fields: list[str]) -> None:
        """Write it."""


def lease(row: Leased, now: datetime) -> None:
    """Lease a locked row. The lease doubles with every try, from two minutes, and ends after eight."""
    wait = _FIRST_WAIT * 2**row.send_attempts
    row.send_attempts += 1
    row.send_after = now + wait if row.send_attempts < MOST_TRIES else None
    row.save(update_fields=["send_attempts", "send_after"])
