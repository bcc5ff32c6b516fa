"""What the hub reads of the journal, in a thread: where streams stand, and pages of what happened."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from live import frames
from live.frames import Message
from networks.entries import page_of

# Entries that are read, rendered and handed on in one go.
PAGE = 100


class Head(NamedTuple):
    """Where a stream stands. A stream that nothing has happened in has no epoch yet."""

    epoch: str | None
    seq: int


EMPTY = Head(None, 0)


def heads(keys: Collection[str]) -> dict[str, Head]:
    """Where these streams stand, by one query; streams without entries are left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, epoch, seq FROM journal_stream WHERE key = ANY(%s)", [list(keys)])
        return {key: Head(epoch, seq) for key, epoch, seq in cursor.fetchall()}


def page(key: str, after: int) -> list[Message]:
    """The next entries of a stream after a number, as messages that any number of sockets share."""
    return [frames.entry(shape) for shape in page_of(key, after=after, limit=PAGE)]
