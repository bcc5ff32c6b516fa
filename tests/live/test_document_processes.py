"""Documents over several processes: what anyone has seen of another survives the death of any of them."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from subprocess import Popen
from typing import Any

import httpx
import pytest
from django.db import connection

from access.actor import Actor
from backend import commands, processes
from backend.ports import LOOPBACK, free_port
from documents import copies
from documents.models import Document
from documents.reading import paragraphs_of
from documents.services import create_document
from networks.models import Network
from tests.cast import Cast
from tests.live.editors import Editors
from tests.live.harness import token_of, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.timeout(240)]
START = 90.0


class Node:
    """One process that serves HTTP and sockets, as `make run` starts it, on the test's database."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.log = folder / f"{self.port}.log"
        database, name = os.environ["DATABASE_URL"].rpartition("/")[0], connection.settings_dict["NAME"]
        self.env = {**os.environ, "DATABASE_URL": f"{database}/{name}", "SITE_URL": f"http://{LOOPBACK}"}
        self.env |= settings
        self.process: Popen[bytes] | None = None

    def start(self) -> None:
        """Begin to serve, without waiting for it."""
        self.process = processes.start(commands.web(self.port), env=self.env, log=self.log)

    def await_well(self) -> None:
        """Wait until it answers."""
        wait_until(self._is_well, START)

    def _is_well(self) -> bool:
        try:
            return httpx.get(f"http://{LOOPBACK}:{self.port}/healthz", timeout=2).is_success
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        """End it as the kernel does when memory runs out."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def nodes(tmp_path: Path, transactional_db: Any, request: pytest.FixtureRequest) -> Iterator[list[Node]]:
    """Two processes; parametrized with what differs in their settings."""
    both = [Node(tmp_path, **getattr(request, "param", {})) for _ in range(2)]
    with ExitStack() as running:
        for node in both:
            node.start()
            running.callback(node.kill)
        for node in both:
            node.await_well()
        yield both


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    return create_document(goteborg, network=network, title="Behov")


def has_begun(turn: int, text: str) -> bool:
    """Is something of this turn in the text?"""
    return f"w{turn}." in text


def has_words(count: int, text: str) -> bool:
    """Are there as many words in the text?"""
    return len(text.split()) == count


def kept_words(document: Document) -> set[str]:
    """What a process that has just started reads from the log."""
    copies.forget_all()
    return set(" ".join(paragraphs_of(document.pk)).split())


def test_what_a_peer_has_seen_survives_kill_9_right_after(
    nodes: list[Node], cast: Cast, document: Document
) -> None:
    first, second = nodes
    with Editors(first.port) as editors:
        editors.open("writer", document.pk, token_of(cast.people["goteborg"]))
        editors.open("neighbour", document.pk, token_of(cast.people["stockholm"]))
        editors.open("far", document.pk, token_of(cast.people["orebro"]), port=second.port)
        written: list[str] = []
        for turn in range(3):
            words = [f"w{turn}.{number}" for number in range(60)]
            written += words
            editors.tell("replay", "writer", patches=[(0, 0, f"{word} ") for word in words])
            editors.until_text("neighbour", partial(has_begun, turn))

            first.kill()

            kept = kept_words(document)
            assert set(editors.text("neighbour").split()) <= kept
            assert set(editors.text("far").split()) <= kept
            first.start()
            first.await_well()
            for name in ("far", "neighbour"):
                editors.until_text(name, partial(has_words, len(written)), timeout=30)
        assert sorted(editors.text("far").split()) == sorted(written)
        assert kept_words(document) == set(written)


@pytest.mark.parametrize("nodes", [{"REDIS_URL": "unix:///nowhere/valkey.sock"}], indirect=True)
def test_two_processes_find_each_other_without_redis(
    nodes: list[Node], cast: Cast, document: Document
) -> None:
    with Editors(nodes[0].port) as editors:
        editors.open("here", document.pk, token_of(cast.people["goteborg"]))
        editors.open("there", document.pk, token_of(cast.people["stockholm"]), port=nodes[1].port)

        editors.tell("insert", "here", text="hit ")
        editors.tell("insert", "there", text="dit ")

        for name in ("here", "there"):
            editors.until_text(name, lambda text: sorted(text.split()) == ["dit", "hit"])


def places(shown: list[dict[str, Any]]) -> list[int]:
    """Where those who are shown stand."""
    return sorted(one["at"] for one in shown if "at" in one)


def _are_both_seen(editors: Editors, name: str) -> bool:
    return places(editors.read(name)["shown"]) == [1, 2]


def test_cursors_are_seen_across_processes_and_leave_with_their_socket(
    nodes: list[Node], cast: Cast, document: Document
) -> None:
    with Editors(nodes[0].port) as editors:
        editors.open("here", document.pk, token_of(cast.people["goteborg"]))
        editors.tell("show", "here", state={"at": 1})
        editors.open("there", document.pk, token_of(cast.people["stockholm"]), port=nodes[1].port)
        editors.tell("show", "there", state={"at": 2, "user": {"name": "Somebody else"}})

        for name in ("here", "there"):
            wait_until(partial(_are_both_seen, editors, name))
        seen = next(one for one in editors.read("here")["shown"] if one.get("at") == 2)
        assert seen["user"]["name"] == cast.people["stockholm"].display_name

        editors.tell("leave", "there")
        wait_until(lambda: places(editors.read("here")["shown"]) == [1])
