"""The one statement in which a writer goes on, and all that may have changed in between."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from access.actor import Actor
from access.refusals import Conflict, NotVisible
from documents import copies
from documents.models import Document, Update
from documents.models.document import TOLD_EVERY
from documents.reading import state_of
from documents.services import append_updates, create_document, log, share_document
from journal.models import Entry, new_epoch
from journal.signals import entry_recorded
from journal.verify import broken_links
from tests.cast import Cast
from tests.factories.documents import Pen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def goteborg(cast: Cast) -> Actor:
    return cast.actor("goteborg")


@pytest.fixture
def document(cast: Cast, goteborg: Actor) -> Document:
    return create_document(goteborg, network=cast.network, title="Behov")


@pytest.fixture
def pen(goteborg: Actor, document: Document) -> Pen:
    """Somebody who has written before, so that the process knows them."""
    pen = Pen()
    pen.write("först ")
    pen.send(goteborg, document)
    document.refresh_from_db()
    return pen


def cold_text(document: Document) -> str:
    copies.forget_all()
    reader = Pen()
    reader.hear(state_of(document.pk).missing)
    return str(reader.text)


def told_of(document: Document) -> list[int]:
    entries = Entry.objects.filter(stream_id=f"document:{document.pk}", type="document.changed")
    return [json.loads(entry.payload)["update"] for entry in entries.order_by("seq")]


def another_process_writes(actor: Actor, document: Document, word: str) -> None:
    """Append as a process would that has a copy of its own."""
    with copies.held(document.pk) as mine:
        pass
    copies.forget_all()
    other = Pen()
    other.write(word)
    other.send(actor, Document.objects.get(pk=document.pk))
    copies.forget_all()
    copies._copies[document.pk] = mine  # noqa: SLF001 - as if it had been here all the time


def test_going_on_is_one_statement_and_one_row(goteborg: Actor, document: Document, pen: Pen) -> None:
    heard = []
    entry_recorded.connect(lambda stream, seq, **_: heard.append((stream, seq)), weak=False, dispatch_uid="t")
    pen.write("sedan ")

    with CaptureQueriesContext(connection) as asked:
        row = pen.send(goteborg, document)

    entry_recorded.disconnect(dispatch_uid="t")
    assert len(asked) == 1
    assert row is not None
    assert (row.pk, row.seq) == tuple(Update.objects.values_list("pk", "seq").order_by("seq")[1])
    assert heard == [(f"updates:{document.pk}", 2)]
    assert cold_text(document) == "först sedan "


def test_who_goes_on_is_told_of_once_a_second_in_the_same_statement(
    goteborg: Actor, document: Document, pen: Pen
) -> None:
    for number in range(7):
        pen.write(f"{number} ")
        pen.send(replace(goteborg, now=goteborg.now + number * TOLD_EVERY / 2), document)

    assert told_of(document) == [1, 4, 6, 8]
    assert list(broken_links()) == []
    document.refresh_from_db()
    assert (document.seq, document.told_seq) == (8, 8)


def test_what_another_process_wrote_in_between_is_kept_and_numbered_first(
    cast: Cast, goteborg: Actor, document: Document, pen: Pen
) -> None:
    another_process_writes(cast.actor("stockholm"), document, "emellan ")
    pen.write("sist ")

    row = pen.send(goteborg, document)

    assert row is not None
    assert row.seq == 3
    assert sorted(cold_text(document).split()) == ["emellan", "först", "sist"]
    pen.write("igen ")
    assert pen.send(goteborg, document)
    document.refresh_from_db()
    assert document.log_bytes == sum(len(bytes(update.payload)) for update in Update.objects.all())


def test_a_document_that_starts_anew_takes_nothing_more(
    goteborg: Actor, document: Document, pen: Pen
) -> None:
    Document.objects.filter(pk=document.pk).update(epoch=new_epoch())
    pen.write("försent")

    with pytest.raises(Conflict, match="other_epoch"):
        pen.send(goteborg, document)

    assert Update.objects.count() == 1
    assert cold_text(document) == "först "


def test_a_document_that_was_shared_meanwhile_is_written_on(cast: Cast, goteborg: Actor) -> None:
    private = create_document(goteborg, network=cast.network, title="Utkast", zone="authority")
    pen = Pen()
    pen.write("först ")
    pen.send(goteborg, private)
    share_document(goteborg, document=private)
    pen.write("sedan ")

    row = pen.send(goteborg, private)

    assert row is not None
    assert row.document.zone == "network"
    assert cold_text(private) == "först sedan "


def test_who_does_not_see_it_writes_nothing_however_well_known(cast: Cast, goteborg: Actor) -> None:
    private = create_document(goteborg, network=cast.network, title="Utkast", zone="authority")
    pen = Pen()
    pen.write("först ")
    pen.send(goteborg, private)
    stockholm = replace(goteborg, authority_id=cast.actor("stockholm").authority_id)

    with pytest.raises(NotVisible):
        append_updates(stockholm, document=private, updates=[pen.write("utifrån ")])

    assert cold_text(private) == "först "


def test_a_full_document_is_refused_though_the_caller_does_not_know(
    cast: Cast, goteborg: Actor, document: Document, pen: Pen, monkeypatch: pytest.MonkeyPatch
) -> None:
    another_process_writes(cast.actor("stockholm"), document, "x" * 900)
    monkeypatch.setattr(log, "LARGEST_LOG", 1000)
    pen.write("y" * 200)

    with pytest.raises(Conflict, match="document_full"):
        pen.send(goteborg, document)

    assert "y" not in cold_text(document)


def test_a_statement_that_fails_costs_the_copy_its_place(
    goteborg: Actor, document: Document, pen: Pen, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = pen.write("borta ")
    monkeypatch.setattr(log, "TOLD_EVERY", timedelta(days=10**6))

    with pytest.raises(OverflowError):
        append_updates(goteborg, document=document, updates=[lost])

    assert document.pk not in copies._copies  # noqa: SLF001 - what it held was never committed
    assert cold_text(document) == "först "


def test_inside_a_greater_transaction_nothing_is_kept_that_is_rolled_back(
    goteborg: Actor, document: Document, pen: Pen
) -> None:
    pen.write("ogjort ")

    with transaction.atomic():
        pen.send(goteborg, document)
        transaction.set_rollback(True)

    reader = Pen()
    reader.hear(state_of(document.pk).missing)
    assert str(reader.text) == "först "
    assert told_of(document) == [1]
