"""Revisions: taken when a spell ends, named, shared and restored; never changed, never lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Doc

from access.actor import Actor
from access.refusals import Forbidden, Invalid, NotVisible
from documents import copies
from documents.content import canonical, read_content, write_content
from documents.copies import LoadError
from documents.fitting import fitted
from documents.jobs import sweep_spells
from documents.models import Document, Revision, RevisionAuthor, RevisionKind, Update
from documents.reading import content_of, state_of
from documents.rendering import text_of
from documents.revising import LONGEST_SPELL, QUIET, ended_spells
from documents.schema import Content
from documents.services import (
    append_updates,
    create_document,
    end_spell,
    name_revision,
    restore_revision,
    share_document,
)
from journal.models import Entry
from networks.entries import rendered
from networks.models import Network
from tests.cast import Cast
from tests.documents.contents import CONTENTS, doc, h, p
from tests.factories.documents import Pen

JournalOf = Callable[[str], list[str]]


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    """An empty document of the whole network."""
    return create_document(goteborg, network=network, title="Gemensamt behov")


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


def test_a_spell_that_has_ended_becomes_a_revision_with_its_authors(
    goteborg: Actor, stockholm: Actor, orebro: Actor, document: Document, journal_of: JournalOf
) -> None:
    write(stockholm, document, doc(p("ett")))
    write(orebro, document, doc(p("ett"), p("två")))
    later = clock(goteborg, minutes=11)

    (found,) = ended_spells(later)
    (revision,) = end_spell(later, document=found)

    assert revisions(document) == [(1, "automatic", "ett\ntvå")]
    assert authors(revision) == {"Stockholm", "Orebro"}
    assert {author.authority_id for author in revision.authors.all()} == {
        stockholm.authority_id,
        orebro.authority_id,
    }
    assert (revision.made_by, revision.seq, revision.at) == (None, 2, later.now)
    assert revision.content_hash == sha256(canonical(doc(p("ett"), p("två")))).hexdigest()
    assert journal_of(f"document:{document.pk}")[-1] == "revision.made"
    assert not ended_spells(later).exists()


def test_while_people_write_nothing_is_kept_until_two_hours_are_over(
    goteborg: Actor, document: Document
) -> None:
    for minutes in range(0, 121, 5):
        write(
            replace(goteborg, now=goteborg.now + timedelta(minutes=minutes)), document, doc(p(f"{minutes}"))
        )
        due = ended_spells(clock(goteborg, minutes=minutes, seconds=1)).exists()
        assert due == (timedelta(minutes=minutes, seconds=1) >= LONGEST_SPELL)


def test_quiet_is_ten_minutes(goteborg: Actor, document: Document) -> None:
    write(goteborg, document, doc(p("x")))

    assert not ended_spells(
        replace(clock(goteborg), now=goteborg.now + QUIET - timedelta(seconds=1))
    ).exists()
    assert ended_spells(replace(clock(goteborg), now=goteborg.now + QUIET)).exists()


def test_the_sweep_runs_twice_and_keeps_once(goteborg: Actor, document: Document) -> None:
    write(replace(goteborg, now=goteborg.now - timedelta(minutes=20)), document, doc(p("x")))

    assert [sweep_spells(), sweep_spells()] == [1, 0]
    assert end_spell(clock(goteborg), document=document) == []
    assert len(revisions(document)) == 1


def test_what_comes_to_nothing_is_no_revision(goteborg: Actor, document: Document) -> None:
    write(goteborg, document, doc(p("x")))
    end_spell(clock(goteborg), document=document)
    write(goteborg, document, doc(p("y")))
    write(goteborg, document, doc(p("x")))
    later = clock(goteborg, hours=1)

    assert end_spell(later, document=document) == []
    assert not ended_spells(later).exists()


def test_a_broken_document_holds_up_no_other(
    goteborg: Actor, network: Network, document: Document, caplog: pytest.LogCaptureFixture
) -> None:
    early = replace(goteborg, now=goteborg.now - timedelta(hours=1))
    other = create_document(early, network=network, title="Annat")
    write(early, document, doc(p("x")))
    write(early, other, doc(p("y")))
    Document.objects.filter(pk=document.pk).update(seq=7)
    copies.forget_all()

    assert sweep_spells() == 1

    assert [revisions(document), revisions(other)] == [[], [(1, "automatic", "y")]]
    assert str(document.pk) in caplog.text
    with pytest.raises(LoadError):
        name_revision(goteborg, document=document, name="x")


def test_a_revision_is_named_by_who_may_write(
    goteborg: Actor, stockholm: Actor, turku: Actor, document: Document
) -> None:
    write(goteborg, document, doc(h(2, "Behov"), p("4 500")))

    revision = name_revision(stockholm, document=document, name=" Till remiss ")

    assert (revision.name, revision.kind, revision.made_by_id) == ("Till remiss", "named", stockholm.user_id)
    assert revision.written == doc(h(2, "Behov"), p("4 500"))
    assert authors(revision) == {"Goteborg"}
    assert authors(name_revision(stockholm, document=document, name="Igen")) == set()
    with pytest.raises(Forbidden, match=r"document\.edit"):
        name_revision(turku, document=document, name="x")
    with pytest.raises(Invalid):
        name_revision(goteborg, document=document, name="  ")


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


def test_sharing_keeps_a_first_revision_for_the_network_and_earlier_ones_at_home(
    stockholm: Actor, goteborg: Actor, network: Network, journal_of: JournalOf
) -> None:
    draft = create_document(stockholm, network=network, title="Utkast", zone="authority")
    write(stockholm, draft, doc(p("känsligt")))
    name_revision(stockholm, document=draft, name="Internt")
    write(stockholm, draft, doc(p("till alla")))

    shared = share_document(stockholm, document=draft)

    at_home = Revision.objects.visible_to(stockholm).of_document(shared.pk)
    outside = Revision.objects.visible_to(goteborg).of_document(shared.pk)
    assert [text_of(row.written) for row in at_home] == ["känsligt", "till alla"]
    assert [text_of(row.written) for row in outside] == ["till alla"]
    assert authors(outside[0]) == {"Stockholm"}
    assert journal_of(f"document:{shared.pk}").count("revision.made") == 2
    with pytest.raises(NotVisible):
        restore_revision(goteborg, document=shared, revision=at_home[0])


def test_what_was_kept_before_sharing_is_shared_again_with_all_its_authors(
    cast: Cast, stockholm: Actor, network: Network
) -> None:
    draft = create_document(stockholm, network=network, title="Utkast", zone="authority")
    write(stockholm, draft, doc(p("till alla")))
    end_spell(clock(stockholm), document=draft)

    share_document(stockholm, document=draft)

    rows = Revision.objects.of_document(draft.pk)
    assert [(row.zone, row.seq) for row in rows] == [("authority", 1), ("network", 1)]
    assert [authors(row) for row in rows] == [{"Stockholm"}, {"Stockholm"}]


def test_private_revisions_are_told_by_id_alone(stockholm: Actor, network: Network) -> None:
    draft = create_document(stockholm, network=network, title="Utkast", zone="authority", template="minutes")
    name_revision(stockholm, document=draft, name="Hemligt namn")
    share_document(stockholm, document=draft)

    shown = [
        (entry["data"]["number"], entry["resource"])
        for entry in rendered(list(Entry.objects.of_stream(f"document:{draft.pk}")))
        if entry["type"] == "revision.made"
    ]
    assert [number for number, _ in shown] == [1, 2]
    assert shown[0][1] is None
    assert shown[1][1] is not None
    assert "Hemligt" not in str(shown)


@pytest.mark.parametrize("model", [Revision, RevisionAuthor])
def test_the_database_keeps_revisions_as_they_are(
    goteborg: Actor, document: Document, model: type[Any]
) -> None:
    write(goteborg, document, doc(p("ett")))
    name_revision(goteborg, document=document, name="Första")

    for change in ("UPDATE {} SET id = id", "DELETE FROM {}"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            connection.cursor().execute(change.format(model._meta.db_table))


def test_a_revision_holds_only_what_the_editor_shows(goteborg: Actor, document: Document) -> None:
    pen = Pen()
    pen.write("i ett annat rum av dokumentet")
    pen.send(goteborg, document)

    assert end_spell(clock(goteborg), document=document) == []
    assert name_revision(goteborg, document=document, name="x").written == doc()


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
