"""What tests of revisions have in common."""

from datetime import timedelta
from typing import Any

from pycrdt import Doc

from access.actor import Actor
from documents.content import write_content
from documents.models import Document, Revision
from documents.reading import state_of
from documents.rendering import text_of
from documents.schema import Content
from documents.services import (
    append_updates,
)


def clock(actor: Actor, **later: float) -> Actor:
    return Actor.clock(now=actor.now + timedelta(**later))


def write(actor: Actor, document: Document, content: Content) -> None:
    """Edit the document, as an editor of one's own does, until it says this."""
    state = state_of(document.pk)
    mine: Doc[Any] = Doc()
    mine.apply_update(state.missing)
    write_content(mine, content)
    append_updates(actor, document=document, updates=[mine.get_update(state.vector)])


def revisions(document: Document) -> list[tuple[int, str, str]]:
    rows = Revision.objects.of_document(document.pk)
    return [(row.number, row.kind, text_of(row.written)) for row in rows]


def authors(revision: Revision) -> set[str]:
    return {author.person.name for author in revision.authors.select_related("person")}
