"""The clock's door: what was written in a spell becomes a revision; files are made and taken in."""

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from access.actor import Actor
from documents.compaction import compact_all, compact_named, due
from documents.copies import LoadError
from documents.errands import export_one, forget_old, hurry_due, import_one
from documents.models import Document
from documents.revising import ended_spells
from documents.services.exporting import EXPORT_JOB
from documents.services.importing import IMPORT_JOB
from documents.services.log import COMPACT
from documents.services.revising import end_spell

logger = logging.getLogger("samverk.documents")


@shared_task(name="documents.sweep_spells")
def sweep_spells() -> int:
    """Keep what was written where nobody writes any more, or somebody has written for long."""
    clock = Actor.clock(now=timezone.now())
    return sum(_kept(clock, document) for document in ended_spells(clock))


def _kept(clock: Actor, document: Document) -> int:
    try:
        return len(end_spell(clock, document=document))
    except LoadError:  # one document that can't be read holds up no other
        logger.exception("Document %s has no revision of what was written in it.", document.pk)
        return 0


@shared_task(name=COMPACT)
def compact(*, ids: list[str]) -> int:
    """Add up the logs of these documents. Running twice finds nothing more to do."""
    return compact_named(Actor.clock(now=timezone.now()), [UUID(one) for one in ids])


@shared_task(name="documents.sweep_logs")
def sweep_logs() -> int:
    """Add up the logs that are long, and those of documents that nobody writes in any more."""
    clock = Actor.clock(now=timezone.now())
    return compact_all(clock, due(clock))


@shared_task(name=EXPORT_JOB)
def make_exports(*, ids: list[str]) -> int:
    """Make the files of these exports. Running twice finds nothing more to do."""
    return sum(export_one(Actor.clock(now=timezone.now()), UUID(one)) for one in ids)


@shared_task(name=IMPORT_JOB)
def take_imports_in(*, ids: list[str]) -> int:
    """Make documents of these imports. Running twice finds nothing more to do."""
    return sum(import_one(Actor.clock(now=timezone.now()), UUID(one)) for one in ids)


@shared_task(name="documents.sweep_errands")
def sweep_errands() -> int:
    """Hurry what no nudge arrived for, or whose worker died."""
    return hurry_due(Actor.clock(now=timezone.now()))


@shared_task(name="documents.forget_errands")
def forget_errands() -> int:
    """Forget the exports and imports of yesterday."""
    return forget_old(Actor.clock(now=timezone.now()))
