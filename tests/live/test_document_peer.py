"""A peer that does not read: others go on, and what waits for it is merged."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from access.actor import Actor
from documents.yjs import Reader
from live import document_peer, document_wire
from live.connection import Person
from live.document_identity import Card
from live.document_peer import Peer
from live.frames import Message
from live.standing import Standing
from tests.factories.documents import Pen


class Wire:
    """Where a peer's frames go: nowhere, until it is opened."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.open = asyncio.Event()

    async def send(self, message: Message) -> None:
        """Take a frame, once open."""
        await self.open.wait()
        self.taken.append(message)


def a_peer(wire: Wire) -> Peer:
    standing = Standing(user_id=uuid4())
    peer = Peer(wire.send, lambda: None)
    peer.enter(standing, Person(standing.user_id))
    peer.begin()
    peer.admit(Actor.anonymous(now=timezone.now()), Card("Kim", "Göteborgs stad"), asked_at=0)
    return peer


def relayed(peer: Peer, pen: Pen, text: str) -> None:
    update = pen.write(text)
    peer.relay(update, document_wire.shared(document_wire.update(update)))


async def test_what_waits_for_a_slow_peer_is_few_frames_with_everything_in_them() -> None:
    wire, pen = Wire(), Pen()
    peer = a_peer(wire)
    for number in range(1200):
        relayed(peer, pen, f"{number} ")

    wire.open.set()
    await asyncio.sleep(0.1)

    assert 2 <= len(wire.taken) <= 5
    reader = Pen()
    for message in wire.taken:
        reader.hear(Reader(message["bytes"][2:]).octets())
    assert str(reader.text) == str(pen.text)


async def test_a_peer_for_which_too_much_waits_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_peer, "MOST_BYTES", 10_000)
    wire, pen = Wire(), Pen()
    peer = a_peer(wire)

    for _ in range(20):
        relayed(peer, pen, "x" * 1000)

    assert peer.closed
    wire.open.set()
    await asyncio.sleep(0.05)
    closes: list[Any] = [message["code"] for message in wire.taken if message["type"] == "websocket.close"]
    assert closes == [4508]


async def test_text_meant_for_other_sockets_never_reaches_a_yjs_client() -> None:
    wire = Wire()
    wire.open.set()
    peer = a_peer(wire)

    peer.offer({"type": "websocket.send", "text": '{"frame":"restarting"}'})

    assert wire.taken == []
