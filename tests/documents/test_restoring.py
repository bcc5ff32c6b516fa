"""The way back to a revision: a forward edit that loses nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Doc

from access.actor import Actor
from access.refusals import Forbidden, NotVisible
from documents import copies
from documents.content import read_content, write_content
from documents.fitting import fitted
from documents.models import Document, Revision, RevisionKind, Update
from documents.reading import content_of, state_of
from documents.rendering import text_of
from documents.schema import Content
from documents.services import (
    append_updates,
    create_document,
    name_revision,
    restore_revision,
)
from networks.models import Network
from tests.documents.contents import CONTENTS, doc, p
from tests.documents.keeping import authors, revisions, write

JournalOf = Callable[[str], list[str]]


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    """An empty document of the whole network."""
    return create_document(goteborg, network=network, title="Gemensamt behov")


def test_a_restore_is_a_forward_edit_that_keeps_what_was(
    goteborg: Actor, stockholm: Actor, document: Document, journal_of: JournalOf
) -> None:
    write(goteborg, document, doc(p("ett")))
    first = name_revision(goteborg, document=document, name="Första")
    write(stockholm, document, doc(p("helt annat")))

    restored = restore_revision(stockholm, document=document, revision=first)

    assert content_of(document.pk) == doc(p("ett"))
    assert revisions(document) == [
        (1, "named", "ett"),
        (2, "automatic", "helt annat"),
        (3, "restored", "ett"),
    ]
    assert (restored.restored_from, restored.content_hash) == (first, first.content_hash)
    assert Update.objects.filter(document=document).count() == 3
    assert journal_of(f"document:{document.pk}")[-2:] == ["revision.made", "revision.restored"]
    assert authors(restored) == {"Stockholm"}


def test_restoring_what_is_there_already_changes_nothing_but_says_so(
    goteborg: Actor, document: Document
) -> None:
    write(goteborg, document, doc(p("ett")))
    first = name_revision(goteborg, document=document, name="Första")

    restore_revision(goteborg, document=document, revision=first)

    assert Update.objects.filter(document=document).count() == 1
    assert [kind for _, kind, _ in revisions(document)] == ["named", "restored"]


def test_a_restore_meets_what_others_wrote_meanwhile(
    goteborg: Actor, stockholm: Actor, document: Document
) -> None:
    write(goteborg, document, doc(p("rubrik"), p("ett")))
    first = name_revision(goteborg, document=document, name="Första")
    theirs: Doc[Any] = Doc()
    theirs.apply_update(state_of(document.pk).missing)
    write(goteborg, document, doc(p("rubrik"), p("två")))
    before = theirs.get_state()
    write_content(theirs, doc(p("rubrik"), p("ett"), p("offline")))

    restore_revision(goteborg, document=document, revision=first)
    append_updates(stockholm, document=document, updates=[theirs.get_update(before)])

    assert sorted(text_of(content_of(document.pk)).split("\n")) == ["ett", "offline", "rubrik"]


def test_only_a_visible_revision_of_this_document_is_restored_and_only_by_writers(
    goteborg: Actor, turku: Actor, stockholm: Actor, network: Network, document: Document
) -> None:
    write(goteborg, document, doc(p("ett")))
    revision = name_revision(goteborg, document=document, name="Första")
    other = create_document(goteborg, network=network, title="Annat")
    hidden = create_document(stockholm, network=network, title="Vårt", zone="authority")
    theirs = name_revision(stockholm, document=hidden, name="Utkast")

    with pytest.raises(Forbidden):
        restore_revision(turku, document=document, revision=revision)
    for place, wanted in ((other, revision), (hidden, theirs)):
        with pytest.raises(NotVisible):
            restore_revision(goteborg, document=place, revision=wanted)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CONTENTS, min_size=2, max_size=4), st.data())
def test_any_revision_can_be_restored_and_all_of_them_stay(
    goteborg: Actor, network: Network, contents: list[Content], data: st.DataObject
) -> None:
    document = create_document(goteborg, network=network, title="Behov")
    kept = []
    for content in contents:
        write(goteborg, document, content)
        kept.append(name_revision(goteborg, document=document, name="x"))

    for wanted in data.draw(st.lists(st.sampled_from(range(len(kept))), min_size=1, max_size=3)):
        restore_revision(goteborg, document=document, revision=kept[wanted])

        assert content_of(document.pk) == fitted(contents[wanted])
    copies.forget_all()
    assert content_of(document.pk) == fitted(contents[wanted])
    assert [row.written for row in kept] == [fitted(content) for content in contents]
    numbers = list(Revision.objects.of_document(document.pk).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    last = Revision.objects.of_document(document.pk).last()
    assert last is not None
    assert (last.kind, last.seq) == (RevisionKind.RESTORED, Document.objects.get(pk=document.pk).seq)


def test_a_restore_that_fails_leaves_everything(
    goteborg: Actor, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(goteborg, document, doc(p("ett")))
    first = name_revision(goteborg, document=document, name="Första")
    write(goteborg, document, doc(p("två")))

    def fail(*_arguments: Any, **_named: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr("documents.services.revising.take", fail)
    with pytest.raises(IntegrityError):
        restore_revision(goteborg, document=document, revision=first)
    monkeypatch.undo()

    assert content_of(document.pk) == doc(p("två"))
    write(goteborg, document, doc(p("tre")))
    assert content_of(document.pk) == doc(p("tre"))
    fresh: Doc[Any] = Doc()
    copies.forget_all()
    fresh.apply_update(state_of(document.pk).missing)
    assert read_content(fresh) == doc(p("tre"))
