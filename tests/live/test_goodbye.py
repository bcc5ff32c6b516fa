"""A process that is told to stop says when to come back."""

import json
import os
import signal
import subprocess

import pytest
from django.db import connection

from backend import commands, places
from backend.ports import free_port
from tests.cast import Cast
from tests.live.harness import Client, Server, token_of, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.timeout(240)]


def _serves(port: int) -> bool:
    client = Client(_at(port))
    try:
        client.open()
    except OSError:
        return False
    return client.closing() == 4401


def _at(port: int) -> Server:
    server = Server()
    server.port = port
    return server


def test_a_process_told_to_stop_says_when_to_come_back(cast: Cast, stream: str) -> None:
    port = free_port()
    name = connection.settings_dict["NAME"]
    database = os.environ["DATABASE_URL"].removesuffix(places.DATABASE_NAME) + name
    process = subprocess.Popen(commands.web(port), env={**os.environ, "DATABASE_URL": database})
    try:
        wait_until(lambda: _serves(port), timeout=90)
        with Client(_at(port), token_of(cast.people["aalborg"])) as aalborg:
            aalborg.subscribe([stream])

            process.send_signal(signal.SIGTERM)

            restarting = aalborg.of_kind("restarting")
            assert aalborg.closing() == 1012
            assert aalborg.wire.close_reason == f"retry={restarting['retry_ms']}"
        assert process.wait(30) in {0, -signal.SIGTERM}
    finally:
        process.kill()
        process.wait()
    assert json.dumps(restarting)
