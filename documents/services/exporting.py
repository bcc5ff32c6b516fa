"""A document is asked for as a file, and the file is put where who asked can fetch it."""

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Invalid, NotVisible
from documents.exports import FORMATS
from documents.models import Document
from documents.models.errand import ErrandState, Export
from documents.revising import made, now_in, take_unless_kept
from journal.recorder import record
from wire.nudges import nudge

EXPORT_JOB = "documents.export"


@transaction.atomic
def ask_export(actor: Actor, *, document: Document, form: str) -> Export:
    """Have the document made into a file, for the actor alone; what it says now is kept as a revision.

    Raises Invalid for an unknown form, and LoadError.
    """
    actor.require(Permission.DOCUMENT_READ)
    if form not in FORMATS:
        raise Invalid.field("format", "format", f"Choose one of {', '.join(FORMATS)}.")
    if not document.is_in_sight_of(actor):
        raise NotVisible
    moment = now_in(document.pk)
    kept = take_unless_kept(actor, document.locked(), moment)
    export = Export.objects.create(
        network_id=document.network_id,
        document=document,
        form=form,
        asked_by_id=actor.person_id,
        asked_for_id=actor.represents,
        created_at=actor.now,
        try_at=actor.now,
    )
    record(actor, *made(kept))
    nudge(EXPORT_JOB, [export.pk], queue="heavy")
    return export


@transaction.atomic
def finish_export(actor: Actor, *, export: Export, key: str, name: str, size: int) -> bool:
    """Say where the file lies; False where another worker took the export meanwhile."""
    actor.require(Permission.CLOCK_TICK)
    held = Export.objects.held_as(export)
    done = {"state": ErrandState.DONE, "progress": 100, "finished_at": actor.now}
    return bool(held.update(**done, key=key, name=name[:200], size=size))
