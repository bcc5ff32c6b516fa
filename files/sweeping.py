"""What the clock does about files: erased bytes go, bytes without a row go, young files are scanned again."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from access.actor import Actor
from access.refusals import Unavailable
from files import storage
from files.models import StoredFile
from files.scanning import is_scanning
from files.services import remove_bytes, scan_again

logger = logging.getLogger("samverk.files")
MOST = 500
# No upload takes a day from its bytes to its row.
_GRACE = timedelta(days=1)
_LOOKED_BACK = 3
_YOUNG = timedelta(days=30)
_SCAN_EVERY = timedelta(days=1)


def sweep_erased(clock: Actor) -> int:
    """Take the bytes of erased files out of storage. Returns how many went."""
    ids = list(StoredFile.objects.to_remove().order_by("erased_at", "pk").values_list("pk", flat=True)[:MOST])
    return sum(remove_bytes(clock, file_id=pk) for pk in ids)


def sweep_orphans(clock: Actor, *, what: str, known: Callable[[Iterable[str]], set[str]]) -> int:
    """Remove bytes that no row came to name, of the days before yesterday. Returns how many went.

    `known` says which of these keys some row names.
    """
    removed = 0
    for days in range(_LOOKED_BACK):
        keys = list(storage.keys_of(what, (clock.now - _GRACE - timedelta(days=days + 1)).date()))
        for key in set(keys) - known(keys):
            storage.remove(key)
            removed += 1
    return removed


def named_keys(keys: Iterable[str]) -> set[str]:
    """Those of the keys that a file's row names."""
    rows = StoredFile.objects.filter(key__in=list(keys), removed_at=None).order_by("pk")
    return set(rows.values_list("key", flat=True))


def scan_young(clock: Actor) -> int:
    """Scan again what came within a month and was not scanned today. Returns how many were set aside."""
    if not is_scanning():
        return 0
    due = StoredFile.objects.to_scan_again(
        scanned_before=clock.now - _SCAN_EVERY, made_after=clock.now - _YOUNG
    )
    found = 0
    try:
        for row in due.order_by("scanned_at", "pk")[:MOST]:
            found += scan_again(clock, file=row)
    except Unavailable:
        logger.warning("The scanner is away; files are scanned again later.")
    return found


def remove_all(clock: Actor, ids: Iterable[UUID]) -> int:
    """Take the bytes of these erased files out of storage."""
    return sum(remove_bytes(clock, file_id=pk) for pk in ids)
