"""Whatever a client sends is answered with a frame or a documented close."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from pytest_django import Settings
from websockets.exceptions import ConnectionClosed

from messaging.models import Room
from tests.live.conftest import Listen, Post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "null",
        "[]",
        "{",
        "{}",
        '{"do": 7}',
        '{"do": "fly"}',
        '{"do": "ping", "ref": {}}',
        '{"do": "subscribe"}',
        '{"do": "subscribe", "streams": {"room:x": {"after": -1}}}',
        '{"do": "subscribe", "streams": {"room:x": {"epoch": 5, "after": 1}}}',
        '{"do": "subscribe", "streams": {"room:x": {"after": true}}}',
        '{"do": "message.post"}',
        '{"do": "message.post", "room": "no", "body": "x"}',
        '{"do": "message.read", "room": "018f0000-0000-7000-8000-000000000000", "through": 1}',
        '{"do": "reminder.acknowledge", "reminder": "018f0000-0000-7000-8000-000000000000"}',
        b"\xff\xfe",
        b"\x00",
        "[" * 5000,
    ],
)
def test_a_frame_that_means_nothing_is_a_problem_and_the_socket_stays(
    listen: Listen, sent: str | bytes
) -> None:
    orebro = listen("orebro")

    orebro.wire.send(sent)

    problem = orebro.hear()
    assert problem["frame"] == "problem"
    assert 400 <= problem["status"] < 500
    assert problem["code"]
    assert orebro.ask("ping")["frame"] == "pong"


def test_a_frame_in_bytes_is_as_good_as_one_in_text(listen: Listen) -> None:
    orebro = listen("orebro")

    orebro.wire.send(b'{"do": "ping", "ref": "r"}')

    assert orebro.hear() == {"frame": "pong", "ref": "r", "heads": {}}


def test_a_refusal_carries_the_ref_and_names_the_permission(listen: Listen, room: Room) -> None:
    answer = listen("turku").ask("message.post", room=str(room.pk), body="Hej!")

    assert (answer["frame"], answer["status"]) == ("problem", 403)
    assert answer["permission"] == "message.post"


def test_an_empty_message_is_a_problem_that_points_at_the_field(listen: Listen, room: Room) -> None:
    answer = listen("orebro").ask("message.post", room=str(room.pk), body="  ")

    assert answer["status"] == 400
    assert answer["errors"][0]["pointer"] == "/body"


def test_a_frame_of_ten_megabytes_is_too_large(listen: Listen) -> None:
    orebro = listen("orebro")

    orebro.wire.send("x" * 10_000_000)

    assert orebro.closing() == 4529


def test_a_thousand_frames_a_second_are_too_fast(listen: Listen, settings: Settings) -> None:
    settings.RATE_LIMITS = True
    orebro = listen("orebro")

    with suppress(ConnectionClosed):  # it may be closed before the last frame has left
        for _ in range(1000):
            orebro.wire.send('{"do": "ping"}')

    assert orebro.closing() == 4529


def test_fifty_frames_a_second_are_not_too_fast(listen: Listen, settings: Settings) -> None:
    settings.RATE_LIMITS = True
    orebro = listen("orebro")

    for _ in range(200):
        orebro.say("ping")

    assert orebro.until(lambda frame: frame["ref"] == 200)["frame"] == "pong"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
dos = st.sampled_from(
    [
        "subscribe",
        "unsubscribe",
        "message.post",
        "message.read",
        "typing",
        "reminder.acknowledge",
        "ping",
        "x",
    ]
)
fields = st.sampled_from(["streams", "room", "body", "key", "through", "reminder", "ref", "reply_to"])
half_right = st.builds(
    lambda do, rest: json.dumps({**rest, "do": do}), dos, st.dictionaries(fields, json_values, max_size=4)
)
garbage = st.one_of(st.binary(max_size=200), st.text(max_size=200), json_values.map(json.dumps), half_right)


@given_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frames=st.lists(garbage, min_size=1, max_size=5))
def test_garbage_never_costs_the_socket_nor_delays_others(
    listen: Listen, post: Post, stream: str, frames: list[Any]
) -> None:
    orebro, aalborg = _kept(listen, stream)

    for frame in frames:
        orebro.wire.send(frame)
    post("meanwhile")

    assert aalborg.of_kind("event", timeout=3)["type"] == "message.posted"
    assert orebro.ask("ping")["frame"] == "pong"
    assert all(frame["frame"] in {"problem", "reply", "pong"} for frame in orebro.heard)
    assert not [frame for frame in orebro.heard if frame.get("status") == 500]


def _kept(listen: Listen, stream: str) -> Any:
    """The same two sockets for every example of one test."""
    if not hasattr(listen, "kept"):
        orebro, aalborg = listen("orebro"), listen("aalborg")
        aalborg.subscribe([stream])
        listen.kept = (orebro, aalborg)  # type: ignore[attr-defined]
    return listen.kept  # type: ignore[attr-defined]
