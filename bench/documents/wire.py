"""Sockets of Yjs clients that cost the load generator next to nothing: ready frames out, marks found in."""

import re
import select
import socket
import struct
import time
from collections.abc import Sequence
from typing import NamedTuple

from pycrdt import write_message, write_var_uint

from bench.machine import BrokenError
from bench.websocket import parse, upgrade

_FIN_BINARY, _MASKED, _TWO_BYTES = 0x82, 0x80, 126
_NO_MASK = bytes(4)
PATIENCE = 180.0
MARK = re.compile(rb"bench#(\d+)#")
LONGEST_MARK = 20
# Said unasked: servers cut, after half a minute or a whole one, whoever answers no ping.
_PONG = bytes([0x8A, _MASKED]) + _NO_MASK
PONG_EVERY = 5.0


class Seat(NamedTuple):
    """How a client connects; `prefix` stands before each message, `first` is said before anything else."""

    path: str
    headers: dict[str, str]
    prefix: bytes = b""
    first: bytes = b""


def frame(payload: bytes) -> bytes:
    """One binary frame from a client; a mask of zeros leaves the payload as it is."""
    if len(payload) < _TWO_BYTES:
        head = bytes([_FIN_BINARY, _MASKED | len(payload)])
    elif len(payload) < 1 << 16:
        head = struct.pack(">BBH", _FIN_BINARY, _MASKED | _TWO_BYTES, len(payload))
    else:
        head = struct.pack(">BBQ", _FIN_BINARY, _MASKED | 127, len(payload))
    return head + _NO_MASK + payload


def update_frame(seat: Seat, update: bytes) -> bytes:
    """An update as the client of this seat sends it."""
    return frame(seat.prefix + b"\x00\x02" + write_message(update))


class Client:
    """One socket, synced."""

    def __init__(self, port: int, seat: Seat) -> None:
        """Connect, ask for the document, and wait for it; `load_ms` is what that took."""
        began = time.monotonic()
        self.seat = seat
        self.socket = socket.create_connection(("127.0.0.1", port), 30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(upgrade(port, seat.path, seat.headers))
        self.data = b""
        while b"\r\n\r\n" not in self.data:
            self._more()
        answer, self.data = self.data.split(b"\r\n\r\n", 1)
        if b" 101 " not in answer:
            raise BrokenError(answer.decode(errors="replace"))
        if seat.first:
            self.socket.sendall(frame(seat.first))
        self.socket.sendall(frame(seat.prefix + b"\x00\x00" + write_message(b"\x00")))
        self.state_bytes = self._await_step_2()
        self.load_ms = (time.monotonic() - began) * 1000

    def _await_step_2(self) -> int:
        wanted = self.seat.prefix + b"\x00\x01"
        while True:
            while (found := parse(self.data)) is None:
                self._more()
            opcode, payload, size = found
            self.data = self.data[size:]
            if opcode == 8:
                raise BrokenError(payload.decode(errors="replace"))
            if payload.startswith(wanted):
                return len(payload)

    def _more(self) -> None:
        got = self.socket.recv(1 << 18)
        if not got:
            raise BrokenError("The server ended the connection.")
        self.data += got

    def close(self) -> None:
        """Drop the connection."""
        self.socket.close()


class Crowd:
    """Peers that read everything and note when each mark arrived."""

    def __init__(self, port: int, seats: Sequence[Seat]) -> None:
        """Connect them all."""
        self.clients = [Client(port, seat) for seat in seats]
        self.seen: list[dict[int, int]] = [{} for _ in seats]
        self._tails = [b""] * len(seats)
        self._pong_at = time.monotonic() + PONG_EVERY
        self._poll = select.epoll()
        self._index = {client.socket.fileno(): index for index, client in enumerate(self.clients)}
        for client in self.clients:
            self._poll.register(client.socket.fileno(), select.EPOLLIN)

    def close(self) -> None:
        """Cut them all."""
        self._poll.close()
        for client in self.clients:
            client.close()

    def take(self, timeout: float) -> None:
        """Read what there is, and show now and then that somebody is here."""
        if time.monotonic() > self._pong_at:
            self._pong_at = time.monotonic() + PONG_EVERY
            for client in self.clients:
                client.socket.sendall(_PONG)
        for number, _events in self._poll.poll(timeout):
            index = self._index[number]
            got = self.clients[index].socket.recv(1 << 18)
            if not got:
                raise BrokenError("The server ended a peer's connection.")
            now = time.monotonic_ns()
            data = self._tails[index] + got
            for mark in MARK.finditer(data):
                self.seen[index].setdefault(int(mark[1]), now)
            self._tails[index] = data[-LONGEST_MARK:]

    def until(self, number: int) -> None:
        """Read until everybody has the mark."""
        deadline = time.monotonic() + PATIENCE
        while not all(number in seen for seen in self.seen):
            if time.monotonic() > deadline:
                raise BrokenError("The peers wait for what does not come.")
            self.take(1)

    def while_sending(self, client: Client, data: bytes) -> None:
        """Send a lot, and read meanwhile what comes back to the writer and to the peers."""
        view, sent = memoryview(data), 0
        client.socket.setblocking(False)
        while sent < len(view):
            try:
                sent += client.socket.send(view[sent : sent + (1 << 16)])
            except BlockingIOError:
                self.take(0.001)
            self.take(0)
            drain(client)
        client.socket.setblocking(True)


def drain(client: Client) -> None:
    """Throw away what a writer is told, such as that its updates were taken."""
    while select.select([client.socket], [], [], 0)[0] and client.socket.recv(1 << 18):
        pass


def named(document: str) -> bytes:
    """A document's name as Hocuspocus wants it before each message."""
    return write_var_uint(len(document)) + document.encode()
