from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import orjson
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from access.actor import Actor
from access.refusals import Forbidden, Invalid, KeyReused
from journal.models import Entry
from journal.signals import entry_recorded
from journal.verify import broken_links
from messaging.models import Message, Room
from messaging.services import edit_message, post_message
from tests.cast import Cast


def test_post_gives_the_next_number_and_one_entry(goteborg: Actor, stockholm: Actor, room: Room) -> None:
    first = post_message(goteborg, room=room, body="Hur många leveranser om dagen?")
    second = post_message(stockholm, room=room, body="Ungefär **4 500**.")

    assert (first.number, second.number) == (1, 2)
    assert second.body_html == "<p>Ungefär <strong>4 500</strong>.</p>"
    assert list(Entry.objects.of_stream(f"room:{room.pk}").values_list("seq", "type")) == [
        (1, "message.posted"),
        (2, "message.posted"),
    ]


def test_post_by_an_observer_is_refused(turku: Actor, room: Room) -> None:
    with pytest.raises(Forbidden, match=r"message\.post"):
        post_message(turku, room=room, body="Får jag?")

    assert not Message.objects.exists()


def test_the_same_key_and_body_is_the_same_message(goteborg: Actor, room: Room) -> None:
    first = post_message(goteborg, room=room, body="En gång", key="k1")
    again = post_message(goteborg, room=room, body="En gång", key="k1")

    assert again.pk == first.pk
    assert Room.objects.get(pk=room.pk).last_number == 1
    assert Entry.objects.of_stream(f"room:{room.pk}").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_post_alone_is_written_told_and_chained_by_its_one_statement(goteborg: Actor, room: Room) -> None:
    told = []

    def hear(**entry: Any) -> None:
        told.append((entry["stream"], entry["seq"], Entry.objects.filter(stream=entry["stream"]).count()))

    entry_recorded.connect(hear)
    try:
        with CaptureQueriesContext(connection) as asked:
            message = post_message(goteborg, room=room, body="Ett enda ord till databasen", key="k1")
    finally:
        entry_recorded.disconnect(hear)

    entry = Entry.objects.of_stream(f"room:{room.pk}").get()
    assert len(asked) - len(told) == 1  # what the listener asked came after the commit
    assert told == [(f"room:{room.pk}", 1, 1)]
    assert orjson.loads(entry.payload)["number"] == message.number == 1
    assert list(broken_links(entry.stream_id)) == []


@pytest.mark.django_db(transaction=True)
def test_a_post_that_is_given_up_by_what_it_is_part_of_was_never_made(goteborg: Actor, room: Room) -> None:
    with suppress(RuntimeError), transaction.atomic():
        post_message(goteborg, room=room, body="Nej")
        raise RuntimeError

    assert not Message.objects.exists()
    assert not Entry.objects.of_stream(f"room:{room.pk}").exists()
    assert Room.objects.get(pk=room.pk).last_number == 0


def test_the_same_key_with_another_body_is_refused(goteborg: Actor, room: Room) -> None:
    post_message(goteborg, room=room, body="En gång", key="k1")

    with pytest.raises(KeyReused):
        post_message(goteborg, room=room, body="En annan gång", key="k1")


def test_a_repeated_post_after_an_edit_gives_the_edited_message(goteborg: Actor, room: Room) -> None:
    first = post_message(goteborg, room=room, body="Fel siffra", key="k1")
    edit_message(goteborg, message=first, body="Rätt siffra")

    assert post_message(goteborg, room=room, body="Fel siffra", key="k1").body == "Rätt siffra"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "blank"),
        (" \n\t ", "blank"),
        ("x" * 20_001, "too_long"),
        ("nul\x00", "control_characters"),
        ("\u202eomvänt", "control_characters"),
    ],
)
def test_bad_bodies_are_refused_with_what_to_do(goteborg: Actor, room: Room, body: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        post_message(goteborg, room=room, body=body)

    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/body", code)]
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_key_sent_twenty_times_at_once_is_one_message(cast: Cast, goteborg: Actor, room: Room) -> None:
    def post(_turn: int) -> str:
        try:
            return str(post_message(goteborg, room=room, body="Samtidigt", key="k1").pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        ids = set(threads.map(post, range(20)))

    assert len(ids) == 1
    assert Message.objects.count() == 1
    assert Room.objects.get(pk=room.pk).last_number == 1
    assert Entry.objects.of_stream(f"room:{room.pk}").count() == 1
