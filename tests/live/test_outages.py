"""Redis or the database goes away, and comes back: nothing is lost, and nobody restarts anything."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from pytest_django import Settings

from backend.embedded import Valkey
from messaging.models import Message, Room
from networks.services import end_seat
from tests.cast import Cast
from tests.live.conftest import Listen, Post
from tests.live.harness import Client, Server, token_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def valkey(tmp_path: Path, settings: Settings) -> Iterator[Valkey]:
    """A Redis of this test's own, which it may kill."""
    server = Valkey(tmp_path)
    server.start()
    settings.REDIS_URL = server.url
    yield server
    server.stop()


def test_redis_dies_and_events_still_come_within_three_seconds(
    valkey: Valkey, listen: Listen, post: Post, stream: str
) -> None:
    aalborg = listen("aalborg")
    aalborg.subscribe([stream])
    post("with")
    aalborg.seqs(1, stream)

    valkey.stop()
    for number in (2, 3):
        began = time.monotonic()
        post("without")
        assert time.monotonic() - began < 1, "A post must not wait for Redis."
        assert aalborg.of_kind("event", timeout=3)["seq"] == number

    valkey.start()
    time.sleep(1.5)
    began = time.monotonic()
    post("with again")
    assert aalborg.seqs(1) == [4]
    assert time.monotonic() - began < 1, "Nudges are back."


def test_without_redis_a_seat_that_ends_is_noticed_within_three_seconds(
    valkey: Valkey, cast: Cast, listen: Listen, stream: str
) -> None:
    orebro = listen("orebro")
    orebro.subscribe([stream])
    valkey.stop()

    end_seat(cast.actor("goteborg"), seat=cast.seats["orebro"])

    assert orebro.of_kind("revoked", timeout=3)["stream"] == stream


def test_the_server_starts_without_redis(
    valkey: Valkey, cast: Cast, post: Post, stream: str, transactional_db: Any
) -> None:
    valkey.stop()
    server = Server()
    server.start()
    try:
        with Client(server, token_of(cast.people["aalborg"])) as aalborg:
            aalborg.subscribe([stream])
            post("quietly")
            assert aalborg.seqs(1, stream) == [1]
    finally:
        server.stop()


@contextmanager
def database_down() -> Iterator[None]:
    """Nobody can connect, and whoever was connected is not any more, but for this test."""
    name = connection.settings_dict["NAME"]
    with _outside() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        _cut(cursor, name)
        try:
            yield
        finally:
            cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@contextmanager
def _outside() -> Iterator[Any]:
    """A cursor in another database of the same server."""
    elsewhere = connections["default"].copy()
    elsewhere.settings_dict = {**connection.settings_dict, "NAME": "postgres"}
    try:
        with elsewhere.cursor() as cursor:
            yield cursor
    finally:
        elsewhere.close()


def _cut(cursor: Any, name: str) -> None:
    cursor.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name])
    connection.close()


def test_connections_that_are_cut_are_made_anew(listen: Listen, post: Post, room: Room, stream: str) -> None:
    orebro, aalborg = listen("orebro"), listen("aalborg")
    aalborg.subscribe([stream])

    with _outside() as cursor:
        _cut(cursor, connection.settings_dict["NAME"])

    assert orebro.ask("message.post", room=str(room.pk), body="Hej!")["frame"] == "reply"
    assert aalborg.seqs(1) == [1]


def test_while_the_database_is_away_commands_are_problems_and_sockets_stay(
    listen: Listen, post: Post, room: Room, stream: str
) -> None:
    orebro, aalborg = listen("orebro"), listen("aalborg")
    aalborg.subscribe([stream])

    with database_down():
        answers = [orebro.ask("message.post", room=str(room.pk), body="Hej!", key="k") for _ in range(3)]
        assert {(answer["frame"], answer["status"]) for answer in answers} == {("problem", 503)}
        assert orebro.ask("subscribe", streams=[stream])["status"] == 503
        assert aalborg.ask("ping")["frame"] == "pong"

    assert orebro.ask("message.post", room=str(room.pk), body="Hej!", key="k")["frame"] == "reply"
    assert aalborg.seqs(1) == [1]
    assert Message.objects.count() == 1


def test_whoever_comes_while_the_database_is_away_is_asked_to_come_back(cast: Cast, server: Server) -> None:
    token = token_of(cast.people["orebro"])

    with database_down(), Client(server, token) as orebro:
        assert orebro.closing() == 1012

    with Client(server, token) as orebro:
        assert orebro.ask("ping")["frame"] == "pong"
