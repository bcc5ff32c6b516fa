"""The doors a post goes through: HTTP with a kept connection, or a frame on a socket."""

import json
import socket
from collections.abc import Sequence
from typing import NamedTuple, Protocol
from uuid import uuid4

from bench.machine import BrokenError
from bench.websocket import CLOSE, Client, frame, parse

BODY_BYTES = 300


def body(number: int) -> str:
    """What post `number` says, with a mark that the listeners' program finds."""
    return f"bench#{number}#".ljust(BODY_BYTES, "x")


class Door(Protocol):
    """How a post is asked for and how its answer is recognised."""

    def connect(self, client: int) -> socket.socket:
        """A connection that is ready for posts."""

    def ask(self, client: int, number: int) -> bytes:
        """The bytes of one post."""

    def first(self, data: bytes) -> tuple[int, bool]:
        """Size of the first whole thing in these bytes (0: none yet), and whether it answers the post.

        Raises BrokenError when the post was refused.
        """


class HttpDoor(NamedTuple):
    """Posts to rooms in turn, by path; `people` are the header lines that say who each client is."""

    port: int
    paths: Sequence[str]
    people: Sequence[str]

    def connect(self, _client: int) -> socket.socket:
        """A kept connection."""
        connection = socket.create_connection(("127.0.0.1", self.port), 20)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def ask(self, client: int, number: int) -> bytes:
        """One request."""
        said = json.dumps({"body": body(number), "key": str(uuid4())})
        path = self.paths[number % len(self.paths)]
        return (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: application/json\r\n"
            f"{self.people[client]}\r\nContent-Length: {len(said)}\r\n\r\n{said}"
        ).encode()

    def first(self, data: bytes) -> tuple[int, bool]:
        """One response."""
        head, found, _ = data.partition(b"\r\n\r\n")
        if not found:
            return 0, False
        size = len(head) + 4 + int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        if len(data) < size:
            return 0, False
        if b" 201 " not in head.split(b"\r\n", 1)[0]:
            raise BrokenError(data[:2000].decode(errors="replace"))
        return size, True


class SocketDoor(NamedTuple):
    """`message.post` frames to rooms in turn; `tokens` say who each client is."""

    port: int
    rooms: Sequence[str]
    tokens: Sequence[str]

    def connect(self, client: int) -> socket.socket:
        """A feed socket without subscriptions."""
        return Client(self.port, "/ws/feed/", {"Authorization": f"Bearer {self.tokens[client]}"}).socket

    def ask(self, _client: int, number: int) -> bytes:
        """One frame."""
        said = {"do": "message.post", "ref": number, "room": self.rooms[number % len(self.rooms)]}
        return frame(json.dumps(said | {"body": body(number), "key": str(uuid4())}))

    def first(self, data: bytes) -> tuple[int, bool]:
        """One frame; a reply is the answer."""
        found = parse(data)
        if found is None:
            return 0, False
        opcode, payload, size = found
        if opcode == CLOSE or b'"frame":"problem"' in payload:
            raise BrokenError(payload.decode(errors="replace"))
        return size, b'"frame":"reply"' in payload
