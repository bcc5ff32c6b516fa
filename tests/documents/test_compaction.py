"""The log becomes a snapshot, and nobody notices but the disk."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone
from pycrdt import Doc, Text

from access.actor import Actor
from documents import copies
from documents.compaction import QUIET, compact_all, compact_named, due
from documents.history import state_at
from documents.models import Document, Snapshot, Update
from documents.reading import paragraphs_of, state_of
from documents.services import append_updates, compact_log, compacting, create_document, end_spell, log
from live.document_room import news_after
from networks.models import Network
from tests.cast import Cast
from tests.documents.traces import edited, first_edits
from tests.factories.documents import Pen


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    return create_document(goteborg, network=network, title="Behov")


@pytest.fixture
def clock() -> Actor:
    return Actor.clock(now=timezone.now())


def compacted(clock: Actor, document: Document) -> Snapshot:
    """Take a revision, as the clock does, and compact what it holds."""
    end_spell(clock, document=document)
    snapshot = compact_log(clock, document=document)
    assert snapshot is not None
    return snapshot


def cold_text(document: Document) -> str:
    """What a process that has just started reads."""
    copies.forget_all()
    return "\n".join(paragraphs_of(document.pk))


def rows_of(document: Document) -> list[int]:
    return list(Update.objects.filter(document=document).order_by("seq").values_list("seq", flat=True))


def written(actor: Actor, document: Document, *words: str) -> Pen:
    """A pen that wrote the words one by one."""
    pen = Pen()
    for word in words:
        pen.write(word)
        pen.send(actor, document)
    return pen


def test_a_compacted_document_reads_the_same_and_goes_on(
    goteborg: Actor, document: Document, clock: Actor
) -> None:
    pen = written(goteborg, document, "ett ", "två ")

    snapshot = compacted(clock, document)

    assert (snapshot.seq, rows_of(document)) == (2, [])
    assert cold_text(document) == "ett två "
    pen.write("tre")
    row = pen.send(goteborg, document)
    assert row is not None
    assert row.seq == 3
    assert cold_text(document) == "ett två tre"
    assert compact_log(clock, document=document) is not None
    assert compact_log(clock, document=document) is None


def test_what_no_revision_names_the_authors_of_stays_in_the_log(
    goteborg: Actor, document: Document, clock: Actor
) -> None:
    written(goteborg, document, "ett ", "två ")

    assert compact_log(clock, document=document) is not None

    assert rows_of(document) == [1, 2]
    assert cold_text(document) == "ett två "


def test_an_update_that_waits_for_another_outlives_compaction(
    goteborg: Actor, document: Document, clock: Actor
) -> None:
    pen = Pen()
    first, second = pen.write("En"), pen.write("två")
    erased = pen.erase(0, 1)
    append_updates(goteborg, document=document, updates=[second, erased])

    for _ in range(2):
        Document.objects.filter(pk=document.pk).update(revised_seq=1)
        assert compact_log(clock, document=document) is not None
        Document.objects.filter(pk=document.pk).update(compacted_seq=0)
    assert rows_of(document) == []
    copies.forget_all()
    append_updates(goteborg, document=document, updates=[first])

    assert cold_text(document) == "ntvå"


def test_a_process_that_lags_behind_the_snapshot_catches_up(
    goteborg: Actor, stockholm: Actor, document: Document, clock: Actor
) -> None:
    pen = written(goteborg, document, "ett ")
    with copies.held(document.pk) as lagging:
        assert lagging.seq == 1
    copies.forget_all()
    pen.write("två ")
    pen.send(goteborg, document)
    compacted(clock, document)

    lagging.catch_up(Document.objects.get(pk=document.pk))

    assert lagging.seq == 2
    assert str(lagging.doc.get("text", type=Text)) == "ett två "
    reader: Doc[Any] = Doc()
    for _seq, update in news_after(document.pk, 1):
        reader.apply_update(update)
    assert str(reader.get("text", type=Text)) == "ett två "
    assert news_after(document.pk, 2) == []


def test_a_failure_half_way_leaves_log_and_snapshot_as_they_were(
    goteborg: Actor, document: Document, clock: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(goteborg, document, "ett ", "två ")
    end_spell(clock, document=document)

    def fail(*_args: object) -> None:
        raise Error

    monkeypatch.setattr(compacting, "_trim", fail)
    with pytest.raises(Error):
        compact_log(clock, document=document)

    assert rows_of(document) == [1, 2]
    assert not Snapshot.objects.exists()
    assert cold_text(document) == "ett två "


def test_the_log_is_trimmed_only_where_a_snapshot_holds_it(goteborg: Actor, document: Document) -> None:
    written(goteborg, document, "ett ")

    with (
        pytest.raises(Error, match="No snapshot holds"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT documents_trim_log(%s, 1)", [document.pk])
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Update.objects.all().delete()


def test_a_snapshot_of_another_epoch_is_an_error_and_no_content(
    goteborg: Actor, document: Document, clock: Actor
) -> None:
    written(goteborg, document, "ett ")
    compacted(clock, document)
    Snapshot.objects.update(epoch="other")
    copies.forget_all()

    with pytest.raises(copies.LoadError, match="epoch other"):
        state_of(document.pk)


def test_of_a_real_trace_no_more_is_stored_than_its_state_and_a_fifth(
    goteborg: Actor, document: Document, clock: Actor
) -> None:
    pen, patches = Pen(), first_edits(6_000)
    for number, (at, deleted, inserted) in enumerate(patches):
        if deleted:
            pen.erase(at, at + deleted)
        if inserted:
            pen.write(inserted, at=at)
        if number % 250 == 249:
            pen.send(goteborg, document)
    pen.send(goteborg, document)

    compacted(clock, document)

    document.refresh_from_db()
    assert document.log_bytes <= 1.2 * len(pen.doc.get_update())
    copies.forget_all()
    read: Doc[Any] = Doc()
    read.apply_update(state_of(document.pk).missing)
    assert str(read.get("text", type=Text)) == edited(patches)


def test_the_past_is_known_as_far_as_the_log_tells(goteborg: Actor, document: Document, clock: Actor) -> None:
    pen = written(goteborg, document, "ett ", "två ")
    first: Doc[Any] = Doc()
    first.apply_update(state_at(document.pk, 1))
    assert str(first.get("text", type=Text)) == "ett "
    compacted(clock, document)
    pen.write("tre")
    pen.send(goteborg, document)

    assert state_at(document.pk, 2) == bytes(Snapshot.objects.get().state)
    assert state_at(document.pk, 3) == state_of(document.pk).missing
    with pytest.raises(LookupError):
        state_at(document.pk, 1)
    with pytest.raises(copies.LoadError):
        state_at(document.pk, 9)


def test_long_logs_and_quiet_documents_are_due(
    goteborg: Actor, document: Document, clock: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(goteborg, document, "ett ")
    assert list(due(clock)) == []

    later = Actor.clock(now=clock.now + QUIET)
    assert list(due(later)) == [document]
    assert compact_all(later, due(later)) == 1
    assert compact_named(later, [document.pk]) == 0


def test_a_document_that_cannot_be_read_holds_up_no_other(
    goteborg: Actor, network: Network, document: Document, clock: Actor
) -> None:
    broken = create_document(goteborg, network=network, title="Trasigt")
    written(goteborg, document, "ett ")
    Document.objects.filter(pk=broken.pk).update(seq=1)

    assert compact_all(clock, [broken, document]) == 1


def test_what_a_greater_transaction_takes_back_is_in_no_copy(goteborg: Actor, document: Document) -> None:
    written(goteborg, document, "kvar ")
    with copies.held(document.pk) as copy:
        pass

    copies.forget(document.pk)

    assert copy.is_broken
    with copies.held(document.pk) as other:
        assert other is not copy


@pytest.mark.django_db(transaction=True)
def test_a_write_inside_a_transaction_that_fails_leaves_no_trace(cast: Cast, document: Document) -> None:
    goteborg = cast.actor("goteborg")
    pen = written(goteborg, document, "kvar ")
    pen.write("borta")

    @transaction.atomic
    def fail_after_writing() -> None:
        pen.send(goteborg, document)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    other = written(goteborg, document, "nytt ")

    assert "borta" not in cold_text(document)
    assert {"kvar", "nytt"} == set(cold_text(document).split())
    assert str(other.text) == "nytt "


def test_copies_are_let_go_of_by_weight(
    goteborg: Actor, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "MOST_BYTES", 3_000 * copies.HEAP_PER_BYTE)
    documents = [create_document(goteborg, network=network, title=f"Behov {n}") for n in range(5)]
    for document in documents:
        written(goteborg, document, "x" * 1_000)

    held = [document for document in documents if document.pk in copies._copies]  # noqa: SLF001

    assert held[-1] == documents[-1]
    assert 1 < len(held) < 4
    for document in documents:
        assert paragraphs_of(document.pk) == ["x" * 1_000]


def test_a_worker_is_asked_to_compact_a_log_that_got_long(
    goteborg: Actor, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(log, "LONGEST_TAIL", 3)
    monkeypatch.setattr(log, "nudge", lambda job, ids, **_how: asked.append((job, list(ids))))

    written(goteborg, document, *"abcdefg")

    assert asked == [(log.COMPACT, [document.pk])] * 2
    assert timedelta(0) < QUIET
