"""The shorter way writes what the server's own way would."""

import pytest
from websockets.frames import Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from live.frames import Message
from live.outlet import Outlet
from live.shortcut import bytes_of, frame_of
from tests.live.conftest import Listen, Post
from tests.live.harness import Server


@pytest.mark.django_db(transaction=True)
def test_our_server_offers_the_shorter_way_and_events_take_it(
    server: Server, listen: Listen, post: Post, stream: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[Message] = []
    offer = Outlet.offer

    def noted(self: Outlet, message: Message) -> None:
        offered.append(message)
        offer(self, message)

    orebro = listen("orebro")
    orebro.subscribe({stream: {"epoch": None, "after": 0}})
    post("first")
    orebro.seqs(1)
    monkeypatch.setattr(Outlet, "offer", noted)

    post("second")

    assert orebro.seqs(1) == [2]
    assert [message for message in offered if message.get("stream") == stream] == []


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 100_000])
def test_ready_bytes_are_those_of_the_protocol(size: int) -> None:
    protocol = ServerProtocol()
    protocol.state = State.OPEN
    text = "å" * (size // 2) + "x" * (size % 2)

    protocol.send_text(text.encode())

    assert b"".join(protocol.data_to_send()) == bytes_of(text)
    assert bytes_of(text)[0] & 0xF == Opcode.TEXT
    protocol.send_binary(text.encode())
    assert b"".join(protocol.data_to_send()) == frame_of(text.encode())
