"""The shorter way writes what the server's own way would."""

import pytest
from websockets.frames import Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from live.shortcut import Shortcut, bytes_of
from tests.live.conftest import Listen, Post
from tests.live.harness import Server
from tests.live.hubs import hub_of


@pytest.mark.django_db(transaction=True)
def test_our_server_offers_the_shorter_way(
    server: Server, listen: Listen, post: Post, stream: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []
    write = Shortcut.write

    def noted(self: Shortcut, data: bytes) -> bool:
        written.append(data)
        return write(self, data)

    monkeypatch.setattr(Shortcut, "write", noted)
    orebro = listen("orebro")
    orebro.subscribe([stream])

    post("Hej!")

    assert orebro.seqs(1) == [1]
    assert len(written) == 1
    assert hub_of(server).lines


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 100_000])
def test_ready_bytes_are_those_of_the_protocol(size: int) -> None:
    protocol = ServerProtocol()
    protocol.state = State.OPEN
    text = "å" * (size // 2) + "x" * (size % 2)

    protocol.send_text(text.encode())

    assert b"".join(protocol.data_to_send()) == bytes_of(text)
    assert bytes_of(text)[0] & 0xF == Opcode.TEXT
