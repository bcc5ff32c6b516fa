"""The y-protocols messages of a document's socket: sync, awareness and auth, as y-websocket speaks them.

A message is a kind and what the kind says; bytes have their length before them (lib0's encoding).
"""

from typing import NamedTuple

from pycrdt import write_message, write_var_uint

from documents.yjs import Reader, garbage
from live.frames import Message
from live.shortcut import frame_of

SYNC, AWARENESS, AUTH, QUERY_AWARENESS = 0, 1, 2, 3
STEP_1, STEP_2, UPDATE = 0, 1, 2
# Who somebody is and where they point, with room to spare.
LARGEST_AWARENESS = 32 * 1024
NOBODY = "null"
_BRINGING = (b"\x01", b"\x02")


class Presence(NamedTuple):
    """What one client shows of itself: its id, a clock that only grows, and JSON, `null` once it is gone."""

    client: int
    clock: int
    state: str


class Said(NamedTuple):
    """One message of a client: sync bytes, or what it and others show of themselves."""

    kind: int
    step: int = 0
    payload: bytes = b""
    shown: tuple[Presence, ...] = ()

    @property
    def is_update(self) -> bool:
        """Does it want to change the document?"""
        return self.kind == SYNC and self.step != STEP_1


def read(data: bytes) -> Said:
    """One message. Raises Malformed for anything else."""
    if data[:1] == b"\x00" and data[1:2] in _BRINGING and len(data) > 3 and len(data) == 3 + data[2] < 0x83:
        return Said(SYNC, data[1], data[3:])  # a keystroke, as nearly all is
    reader = Reader(data)
    kind = reader.uint()
    if kind == SYNC:
        said = Said(SYNC, reader.uint(UPDATE), reader.octets())
    elif kind == AWARENESS:
        said = Said(AWARENESS, shown=_shown(reader.octets()))
    elif kind == QUERY_AWARENESS:
        said = Said(QUERY_AWARENESS)
    else:
        raise garbage("the message is of an unknown kind")
    if not reader.is_at_end:
        raise garbage("something follows the end")
    return said


def _shown(data: bytes) -> tuple[Presence, ...]:
    if len(data) > LARGEST_AWARENESS:
        raise garbage("awareness is too large")
    reader = Reader(data)
    shown = tuple(Presence(reader.uint(), reader.uint(), _json(reader)) for _ in range(reader.uint()))
    if not reader.is_at_end:
        raise garbage("something follows the end")
    return shown


def _json(reader: Reader) -> str:
    text = reader.text()
    reader.json_of(text)  # every client parses it, and would break
    return text


def step_1(vector: bytes) -> Message:
    """Ask for what we lack."""
    return _message(bytes([SYNC, STEP_1]) + write_message(vector))


def step_2(update: bytes) -> Message:
    """Answer with what the client lacks."""
    return _message(bytes([SYNC, STEP_2]) + write_message(update))


def update(payload: bytes) -> Message:
    """Hand on what somebody wrote."""
    return _message(bytes([SYNC, UPDATE]) + write_message(payload))


def shared(message: Message) -> Message:
    """The same for many, with its ready bytes."""
    return {**message, "wire": frame_of(message["bytes"])}


def awareness(shown: list[Presence]) -> Message:
    """Tell what clients show of themselves."""
    parts = [
        write_var_uint(one.client) + write_var_uint(one.clock) + write_message(one.state.encode())
        for one in shown
    ]
    return _message(bytes([AWARENESS]) + write_message(write_var_uint(len(parts)) + b"".join(parts)))


def denied(reason: str) -> Message:
    """Say that what was sent is ignored: the auth message `permission denied`."""
    return _message(bytes([AUTH, 0]) + write_message(reason.encode()))


def _message(data: bytes) -> Message:
    return {"type": "websocket.send", "bytes": data}
