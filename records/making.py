"""Carries exports of records out. Each step may be the last of this process; the export is taken again."""

import logging
from collections.abc import Callable
from datetime import date
from functools import partial
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from django.utils.timezone import localdate

from access.actor import Actor
from access.policy import Permission
from access.refusals import Refusal
from documents.errands import forget, hurry
from documents.services.errands import fail_errand, lease_errand, say_progress
from files import storage
from files.names import clean_name
from journal.ids import uuid7
from records.contents import spoken_to
from records.gathering import gather
from records.models import RecordExport
from records.services import EXPORT_JOB, finish_export
from records.sight import keeper, sights_of

logger = logging.getLogger("samverk.records")
FOLDER = "records"
# Percent: what stands before the last steps, hashing and storing.
GATHERED, WEIGHED = 96, 98
# The clock as it is now: the work takes longer than one moment.
Tick = Callable[[], Actor]


class Lost(Exception):
    """Another worker holds the export by now."""


def make_export(tick: Tick, export_id: UUID) -> bool:
    """Make one archive. False where there was nothing to do or nothing came of it."""
    export = lease_errand(tick(), kind=RecordExport, errand_id=export_id)
    if export is None:
        return False
    try:
        return _make(tick, export)
    except (OSError, Lost) as error:
        logger.warning("Export %s of records is tried again later: %s", export.pk, error)
    except Refusal as refusal:
        fail_errand(tick(), errand=export, problem=refusal.code)
    return False


def _make(tick: Tick, export: RecordExport) -> bool:
    actor = keeper(export.asked_by.acting(tick().now), export.authority_id)
    actor.require(Permission.RECORDS_EXPORT)  # whoever asked may have lost it meanwhile
    sights = sights_of(actor, export.authority)
    with TemporaryFile() as out:
        gather(out, export, sights, at=tick().now, told=partial(_go_on, tick, export))
        _go_on(tick, export, GATHERED)
        digest, size = _weighed(out)
        _go_on(tick, export, WEIGHED)
        # A key of its own for each attempt: two workers never write over each other.
        key = storage.key_for(FOLDER, tick().now.date(), uuid7())
        storage.keep_file(key, out)
    name = clean_name(f"{export.authority.name[:150].replace('/', ' ')} {_day(export):%Y-%m-%d}.zip")
    if finish_export(tick(), export=export, key=key, name=name, size=size, sha256=digest):
        return True
    storage.remove(key)
    return False


def _day(export: RecordExport) -> date:
    """The day on which it was asked for, where that was."""
    with spoken_to(export):
        return localdate(export.created_at)


def _go_on(tick: Tick, export: RecordExport, percent: int) -> None:
    if not say_progress(tick(), errand=export, percent=percent):
        raise Lost


def _weighed(out: IO[bytes]) -> tuple[str, int]:
    """The hash of a whole file, and its size."""
    digest, size = sha256(), 0
    out.seek(0)
    while piece := out.read(storage.CHUNK):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def hurry_due(clock: Actor) -> int:
    """Have workers take what no worker holds. Returns how many."""
    return hurry(clock, kind=RecordExport, job=EXPORT_JOB)


def forget_old(clock: Actor) -> int:
    """Forget exports that were kept for their days, and bytes that no export came to name."""
    return forget(clock, kind=RecordExport, folder=FOLDER)
