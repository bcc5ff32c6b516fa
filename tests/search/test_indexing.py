from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from threading import Event, Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from access.actor import Actor
from documents.models import Document
from documents.services import create_document, share_document
from messaging import indexing
from messaging.jobs import index_messages
from messaging.models import Message, Room
from messaging.services import delete_message, edit_message, open_room, post_message
from needs.services import change_need, share_need
from networks.models import Network
from search import sources
from search.finding import find
from search.indexing import index
from search.jobs import sweep_all
from search.models import Searchable, Sweep
from tests.cast import Cast
from tests.factories.documents import Pen
from tests.factories.needs import a_need
from tests.factories.search import a_piece, findable


def finds(actor: Actor, typed: str) -> list[object]:
    return [found.id for found in find([actor], typed=typed, limit=50).found]


@pytest.fixture
def message(stockholm: Actor, room: Room) -> Message:
    """A message that search does not know yet."""
    return post_message(stockholm, room=room, body="Vårt ramavtal går ut")


def test_posting_asks_the_database_nothing_for_search(
    stockholm: Actor, room: Room, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):  # the savepoint, the message with all about it, the journal
        post_message(stockholm, room=room, body="Vårt ramavtal går ut")

    assert not Searchable.objects.filter(subject_kind="message").exists()


def test_a_nudged_message_is_found_and_so_is_one_that_only_the_clock_sees(
    goteborg: Actor, stockholm: Actor, room: Room, message: Message
) -> None:
    later = post_message(stockholm, room=room, body="Ett avtal till")

    index_messages(ids=[str(message.pk)])
    assert finds(goteborg, "avtal") == [message.pk]

    sweep_all()
    assert set(finds(goteborg, "avtal")) == {message.pk, later.pk}


def test_one_process_hurries_a_worker_now_and_then_and_not_for_each_message(
    stockholm: Actor, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried: list[Any] = []
    monkeypatch.setattr(indexing, "_last_nudge", [float("-inf")])
    monkeypatch.setattr(indexing, "nudge", lambda *asked, **_queue: hurried.append(asked))

    posted = [post_message(stockholm, room=room, body=f"Nummer {number}") for number in range(5)]

    assert hurried == [("messaging.index_messages", [posted[0].pk])]


def test_a_job_that_dies_before_it_commits_leaves_the_work_to_the_sweep(
    goteborg: Actor, message: Message
) -> None:
    with transaction.atomic():
        index_messages(ids=[str(message.pk)])
        transaction.set_rollback(True)
    assert finds(goteborg, "avtal") == []

    sweep_all()

    assert finds(goteborg, "avtal") == [message.pk]


def test_the_sweep_finds_what_committed_late_and_then_has_nothing_to_do(
    goteborg: Actor, message: Message
) -> None:
    Sweep.objects.create(kind="message", through_at=timezone.now() + timedelta(minutes=5))

    assert sweep_all() == 1
    assert sweep_all() == 0
    assert finds(goteborg, "avtal") == [message.pk]


def test_after_days_without_a_worker_everything_is_caught_up(
    goteborg: Actor, stockholm: Actor, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "BATCH", 2)
    Sweep.objects.create(kind="message", through_at=timezone.now() - timedelta(days=3))
    for number in range(5):
        post_message(stockholm, room=room, body=f"Avtal {number}")

    assert sources.sweep("message", now=timezone.now(), batches=1) == 2
    assert sources.sweep("message", now=timezone.now(), batches=9) == 3
    assert len(finds(goteborg, "avtal")) == 5


@pytest.mark.parametrize("is_indexed", ["yes", ""])
def test_an_edited_message_is_found_by_its_new_words_alone(
    goteborg: Actor, stockholm: Actor, message: Message, is_indexed: str
) -> None:
    if is_indexed:
        sweep_all()

    edit_message(stockholm, message=message, body="Vårt trygghetslarm piper")

    assert finds(goteborg, "avtal") == []
    assert finds(goteborg, "larm") == [message.pk]


def test_a_message_that_was_taken_away_is_found_no_more_whatever_job_comes_late(
    goteborg: Actor, stockholm: Actor, message: Message
) -> None:
    sweep_all()

    delete_message(stockholm, message=message)
    index_messages(ids=[str(message.pk)])
    sweep_all()

    assert finds(goteborg, "avtal") == []
    assert not Searchable.objects.filter(subject_id=message.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_taken_away_while_it_is_being_indexed_is_not_found(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_room(cast.actor("stockholm"), network=cast.network, title="Rum")
    message = post_message(cast.actor("stockholm"), room=room, body="Vårt ramavtal går ut")
    has_read, go_on = Event(), Event()

    def slowly(*pieces: Any) -> None:
        has_read.set()
        go_on.wait(10)
        index(*pieces)

    monkeypatch.setattr(sources, "index", slowly)

    def job() -> None:
        index_messages(ids=[str(message.pk)])
        connection.close()

    def deletion() -> None:
        delete_message(cast.actor("stockholm"), message=message)
        connection.close()

    first, second = Thread(target=job), Thread(target=deletion)
    first.start()
    assert has_read.wait(10)
    second.start()
    second.join(0.3)
    go_on.set()
    first.join()
    second.join()

    assert finds(cast.actor("goteborg"), "avtal") == []


def test_a_room_is_found_by_its_title_and_by_whom_it_is_for(
    goteborg: Actor, stockholm: Actor, network: Network
) -> None:
    room = open_room(stockholm, network=network, title="Vår avtalslinje", zone="authority")

    assert finds(stockholm, "avtal") == [room.pk]
    assert finds(goteborg, "avtal") == []


def test_a_need_is_found_by_both_titles_by_its_new_words_and_by_all_once_it_is_shared(
    goteborg: Actor, stockholm: Actor
) -> None:
    need = a_need(goteborg, one_liner="Fram till dörren")
    assert finds(goteborg, "emission") == [need.pk]
    assert need.pk in finds(goteborg, "leverans")

    need = change_need(goteborg, need=need, one_liner="Fram till lastkajen")
    assert (finds(goteborg, "dörr"), finds(goteborg, "lastkajen")) == ([], [need.pk])
    assert finds(stockholm, "lastkajen") == []

    share_need(goteborg, need=need)
    assert finds(stockholm, "lastkajen") == [need.pk]


def write(actor: Actor, document: Document, text: str) -> None:
    pen = Pen()
    pen.paragraph(text)
    pen.send(actor, document)


def test_a_document_is_found_by_its_title_at_once_and_by_its_words_soon(
    goteborg: Actor, stockholm: Actor, network: Network
) -> None:
    document = create_document(goteborg, network=network, title="Kravlista", zone="authority")
    assert finds(goteborg, "kravlista") == [document.pk]

    write(goteborg, document, "Laddstolpar vid varje lastkaj")
    sweep_all()

    assert finds(goteborg, "laddstolpar") == [document.pk]
    assert finds(stockholm, "laddstolpar") == []


def test_a_document_that_is_being_written_is_read_once_a_minute(goteborg: Actor, network: Network) -> None:
    document = create_document(goteborg, network=network, title="Kravlista")
    write(goteborg, document, "Laddstolpar")
    sweep_all()

    write(goteborg, document, "Batterier")
    sweep_all()
    assert finds(goteborg, "batterier") == []

    Searchable.objects.update(indexed_at=timezone.now() - timedelta(minutes=2))
    sweep_all()
    assert finds(goteborg, "batterier") == [document.pk]


def test_a_shared_document_is_found_by_the_network_from_that_moment(
    goteborg: Actor, stockholm: Actor, network: Network
) -> None:
    document = create_document(goteborg, network=network, title="Kravlista", zone="authority")

    share_document(goteborg, document=document)

    assert finds(stockholm, "kravlista") == [document.pk]


def test_an_older_state_never_overwrites_a_newer_one(goteborg: Actor, network: Network) -> None:
    piece = a_piece(network, "Ny lydelse", mark=2)
    findable(network, "Ny lydelse", subject=piece.subject, mark=2)
    findable(network, "Gammal lydelse", subject=piece.subject, mark=1)

    assert finds(goteborg, "gammal") == []
    assert finds(goteborg, "ny") == [piece.subject.id]


def test_reindexing_repairs_what_is_wrong_and_forgets_what_is_gone(
    goteborg: Actor, message: Message, room: Room
) -> None:
    sweep_all()
    long_ago = timezone.now() - timedelta(days=1)
    ghost = findable(room.network, "Spöket säger avtal", indexed_at=long_ago)
    Searchable.objects.filter(subject_id=message.pk).update(vector="", indexed_at=long_ago)
    assert finds(goteborg, "avtal") == [ghost.id]

    told = StringIO()
    call_command("reindex_search", stdout=told)

    assert finds(goteborg, "avtal") == [message.pk]
    assert {"document: 0", "message: 1", "need: 0", "room: 1"} <= set(told.getvalue().splitlines())


def test_one_kind_can_be_reindexed_alone(message: Message) -> None:
    told = StringIO()

    call_command("reindex_search", kind="message", stdout=told)

    assert told.getvalue() == "message: 1\n"


def test_sources_say_what_they_have(message: Message, journal_of: Callable[[str], list[str]]) -> None:
    assert {"document", "message", "need", "room"} <= set(sources.kinds())
