"""Carries errands out: each step may be the last of this process, and the errand is taken again."""

import logging
from collections.abc import Iterable
from functools import partial
from uuid import UUID

from access.actor import Actor
from access.policy import Permission
from access.refusals import NotVisible, Refusal
from documents.copies import LoadError
from documents.exports import FORMATS, Sheet
from documents.models import Document
from documents.models.errand import OPEN, Errand, Export, Import
from documents.pandoc.pictures import album_of, file_id_of
from documents.pandoc.taking import Draft, content_in, draft_of
from documents.reading import content_of
from documents.schema import Content
from documents.services.errands import (
    due_errands,
    fail_errand,
    forget_errands,
    lease_errand,
    say_progress,
)
from documents.services.exporting import EXPORT_JOB, finish_export
from documents.services.importing import IMPORT_JOB, take_in
from files import storage
from files.models import StoredFile
from files.names import clean_name
from files.services import store_file
from files.shapes import url_of
from files.sweeping import sweep_orphans
from journal.ids import uuid7
from networks.scoping import actor_in
from wire.nudges import nudge

logger = logging.getLogger("samverk.errands")


def export_one(clock: Actor, export_id: UUID) -> bool:
    """Make the file of one export. False where there was nothing to do or nothing came of it."""
    export = lease_errand(clock, kind=Export, errand_id=export_id)
    if export is None:
        return False
    try:
        return _export(clock, export)
    except (OSError, LoadError) as error:
        logger.warning("Export %s is tried again later: %s", export.pk, error)
    except Refusal as refusal:
        fail_errand(clock, errand=export, problem=refusal.code)
    return False


def _export(clock: Actor, export: Export) -> bool:
    actor = _whoever_asked(clock, export)
    actor.require(Permission.DOCUMENT_READ)
    document = Document.objects.get(pk=export.document_id)
    if not document.is_in_sight_of(actor):
        raise NotVisible
    content = content_of(document.pk)
    say_progress(clock, errand=export, percent=30)
    album = album_of(actor, content)
    sheet = Sheet(title=document.title, language=document.language, content=content, album=album)
    made = FORMATS[export.form].make(sheet)
    say_progress(clock, errand=export, percent=80)
    # A key of its own for each attempt: two workers never write over each other.
    key = storage.key_for("exports", clock.now.date(), uuid7())
    storage.keep(key, made)
    name = clean_name(f"{document.title[:150].replace('/', ' ')}.{FORMATS[export.form].suffix}")
    if finish_export(clock, export=export, key=key, name=name, size=len(made)):
        return True
    storage.remove(key)
    return False


def import_one(clock: Actor, import_id: UUID) -> bool:
    """Make the document of one import. False where there was nothing to do or nothing came of it."""
    wanted = lease_errand(clock, kind=Import, errand_id=import_id)
    if wanted is None:
        return False
    is_done = False
    try:
        is_done = _import(clock, wanted)
    except Refusal as refusal:
        fail_errand(clock, errand=wanted, problem=refusal.code)
    except OSError as error:
        logger.warning("Import %s is tried again later: %s", wanted.pk, error)
    if not Import.objects.filter(pk=wanted.pk, state__in=OPEN).exists():
        storage.remove(wanted.key)
    return is_done


def _import(clock: Actor, wanted: Import) -> bool:
    actor = _whoever_asked(clock, wanted)
    draft = draft_of(storage.read(wanted.key), wanted.form)
    say_progress(clock, errand=wanted, percent=60)
    title = wanted.title or draft.title[:200] or wanted.name.rpartition(".")[0] or wanted.name
    made = take_in(actor, wanted=wanted, title=title, written=lambda: _written(actor, wanted, draft))
    return made is not None


def _written(actor: Actor, wanted: Import, draft: Draft) -> Content:
    def stored(content: bytes, name: str) -> str:
        file = store_file(actor, network=wanted.network, content=content, name=name, zone=wanted.zone)
        return url_of(file.pk)

    def known(source: str) -> bool:
        file_id = file_id_of(source)
        return file_id is not None and StoredFile.objects.visible_files(actor, [file_id]).exists()

    return content_in(draft, stored=stored, known=known)


def _whoever_asked(clock: Actor, errand: Export | Import) -> Actor:
    """Who asked, with what they may do now. Raises NotVisible for who has left."""
    return actor_in(errand.asked_by.acting(clock.now), errand.network_id)


def hurry_due(clock: Actor) -> int:
    """Have workers take what no worker holds of exports and imports. Returns how many."""
    return hurry(clock, kind=Export, job=EXPORT_JOB) + hurry(clock, kind=Import, job=IMPORT_JOB)


def hurry(clock: Actor, *, kind: type[Errand], job: str) -> int:
    """Have workers take what no worker holds: its nudge was lost, or its worker died. Returns how many."""
    due = due_errands(clock, kind=kind)
    for pk in due:
        nudge(job, [pk], queue="heavy")
    return len(due)


def forget_old(clock: Actor) -> int:
    """Forget exports and imports that were kept for their day. Returns how many, with lost bytes."""
    return forget(clock, kind=Export, folder="exports") + forget(clock, kind=Import, folder="imports")


def forget(clock: Actor, *, kind: type[Errand], folder: str) -> int:
    """Forget old errands with their bytes, and bytes in the folder that no errand came to name."""
    forgotten = forget_errands(clock, kind=kind)
    return forgotten + sweep_orphans(clock, what=folder, known=partial(_known, kind))


def _known(kind: type[Errand], keys: Iterable[str]) -> set[str]:
    rows = kind._default_manager.filter(key__in=list(keys)).order_by("pk")
    return set(rows.values_list("key", flat=True))
