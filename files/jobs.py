"""The clock's door: what was erased goes out of storage, and what nobody names."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from access.actor import Actor
from files.services import REMOVE_JOB
from files.sweeping import named_keys, remove_all, scan_young, sweep_erased, sweep_orphans


@shared_task(name=REMOVE_JOB)
def remove_files(*, ids: list[str]) -> int:
    """Take the bytes of these erased files out of storage. Running twice finds nothing more to do."""
    return remove_all(Actor.clock(now=timezone.now()), map(UUID, ids))


@shared_task(name="files.sweep")
def sweep_files() -> int:
    """Remove what no nudge arrived for, and bytes whose row was never written."""
    clock = Actor.clock(now=timezone.now())
    return sweep_erased(clock) + sweep_orphans(clock, what="files", known=named_keys)


@shared_task(name="files.scan_again")
def scan_files() -> int:
    """Scan young files again: signatures come later than viruses."""
    return scan_young(Actor.clock(now=timezone.now()))
