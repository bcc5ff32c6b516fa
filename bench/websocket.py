"""A WebSocket client of a few lines: what a benchmark needs to say something and hear the answer."""

import socket
import struct
from collections.abc import Mapping

from bench.machine import BrokenError

TEXT, CLOSE = 0x1, 0x8
_FIN, _MASKED = 0x80, 0x80
_TWO_BYTES, _EIGHT_BYTES = 126, 127
_SIZES = {_TWO_BYTES: (">H", 2), _EIGHT_BYTES: (">Q", 8)}
_NO_MASK = bytes(4)
"""Client frames must be masked; a mask of zeros leaves the payload as it is and costs nothing."""


def upgrade(port: int, path: str, headers: Mapping[str, str]) -> bytes:
    """The request that asks for a WebSocket."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    host = f"Host: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    return f"GET {path} HTTP/1.1\r\n{host}{key}{lines}\r\n".encode()


def frame(text: str) -> bytes:
    """One text frame from a client, shorter than 64 KiB."""
    payload = text.encode()
    small = len(payload) < _TWO_BYTES
    size = (
        bytes([_MASKED | len(payload)]) if small else struct.pack(">BH", _MASKED | _TWO_BYTES, len(payload))
    )
    return bytes([_FIN | TEXT]) + size + _NO_MASK + payload


def parse(data: bytes) -> tuple[int, bytes, int] | None:
    """The first frame in a server's bytes as (opcode, payload, size), or None while it is not complete."""
    code, extra = _SIZES.get(data[1], ("", 0)) if len(data) > 1 else ("", 0)
    head = 2 + extra
    if len(data) < head:
        return None
    length: int = struct.unpack_from(code, data, 2)[0] if code else data[1]
    if len(data) < head + length:
        return None
    return data[0] & 0xF, data[head : head + length], head + length


class Client:
    """A blocking connection."""

    def __init__(self, port: int, path: str, headers: Mapping[str, str] | None = None) -> None:
        """Connect and finish the handshake; raises BrokenError when the server refuses."""
        self.socket = socket.create_connection(("127.0.0.1", port), 20)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(upgrade(port, path, headers or {}))
        self.data = b""
        while b"\r\n\r\n" not in self.data:
            self._more()
        answer, self.data = self.data.split(b"\r\n\r\n", 1)
        if b" 101 " not in answer:
            raise BrokenError(answer.decode(errors="replace"))

    def say(self, text: str) -> None:
        """Send one text frame."""
        self.socket.sendall(frame(text))

    def hear(self) -> str:
        """The next text frame; raises BrokenError when the server closes."""
        while (found := parse(self.data)) is None:
            self._more()
        opcode, payload, size = found
        self.data = self.data[size:]
        if opcode == CLOSE:
            raise BrokenError(payload.decode(errors="replace"))
        return payload.decode() if opcode == TEXT else self.hear()

    def close(self) -> None:
        """Drop the connection."""
        self.socket.close()

    def _more(self) -> None:
        got = self.socket.recv(1 << 16)
        if not got:
            raise BrokenError("The server ended the connection.")
        self.data += got
