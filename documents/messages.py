"""The sync messages of y-protocols, one after the other: what is said over HTTP.

A message is a step and bytes with their length before them. y-websocket and pycrdt put a 0 before each,
for "sync"; y-protocols alone does not. Both are taken, and answered alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pycrdt import write_message

from documents.yjs import Reader, garbage, read_state_vector

STEP_1, STEP_2, UPDATE = 0, 1, 2
SYNC = b"\x00"
# An update that holds nothing, which clients send where they have nothing to tell.
NOTHING = b"\x00\x00"


class Message(NamedTuple):
    """One sync message: step 1 asks with a state vector, step 2 and update bring an update."""

    step: int
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a client says: where it stands, if it asks for what it lacks, and what it brings."""

    known: bytes | None
    updates: Sequence[bytes]
    is_wrapped: bool


def read_messages(data: bytes) -> Said:
    """A body of messages. Raises Malformed for anything else, and for more than one step 1."""
    reader = Reader(data)
    is_wrapped = _is_wrapped(data)
    known: list[bytes] = []
    updates: list[bytes] = []
    while not reader.is_at_end:
        if is_wrapped and reader.octet() != SYNC[0]:
            raise garbage("a message is about something else than sync")
        step, payload = reader.uint(UPDATE), reader.octets()
        if step == STEP_1:
            read_state_vector(payload)
            known.append(payload)
        elif payload != NOTHING:
            updates.append(payload)
    if len(known) > 1:
        raise garbage("they ask more than once")
    return Said(known=known[0] if known else None, updates=updates, is_wrapped=is_wrapped)


def _is_wrapped(data: bytes) -> bool:
    """Is there a 0 before each message?

    A step 1 whose state vector has one or two bytes can only be that of an empty document.
    """
    return len(data) > 2 and data[0] == 0 and data[1] <= UPDATE and data[:3] != b"\x00\x01\x00"


def written(messages: Iterable[Message], *, is_wrapped: bool) -> bytes:
    """The messages as a body."""
    prefix = SYNC if is_wrapped else b""
    return b"".join(prefix + bytes([step]) + write_message(payload) for step, payload in messages)
