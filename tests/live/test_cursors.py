"""Streams are followed without hole or repeat, whatever happens in between."""

import threading

import pytest
from django.utils import timezone

from journal.models import Stream
from journal.services import end_retention, start_new_epoch
from live import reading
from live.frames import Message
from tests.live.conftest import Listen, Post
from tests.live.harness import Client, Server, meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


def test_five_hundred_missed_events_come_in_order_and_once(listen: Listen, post: Post, stream: str) -> None:
    aalborg = listen("aalborg")
    aalborg.subscribe([stream])
    post("first")
    aalborg.seqs(1)
    aalborg.drop()
    post(*(f"nr {number}" for number in range(500)))

    aalborg.resume()

    assert aalborg.seqs(500) == list(range(2, 502))
    post("live again")
    assert aalborg.seqs(1) == [502]


def test_the_server_restarts_and_nobody_notices_in_the_order(
    server: Server, listen: Listen, post: Post, stream: str
) -> None:
    aalborg = listen("aalborg")
    aalborg.subscribe({stream: {"epoch": None, "after": 0}})
    post("a")
    aalborg.seqs(1)

    server.stop()
    post("b", "c")
    server.start()
    aalborg.resume()

    assert aalborg.seqs(2) == [2, 3]


def test_what_is_published_while_the_backlog_is_read_comes_once_and_in_order(
    listen: Listen, post: Post, stream: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, posted = threading.Event(), threading.Event()
    page = reading.page

    def slow_page(key: str, after: int) -> list[Message]:
        found = page(key, after)
        if after == 0 and not read.is_set():
            read.set()
            posted.wait(10)
        return found

    post("a", "b")
    live, late = listen("orebro"), listen("aalborg")
    live.subscribe([stream])
    monkeypatch.setattr(reading, "page", slow_page)

    late.subscribe({stream: {"epoch": Stream.objects.get(pk=stream).epoch, "after": 0}})
    read.wait(10)
    post("c", "d")
    assert live.seqs(2) == [3, 4]
    posted.set()

    assert late.seqs(4) == [1, 2, 3, 4]
    late.silence()
    post("e")
    assert late.seqs(1) == [5]


def test_subscribing_anywhere_in_a_busy_stream_has_no_hole_and_no_repeat(
    listen: Listen, post: Post, stream: str
) -> None:
    late: list[Client] = []
    with meanwhile(lambda: post(*(str(number) for number in range(150)))) as writer:
        while writer.is_alive():
            late.append(listen("aalborg"))
            start = {stream: {"epoch": None, "after": 0}} if len(late) == 1 else late[-2].cursors
            late[-1].subscribe(start)
            late[-1].seqs(3)
    late.append(listen("aalborg"))
    late[-1].subscribe({stream: {**late[0].cursors[stream], "after": 0}})

    for client in late:
        while client.cursors.get(stream, {"after": 0})["after"] < 150:
            client.seqs(1)
        assert _seqs(client) == list(range(_seqs(client)[0], 151))
    assert _seqs(late[-1])[0] == 1


def _seqs(client: Client) -> list[int]:
    return [frame["seq"] for frame in client.heard if frame["frame"] == "event"]


def test_a_cursor_of_another_epoch_is_told_to_start_anew(listen: Listen, post: Post, stream: str) -> None:
    post("a", "b")
    aalborg = listen("aalborg")

    aalborg.subscribe({stream: {"epoch": "another", "after": 1}})

    told = aalborg.of_kind("resync")
    assert (told["stream"], told["head"]) == (stream, 2)
    post("c")
    assert aalborg.seqs(1) == [3]


def test_a_cursor_ahead_of_the_head_is_told_to_start_anew(listen: Listen, post: Post, stream: str) -> None:
    post("a")
    aalborg = listen("aalborg")

    aalborg.subscribe({stream: {"epoch": Stream.objects.get(pk=stream).epoch, "after": 9}})

    assert aalborg.of_kind("resync")["head"] == 1


def test_a_new_epoch_reaches_those_who_listen(listen: Listen, post: Post, stream: str) -> None:
    post("a")
    aalborg = listen("aalborg")
    old = aalborg.subscribe([stream])["streams"][stream]["epoch"]

    start_new_epoch()

    told = aalborg.until(lambda frame: frame["frame"] == "resync" and frame["stream"] == stream)
    assert told["epoch"] != old
    post("b")
    assert aalborg.seqs(1, stream) == [2]


def test_a_stream_with_nothing_in_it_yet_gets_its_epoch_with_its_first_event(
    listen: Listen, post: Post, stream: str
) -> None:
    aalborg = listen("aalborg")
    assert aalborg.subscribe([stream])["streams"][stream] == {"epoch": None, "head": 0}

    post("first")

    event = aalborg.hear()
    assert (event["frame"], event["seq"]) == ("event", 1)
    assert event["epoch"] == Stream.objects.get(pk=stream).epoch


def test_entries_whose_retention_ended_are_skipped_by_starting_anew(
    listen: Listen, post: Post, stream: str
) -> None:
    post("a", "b")
    epoch = Stream.objects.get(pk=stream).epoch
    end_retention(stream, now=timezone.now())

    aalborg = listen("aalborg")
    aalborg.subscribe({stream: {"epoch": epoch, "after": 0}})

    assert aalborg.of_kind("resync")["head"] == 2


def test_subscribing_anew_to_the_same_stream_moves_the_cursor(
    listen: Listen, post: Post, stream: str
) -> None:
    post("a", "b", "c")
    aalborg = listen("aalborg")
    epoch = aalborg.subscribe([stream])["streams"][stream]["epoch"]

    aalborg.subscribe({stream: {"epoch": epoch, "after": 2}})
    assert aalborg.seqs(1) == [3]
    aalborg.subscribe({stream: {"epoch": epoch, "after": 1}})
    assert aalborg.seqs(2) == [2, 3]

    post("d")

    assert aalborg.seqs(1) == [4]
    aalborg.silence()
