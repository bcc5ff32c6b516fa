"""Revisions: kept when a spell of writing ends, named by people, and restored as a forward edit."""

from typing import Any

from django.db import transaction
from pycrdt import Doc

from access.actor import Actor
from access.policy import Permission
from access.refusals import NotVisible
from documents.content import write_content
from documents.models import Document, Revision, RevisionKind
from documents.reading import State, content_at, state_of
from documents.revising import Moment, locked_now, made, now_in, take, take_unless_kept
from documents.services.log import append_updates
from journal.events import RevisionRestored
from journal.recorder import record
from wire.text import readable


@transaction.atomic
def end_spell(actor: Actor, *, document: Document) -> list[Revision]:
    """Keep what was written since the last revision; nothing where nothing was. Raises LoadError."""
    actor.require(Permission.CLOCK_TICK)
    moment = now_in(document.pk)
    kept = take_unless_kept(actor, document.locked(), moment)
    record(actor, *made(kept))
    return kept


@transaction.atomic
def name_revision(actor: Actor, *, document: Document, name: str) -> Revision:
    """Keep the document as it is now, under a name. Raises Invalid, and LoadError."""
    actor.require(Permission.DOCUMENT_EDIT)
    name = readable(name, name="name", longest=200)
    moment = now_in(document.pk)
    document = _in_sight(actor, document.locked())
    revision = take(actor, document, moment, kind=RevisionKind.NAMED, name=name)
    record(actor, *made([revision]))
    return revision


@transaction.atomic
def restore_revision(actor: Actor, *, document: Document, revision: Revision) -> Revision:
    """Edit the document until it says what the revision says; what was there is kept as a revision before.

    Others' cursors, and what they write meanwhile, stay. Raises NotVisible for a revision that is not the
    document's or out of sight, TooLarge where it is too much for one edit, and what `append_updates` raises.
    """
    actor.require(Permission.DOCUMENT_EDIT)
    if revision.document_id != document.pk or not revision.is_in_sight_of(actor):
        raise NotVisible
    before = state_of(document.pk)
    append_updates(actor, document=document, updates=[_edit(before, revision)])
    # From here on the row lock is held: the process's copy must not be asked for any more.
    document = _in_sight(actor, document.locked())
    was = Moment(epoch=before.epoch, seq=before.seq, content=content_at(before))
    kept = take_unless_kept(actor, document, was)
    restored = take(actor, document, locked_now(document), kind=RevisionKind.RESTORED, restored_from=revision)
    record(
        actor,
        *made(kept),
        RevisionRestored(
            network_id=document.network_id,
            document_id=document.pk,
            revision_id=restored.pk,
            number=restored.number,
            restored_id=revision.pk,
        ),
    )
    return restored


def _in_sight(actor: Actor, document: Document) -> Document:
    if not document.is_in_sight_of(actor):
        raise NotVisible
    return document


def _edit(before: State, revision: Revision) -> bytes:
    doc: Doc[Any] = Doc()
    doc.apply_update(before.missing)
    write_content(doc, revision.written)
    return doc.get_update(before.vector)
