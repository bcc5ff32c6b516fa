"""Revisions: taken when a spell ends, named and shared; never changed, never lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from access.actor import Actor
from access.refusals import Forbidden, Invalid, NotVisible
from documents import copies
from documents.content import canonical
from documents.copies import LoadError
from documents.jobs import sweep_spells
from documents.models import Document, Revision, RevisionAuthor
from documents.rendering import text_of
from documents.revising import LONGEST_SPELL, QUIET, ended_spells
from documents.services import (
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
from tests.documents.contents import doc, h, p
from tests.documents.keeping import authors, clock, revisions, write
from tests.factories.documents import Pen

JournalOf = Callable[[str], list[str]]


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    """An empty document of the whole network."""
    return create_document(goteborg, network=network, title="Gemensamt behov")


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
