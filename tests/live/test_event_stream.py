"""The same frames over Server-Sent Events."""

import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any, Self

import pytest

from backend.ports import LOOPBACK
from networks.services import end_seat
from tests.cast import Cast
from tests.live.conftest import Post
from tests.live.harness import Server, token_of

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., "EventSource"]


class EventSource:
    """What a browser does with an event stream, as far as our frames go."""

    def __init__(self, server: Server, streams: str, headers: dict[str, str]) -> None:
        self.http = http.client.HTTPConnection(LOOPBACK, server.port, timeout=10)
        self.http.request("GET", f"/sse/feed/?streams={streams}", headers=headers)
        self.response = self.http.getresponse()
        self.last_id = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.response.close()
        self.http.close()

    def hear(self) -> Any:
        """The next frame; None at the end of the stream."""
        while line := self.response.readline().decode():
            name, _, value = line.strip().partition(": ")
            if name == "id":
                self.last_id = value
            elif name == "data":
                return json.loads(value)
        return None


@pytest.fixture
def source(server: Server, cast: Cast) -> Iterator[Open]:
    """Open an event stream as one of the cast."""
    opened: list[EventSource] = []

    def open_source(name: str, streams: str, **headers: str) -> EventSource:
        known = {"Authorization": f"Bearer {token_of(cast.people[name])}"}
        opened.append(EventSource(server, streams, known | headers))
        return opened[-1]

    yield open_source
    for one in opened:
        one.__exit__()


def test_the_frames_are_those_of_the_socket(source: Open, post: Post, stream: str) -> None:
    listening = source("aalborg", stream)
    assert listening.response.headers["Content-Type"].startswith("text/event-stream")
    assert listening.hear()["streams"][stream]["head"] == 0

    post("Hej!")

    event = listening.hear()
    assert (event["frame"], event["seq"], event["resource"]["body"]) == ("event", 1, "Hej!")


def test_the_last_id_continues_every_stream_exactly(
    source: Open, cast: Cast, post: Post, stream: str
) -> None:
    post("a", "b")
    network = f"network:{cast.network.pk}"
    first = source("aalborg", f"{stream},{network}")
    first.hear()
    post("c")
    assert first.hear()["seq"] == 3
    first.__exit__()
    post("d", "e")

    again = source("aalborg", f"{stream},{network}", **{"Last-Event-ID": first.last_id})

    assert again.hear()["frame"] == "reply"
    assert [again.hear()["seq"], again.hear()["seq"]] == [4, 5]


def test_streams_can_be_named_with_cursors(source: Open, post: Post, stream: str) -> None:
    post("a", "b")

    listening = source("aalborg", json.dumps({stream: {"epoch": None, "after": 0}}).replace(" ", ""))

    epoch = listening.hear()["streams"][stream]["epoch"]
    assert [listening.hear()["seq"], listening.hear()["seq"]] == [1, 2]
    assert epoch


def test_mine_is_everything_of_the_persons(source: Open, cast: Cast, stream: str) -> None:
    streams = source("aalborg", "mine").hear()["streams"]

    assert {stream, f"network:{cast.network.pk}", f"person:{cast.people['aalborg'].pk}"} <= streams.keys()


def test_a_seat_that_ends_ends_the_stream(source: Open, cast: Cast, stream: str) -> None:
    listening = source("orebro", stream)
    listening.hear()

    end_seat(cast.actor("goteborg"), seat=cast.seats["orebro"])

    assert listening.hear() == {"frame": "revoked", "stream": stream}


@pytest.mark.parametrize(
    ("name", "streams", "headers", "status"),
    [
        ("aalborg", "mine", {"Authorization": "Bearer nobody"}, 401),
        ("aalborg", "mine", {"Authorization": "", "Cookie": "sessionid=nobody"}, 401),
        ("aalborg", "room:nothing", {}, 404),
        ("aalborg", "{", {}, 400),
    ],
)
def test_a_refusal_is_a_problem(
    source: Open, name: str, streams: str, headers: dict[str, str], status: int
) -> None:
    refused = source(name, streams, **headers)

    assert refused.response.status == status
    assert refused.response.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(refused.response.read())
    assert problem["status"] == status
    assert problem["code"]


def test_a_nonsense_id_starts_from_now(source: Open, post: Post, stream: str) -> None:
    post("a")

    listening = source("aalborg", stream, **{"Last-Event-ID": "nonsense"})

    assert listening.hear()["streams"][stream]["head"] == 1
    post("b")
    assert listening.hear()["seq"] == 2
