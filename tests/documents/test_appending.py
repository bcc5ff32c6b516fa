import pytest
from django.db import Error, transaction
from pycrdt import Doc, Text

from access.actor import Actor
from access.refusals import Barred, Conflict, Forbidden, Malformed, NotVisible, TooLarge
from documents import copies
from documents.models import Document, Update, Writer
from documents.reading import state_of
from documents.services import append_updates, create_document, log
from networks.models import Network
from tests.cast import Cast
from tests.factories.documents import Pen


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    return create_document(goteborg, network=network, title="Behov")


def text_of(document: Document) -> str:
    copies.forget_all()
    doc: Doc[Text] = Doc()
    doc.apply_update(state_of(document.pk).missing)
    return str(doc.get("text", type=Text))


def test_what_arrived_together_is_one_row_with_its_author(goteborg: Actor, document: Document) -> None:
    pen = Pen()
    for word in ("Lastbilar ", "utan ", "utsläpp"):
        pen.write(word)

    row = pen.send(goteborg, document)

    assert row is not None
    kept = Update.objects.get()
    assert (kept.seq, kept.author_id, kept.authority_id) == (1, goteborg.user_id, goteborg.authority_id)
    document.refresh_from_db()
    assert (document.seq, document.log_bytes) == (1, len(bytes(kept.payload)))
    assert text_of(document) == "Lastbilar utan utsläpp"


def test_two_people_who_write_apart_end_in_one_text(
    goteborg: Actor, stockholm: Actor, document: Document
) -> None:
    first, second = Pen(), Pen()
    first.write("Göteborg")
    second.write("Stockholm")

    first.send(goteborg, document)
    second.send(stockholm, document)

    assert text_of(document) in {"GöteborgStockholm", "StockholmGöteborg"}
    assert Writer.objects.count() == 2


def test_the_same_update_again_is_no_new_row(goteborg: Actor, document: Document) -> None:
    pen = Pen()
    update = pen.write("En gång")
    pen.send(goteborg, document)

    assert append_updates(goteborg, document=document, updates=[update]) is None
    assert append_updates(goteborg, document=document, updates=[pen.doc.get_update()]) is None
    assert Update.objects.count() == 1


def test_an_update_that_waits_for_another_is_kept(goteborg: Actor, document: Document) -> None:
    pen = Pen()
    first, second = pen.write("En"), pen.write("två")

    append_updates(goteborg, document=document, updates=[second])
    copies.forget_all()
    append_updates(goteborg, document=document, updates=[first])

    assert text_of(document) == "Entvå"


def test_a_deletion_that_comes_before_what_it_deletes_is_kept(goteborg: Actor, document: Document) -> None:
    pen = Pen()
    written, erased = pen.write("bort"), pen.erase(0, 2)

    append_updates(goteborg, document=document, updates=[erased])
    append_updates(goteborg, document=document, updates=[written])

    assert text_of(document) == "rt"


def test_somebody_elses_client_id_is_refused(goteborg: Actor, stockholm: Actor, document: Document) -> None:
    own, forged = Pen(client_id=7), Pen(client_id=7)
    own.write("Mitt")
    own.send(goteborg, document)
    forged.write("Mitt")
    forged.write(" inte ditt")

    with pytest.raises(Barred, match="client_id_taken"):
        forged.send(stockholm, document)

    assert text_of(document) == "Mitt"


def test_what_others_wrote_may_be_sent_along_and_is_kept_once(
    goteborg: Actor, stockholm: Actor, document: Document
) -> None:
    first, second = Pen(), Pen()
    first.write("Göteborg ")
    first.send(goteborg, document)
    second.hear(first.doc.get_update())
    second.write("och Stockholm")

    row = append_updates(stockholm, document=document, updates=[second.doc.get_update()])

    assert row is not None
    assert b"G\xc3\xb6teborg" not in bytes(Update.objects.get(seq=2).payload)
    assert text_of(document) == "Göteborg och Stockholm"
    assert set(Writer.objects.values_list("person_id", flat=True)) == {goteborg.user_id, stockholm.user_id}


def test_an_observer_writes_nothing(turku: Actor, document: Document) -> None:
    with pytest.raises(Forbidden, match=r"document\.edit"):
        append_updates(turku, document=document, updates=[Pen().write("Får jag?")])

    assert not Update.objects.exists()


def test_another_authoritys_private_document_does_not_exist(
    goteborg: Actor, stockholm: Actor, network: Network
) -> None:
    private = create_document(stockholm, network=network, title="Internt", zone="authority")

    with pytest.raises(NotVisible):
        append_updates(goteborg, document=private, updates=[Pen().write("Hej")])


BAD = {
    "nothing": b"",
    "text": b"hello",
    "a state vector": Pen(client_id=9).doc.get_state(),
    "a longer state vector": b"\x02\x05\x01\x06\x02",
    "a truncated update": Pen().write("hello")[:-3],
    "an update with a tail": Pen().write("hello") + b"more",
    "a billion structs": b"\x01\xff\xff\xff\xff\x0f\x05\x00",
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_garbage_is_refused_and_the_document_intact(goteborg: Actor, document: Document, bad: bytes) -> None:
    pen = Pen()
    pen.write("Helt")
    pen.send(goteborg, document)

    with pytest.raises(Malformed, match="not_yjs"):
        append_updates(goteborg, document=document, updates=[bad])

    assert text_of(document) == "Helt"


def test_an_update_that_fits_nowhere_is_refused_and_forgotten(goteborg: Actor, document: Document) -> None:
    pen = Pen(client_id=5)
    pen.write("Helt")
    pen.send(goteborg, document)
    # Well-formed, but it hangs text into a piece of text.
    hanging = bytes([1, 1, 6, 0, 4, 0, 5, 0, 1]) + b"x" + bytes([0])

    with pytest.raises(Malformed, match="not_yjs"):
        append_updates(goteborg, document=document, updates=[hanging])

    assert text_of(document) == "Helt"
    assert pen.write(" och hållet")
    assert pen.send(goteborg, document) is not None


def test_a_giant_update_is_refused(
    goteborg: Actor, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LARGEST_UPDATE", 1000)

    with pytest.raises(TooLarge, match="update_too_large"):
        append_updates(goteborg, document=document, updates=[Pen().write("x" * 1001)])


def test_a_full_document_takes_no_more(
    goteborg: Actor, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LARGEST_LOG", 1000)
    pen = Pen()
    pen.write("x" * 900)
    pen.send(goteborg, document)
    pen.write("y" * 200)

    with pytest.raises(Conflict, match="document_full"):
        pen.send(goteborg, document)

    assert text_of(document) == "x" * 900


def test_the_log_is_append_only(goteborg: Actor, document: Document) -> None:
    pen = Pen()
    pen.write("Kvar")
    pen.send(goteborg, document)

    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Update.objects.all().delete()

    assert text_of(document) == "Kvar"


def test_a_hole_in_the_log_is_an_error_and_no_empty_document(goteborg: Actor, document: Document) -> None:
    pen = Pen()
    pen.write("Kvar")
    pen.send(goteborg, document)
    Document.objects.filter(pk=document.pk).update(seq=2)
    copies.forget_all()
    pen.write(" än")

    with pytest.raises(copies.LoadError, match="ends at update 1 instead of 2"):
        state_of(document.pk)
    with pytest.raises(copies.LoadError):
        pen.send(goteborg, document)

    assert Update.objects.count() == 1


def test_a_row_that_cannot_be_read_is_an_error_every_time(goteborg: Actor, document: Document) -> None:
    Update.objects.create(
        document=document,
        seq=1,
        payload=b"rubbish",
        author_id=goteborg.person_id,
        authority_id=goteborg.represents,
        at=goteborg.now,
    )
    Document.objects.filter(pk=document.pk).update(seq=1)

    for _ in range(2):
        with pytest.raises(copies.LoadError, match="can't be read after update 0"):
            state_of(document.pk)


@pytest.mark.django_db(transaction=True)
def test_a_failed_commit_leaves_nothing_in_the_copy(
    cast: Cast, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    goteborg, pen = cast.actor("goteborg"), Pen()
    pen.write("Sparat")
    pen.send(goteborg, document)
    lost = pen.write(" och borta")

    def fail(*_args: object, **_how: object) -> Update:
        raise Error

    monkeypatch.setattr(log, "_appended", fail)
    with pytest.raises(Error):
        append_updates(goteborg, document=document, updates=[lost])

    doc: Doc[Text] = Doc()
    doc.apply_update(state_of(document.pk).missing)
    assert str(doc.get("text", type=Text)) == "Sparat"
