"""Writing together over HTTP alone: y-protocols sync messages to and fro."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from pycrdt import write_message
from rest_framework.test import APIClient

from access.actor import Actor
from documents import copies
from documents.messages import NOTHING, STEP_1, STEP_2, UPDATE, Message, read_messages, written
from documents.models import Document, Update
from documents.reading import paragraphs_of
from documents.services import LARGEST_UPDATE, MOST_AT_ONCE, append_updates, create_document, tell_changes
from documents.yjs import Reader
from journal.models import Entry, new_epoch
from journal.signals import entry_recorded
from networks.models import Network
from tests.answers import forbidden, refused
from tests.cast import Cast
from tests.factories.documents import Pen

OCTETS = "application/octet-stream"


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    """A document of the whole network."""
    return create_document(goteborg, network=network, title="Behov")


def knock(client: APIClient, document: Document | UUID, body: bytes, query: str = "") -> Any:
    """One request."""
    pk = document.pk if isinstance(document, Document) else document
    return client.post(f"/api/v1/documents/{pk}/sync/{query}", body, content_type=OCTETS)


def messages(body: bytes, *, is_wrapped: bool = False) -> list[tuple[int, bytes]]:
    """The messages in an answer."""
    reader, found = Reader(body), []
    while not reader.is_at_end:
        assert not is_wrapped or reader.octet() == 0
        found.append((reader.uint(), reader.octets()))
    return found


def exchanged(client: APIClient, pen: Pen, document: Document, *, is_wrapped: bool = False) -> Any:
    """A whole turn of an offline editor: what it has, and what it lacks."""
    said = [Message(STEP_1, pen.doc.get_state()), *(Message(UPDATE, update) for update in pen.unsent)]
    pen.unsent.clear()
    answer = knock(client, document, written(said, is_wrapped=is_wrapped))
    assert answer.status_code == 200, answer.content
    for step, payload in messages(answer.content, is_wrapped=is_wrapped):
        if step != STEP_1:
            pen.hear(payload)
    return answer


@pytest.mark.parametrize("is_wrapped", [False, True])
def test_two_who_write_over_http_end_in_one_text(cast: Cast, document: Document, *, is_wrapped: bool) -> None:
    clients = cast.client("goteborg"), cast.client("stockholm")
    pens = Pen(), Pen()
    for pen, text in zip(pens, ("Göteborg ", "Stockholm "), strict=True):
        pen.write(text)

    for turn in (0, 1, 0):
        exchanged(clients[turn], pens[turn], document, is_wrapped=is_wrapped)

    assert str(pens[0].text) == str(pens[1].text)
    assert sorted(str(pens[0].text).split()) == ["Göteborg", "Stockholm"]
    copies.forget_all()
    assert paragraphs_of(document.pk) == [str(pens[0].text)]
    authors = {cast.people["goteborg"].pk, cast.people["stockholm"].pk}
    assert set(Update.objects.values_list("author_id", flat=True)) == authors


def test_a_writer_is_told_what_we_have_and_a_reader_is_not_asked(cast: Cast, document: Document) -> None:
    ask = written([Message(STEP_1, b"\x00")], is_wrapped=False)

    writer = messages(knock(cast.client("orebro"), document, ask).content)
    reader = messages(knock(cast.client("turku"), document, ask).content)

    assert [step for step, _ in writer] == [STEP_2, STEP_1]
    assert [step for step, _ in reader] == [STEP_2]


def test_the_answer_to_our_step_1_brings_what_we_lack(cast: Cast, document: Document) -> None:
    client, pen = cast.client("goteborg"), Pen()
    pen.write("Skrivet på tåget")
    ask = written([Message(STEP_1, pen.doc.get_state())], is_wrapped=True)
    answer = messages(knock(client, document, ask).content, is_wrapped=True)
    ours = next(payload for step, payload in answer if step == STEP_1)

    bring = written([Message(STEP_2, pen.doc.get_update(ours))], is_wrapped=True)
    assert knock(client, document, bring).content == b""

    assert paragraphs_of(document.pk) == ["Skrivet på tåget"]


def test_an_observer_gets_what_there_is_and_writes_nothing(
    cast: Cast, goteborg: Actor, document: Document
) -> None:
    pen, own = Pen(), Pen()
    pen.write("Delat")
    pen.send(goteborg, document)
    turku = cast.client("turku")

    exchanged(turku, own, document)
    assert str(own.text) == "Delat"

    own.write("Får jag?")
    body = written([Message(STEP_1, b"\x00"), Message(UPDATE, own.unsent[0])], is_wrapped=False)
    assert forbidden(knock(turku, document, body)) == "document.edit"
    nothing = written([Message(STEP_1, b"\x00"), Message(STEP_2, NOTHING)], is_wrapped=False)
    assert knock(turku, document, nothing).status_code == 200
    assert Update.objects.count() == 1


@pytest.mark.parametrize(("name", "status"), [("facilitator", 403), ("kiruna", 404)])
def test_who_may_not_read_gets_what_every_door_says(
    cast: Cast, document: Document, name: str, status: int
) -> None:
    ask = written([Message(STEP_1, b"\x00")], is_wrapped=False)

    assert refused(knock(cast.client(name), document, ask))[0] == status
    assert refused(knock(APIClient(), document, ask)) == (401, "sign_in_needed")


def test_another_authoritys_private_document_does_not_exist(
    cast: Cast, stockholm: Actor, network: Network
) -> None:
    private = create_document(stockholm, network=network, title="Internt", zone="authority")

    for name in ("goteborg", "facilitator"):
        answer = knock(cast.client(name), private, written([Message(STEP_1, b"\x00")], is_wrapped=False))
        assert refused(answer) == (404, "not_found")


def test_a_client_of_another_epoch_is_told_to_reload(cast: Cast, document: Document) -> None:
    client, pen = cast.client("goteborg"), Pen()
    body = written([Message(UPDATE, pen.write("Till den gamla"))], is_wrapped=False)
    detail = client.get(f"/api/v1/documents/{document.pk}/").json()
    assert detail["epoch"] == document.epoch
    Document.objects.filter(pk=document.pk).update(epoch=new_epoch())

    answer = knock(client, document, body, f"?epoch={document.epoch}")

    assert refused(answer) == (409, "other_epoch")
    assert not Update.objects.exists()
    document.refresh_from_db()
    again = knock(client, document, body, f"?epoch={document.epoch}")
    assert (again.status_code, again["Document-Epoch"]) == (200, document.epoch)


BAD = {
    "text": b"hello",
    "json": b'{"step": 1}',
    "an unknown step": b"\x03\x01\x00",
    "a truncated message": b"\x02\x7f\x01",
    "a truncated update": written([Message(UPDATE, Pen().write("hello")[:-3])], is_wrapped=False),
    "a state vector as an update": written([Message(UPDATE, b"\x01\x05\x02")], is_wrapped=False),
    "an update as a state vector": written([Message(STEP_1, Pen().write("hello"))], is_wrapped=False),
    "two questions": written([Message(STEP_1, b"\x00")] * 2, is_wrapped=False),
    "awareness": b"\x00\x00\x01\x00\x01\x03\x01\x05\x00",
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_garbage_is_malformed_and_nothing_of_the_body_is_kept(
    cast: Cast, document: Document, bad: bytes
) -> None:
    good = written([Message(UPDATE, Pen().write("Hel"))], is_wrapped=False)

    assert refused(knock(cast.client("goteborg"), document, good + bad)) == (400, "not_yjs")

    assert not Update.objects.exists()


def test_what_is_too_large_is_413(cast: Cast, document: Document) -> None:
    client = cast.client("goteborg")
    giant = b"\x02" + write_message(b"\x01" * (LARGEST_UPDATE + 1))
    many = written([Message(UPDATE, Pen().write("x"))] * (MOST_AT_ONCE + 1), is_wrapped=False)

    assert refused(knock(client, document, giant)) == (413, "update_too_large")
    assert refused(knock(client, document, many)) == (413, "too_many_updates")
    assert refused(knock(client, document, b"\x00" * 5_300_000)) == (413, "too_large")
    assert not Update.objects.exists()


def test_another_language_than_bytes_is_not_spoken(cast: Cast, document: Document) -> None:
    answer = cast.client("goteborg").post(f"/api/v1/documents/{document.pk}/sync/", {"step": 1})

    assert refused(answer) == (415, "unsupported_media_type")


def test_a_document_that_cannot_be_read_is_an_error_and_never_empty(cast: Cast, document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(seq=3)
    ask = written([Message(STEP_1, b"\x00")], is_wrapped=False)

    assert refused(knock(cast.client("goteborg"), document, ask)) == (503, "document_unreadable")


def test_listeners_are_told_at_most_once_a_second(goteborg: Actor, document: Document) -> None:
    pen = Pen()
    for _ in range(3):
        pen.write("ord ")
        pen.send(goteborg, document)
    told = Entry.objects.filter(type="document.changed")
    assert [(entry.stream_id, json.loads(entry.payload)["update"]) for entry in told] == [
        (f"document:{document.pk}", 1)
    ]

    pen.write("senare")
    pen.send(replace(goteborg, now=goteborg.now + timedelta(seconds=1)), document)

    assert list(told.order_by("seq").values_list("seq", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_every_process_is_told_after_the_commit(cast: Cast, document: Document) -> None:
    told: list[tuple[str, int]] = []

    def note(*, stream: str, seq: int, **_signal: Any) -> None:
        told.append((stream, seq))

    entry_recorded.connect(note)
    try:
        exchanged(cast.client("goteborg"), _written_pen(), document)
    finally:
        entry_recorded.disconnect(note)

    assert (document.log_key, 1) in told
    assert (f"document:{document.pk}", 1) in told


def _written_pen() -> Pen:
    pen = Pen()
    pen.write("Hej")
    return pen


def test_the_same_body_again_changes_nothing(cast: Cast, document: Document) -> None:
    client, pen = cast.client("goteborg"), _written_pen()
    body = written([Message(STEP_1, b"\x00"), Message(UPDATE, pen.unsent[0])], is_wrapped=False)

    first, second = knock(client, document, body), knock(client, document, body)

    assert first.content == second.content
    assert Update.objects.count() == 1


def test_a_body_is_read_as_it_was_written() -> None:
    said = [Message(STEP_1, b"\x00"), Message(UPDATE, b"\x01\x02"), Message(STEP_2, NOTHING)]

    for is_wrapped in (False, True):
        read = read_messages(written(said, is_wrapped=is_wrapped))
        assert (read.known, list(read.updates), read.is_wrapped) == (b"\x00", [b"\x01\x02"], is_wrapped)
    assert read_messages(b"") == read_messages(written([], is_wrapped=True))


def test_what_was_written_too_soon_is_told_by_the_clock(goteborg: Actor, document: Document) -> None:
    pen = Pen()
    for _ in range(3):
        pen.write("ord ")
        pen.send(goteborg, document)
    now = timezone.now()

    assert tell_changes(Actor.clock(now=now), document_ids=[document.pk]) == []
    later = Actor.clock(now=now + timedelta(seconds=2))
    assert tell_changes(later, document_ids=[document.pk]) == [document]
    assert tell_changes(later, document_ids=[document.pk]) == []

    last = Entry.objects.filter(type="document.changed").latest("seq")
    assert json.loads(last.payload)["update"] == 3


def test_an_update_that_waits_does_not_hold_up_what_came_with_it(goteborg: Actor, document: Document) -> None:
    pen = Pen()
    first, second, third = pen.write("ett "), pen.write("två "), pen.write("tre")

    append_updates(goteborg, document=document, updates=[first, third])
    copies.forget_all()
    append_updates(goteborg, document=document, updates=[second])

    copies.forget_all()
    assert paragraphs_of(document.pk) == ["ett två tre"]
