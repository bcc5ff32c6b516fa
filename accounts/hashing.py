"""What happens around a password's hash, which takes a third of a second of a processor, and 16 MB."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.db import connection

# More at once would not be faster, and a crowd at the door would fill the memory.
_TURNS = BoundedSemaphore(2 * (os.cpu_count() or 1))


@contextmanager
def hashing() -> Iterator[None]:
    """Wait for a turn to hash, and hold no pooled database connection meanwhile; the next query takes one.

    Otherwise a few people who sign in at once would hold every connection, and everybody else would wait.
    """
    if connection.settings_dict["OPTIONS"].get("pool") and not connection.in_atomic_block:
        connection.close()
    with _TURNS:
        yield
