"""Reads the update format of Yjs (version 1) as strictly as every Yjs client will have to.

pycrdt overlooks what would break a browser (text that is not UTF-8, rests after the end), and dies of
values nested too deep, process and all. So nothing reaches it, or the log, that was not read here.
The format is that of yjs 13: src/utils/encoding.js, src/structs/ and lib0's encoding.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from documents.lib0 import DEEPEST_VALUE, HIGHEST_CLIENT, Reader, garbage, read_value

__all__ = [
    "DEEPEST_VALUE",
    "HIGHEST_CLIENT",
    "HIGHEST_CLOCK",
    "TYPE",
    "Contents",
    "Identifier",
    "Reader",
    "Struct",
    "garbage",
    "read_any_update",
    "read_state_vector",
    "read_update",
    "structs_of",
]

# Clocks are 32 bits in pycrdt.
HIGHEST_CLOCK = 2**31 - 1
TYPE = 7
_ORIGIN, _RIGHT_ORIGIN, _PARENT_SUB, _KIND = 0x80, 0x40, 0x20, 0x1F
_GC, _SKIP = 0, 10
_XML_ELEMENT, _XML_HOOK, _LAST_TYPE = 3, 5, 6

Identifier = tuple[int, int]


class Contents(NamedTuple):
    """What an update holds: by client id the clock after what was written last, and after what is deleted.

    `types` counts what something may be nested in.
    """

    ends: dict[int, int]
    deletions: dict[int, int]
    types: int = 0

    @property
    def is_empty(self) -> bool:
        """Does it change nothing at all?"""
        return not self.ends and not self.deletions

    def is_within(self, clocks: dict[int, int]) -> bool:
        """Is all of it, and all that it deletes, in a document that stands at these clocks?"""
        both = (self.ends, self.deletions)
        return all(clocks.get(client, 0) >= end for part in both for client, end in part.items())


class Struct(NamedTuple):
    """A piece of content: `length` clock ticks of a client from `clock` on.

    `beside` is the piece that it was written next to, `parent` the one it was put into; neither where it
    stands in a root of the document, or is only a gap.
    """

    client: int
    clock: int
    length: int
    kind: int
    beside: Identifier | None = None
    parent: Identifier | None = None


# What nearly every update is: a piece of text beside another piece of text, or a range that is deleted.
_ID = {b"client": rb"([\x80-\xff]{0,6}[\x00-\x7f])", b"clock": rb"([\x80-\xff]{0,3}[\x00-\x7f])"}
_TYPED = re.compile(
    rb"\x01\x01%(client)s%(clock)s(?:[\x84\x44]|\xc4%(client)s%(clock)s)%(client)s%(clock)s"
    rb"([\x01-\x7f])([\x00-\x7f]+)\x00" % _ID,
    re.DOTALL,
)
_ERASED = re.compile(rb"\x00\x01%(client)s\x01%(clock)s%(clock)s" % _ID, re.DOTALL)


def read_update(data: bytes) -> Contents:
    """What an update holds. Raises Malformed for anything that is not exactly one update."""
    typed = _TYPED.fullmatch(data)
    if typed is not None and len(typed[8]) == typed[7][0]:
        return Contents({_client(typed[1]): _decoded(typed[2]) + typed[7][0]}, {})
    erased = _ERASED.fullmatch(data)
    if erased is not None:
        return Contents({}, {_client(erased[1]): _decoded(erased[2]) + _decoded(erased[3])})
    return read_any_update(data)


def _decoded(octets: bytes) -> int:
    number = 0
    for octet in reversed(octets):
        number = number << 7 | octet & 0x7F
    return number


_client = lru_cache(maxsize=1024)(_decoded)  # the same few write all the time


def read_any_update(data: bytes) -> Contents:
    """The same without the short way for what is written most."""
    reader = Reader(data)
    ends: dict[int, int] = {}
    types = 0
    for struct in _structs(reader):
        ends[struct.client] = struct.clock + struct.length
        types += struct.kind == TYPE
    deletions = _deletions(reader)
    if not reader.is_at_end:
        raise garbage("something follows the end")
    return Contents(ends, deletions, types)


def structs_of(data: bytes) -> Iterator[Struct]:
    """Every piece of content in an update. Raises Malformed for what is none."""
    return _structs(Reader(data))


def _structs(reader: Reader) -> Iterator[Struct]:
    clients = set()
    for _ in range(reader.uint()):
        structs, client, clock = reader.uint(), reader.uint(), reader.uint(HIGHEST_CLOCK)
        if client in clients or not structs:
            raise garbage("a client's part is doubled or empty")
        clients.add(client)
        for _ in range(structs):
            struct = _struct(reader, client, clock)
            clock += struct.length
            if clock > HIGHEST_CLOCK:
                raise garbage("a clock is too high")
            yield struct


def read_state_vector(data: bytes) -> dict[int, int]:
    """By client id the clock that a state vector knows. Raises Malformed for anything else."""
    reader = Reader(data)
    clocks = {}
    for _ in range(reader.uint()):
        client = reader.uint()
        clocks[client] = reader.uint(HIGHEST_CLOCK)
    if not reader.is_at_end:
        raise garbage("something follows the end")
    return clocks


def _deletions(reader: Reader) -> dict[int, int]:
    ends: dict[int, int] = {}
    for _ in range(reader.uint()):
        client = reader.uint()
        for _ in range(reader.uint()):
            end = reader.uint(HIGHEST_CLOCK) + reader.uint(HIGHEST_CLOCK)
            ends[client] = max(ends.get(client, 0), end)
    return ends


def _struct(reader: Reader, client: int, clock: int) -> Struct:
    info = reader.octet()
    kind = info & _KIND
    if kind in {_GC, _SKIP}:
        return Struct(client, clock, _length(reader), kind)
    beside, parent = _place(reader, info)
    if kind == 4:  # text is nearly all that is ever written
        return Struct(client, clock, _string(reader), kind, beside, parent)
    if kind not in _CONTENTS:
        raise garbage("a content is of an unknown kind")
    return Struct(client, clock, _CONTENTS[kind](reader), kind, beside, parent)


def _place(reader: Reader, info: int) -> tuple[Identifier | None, Identifier | None]:
    """Read what an item stands between or, where it stands between nothing, what it stands in."""
    left = _identifier(reader) if info & _ORIGIN else None
    right = _identifier(reader) if info & _RIGHT_ORIGIN else None
    if left or right:
        return left or right, None
    parent = None
    if reader.uint() == 1:
        reader.text()
    else:
        parent = _identifier(reader)
    if info & _PARENT_SUB:
        reader.text()
    return None, parent


def _identifier(reader: Reader) -> Identifier:
    return reader.uint(), reader.uint(HIGHEST_CLOCK)


def _length(reader: Reader) -> int:
    length = reader.uint(HIGHEST_CLOCK)
    if not length:
        raise garbage("a content is empty")
    return length


def _string(reader: Reader) -> int:
    text = reader.text()
    if not text:
        raise garbage("a content is empty")
    # Yjs counts UTF-16 code units, as JavaScript does.
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _jsons(reader: Reader) -> int:
    count = _length(reader)
    for _ in range(count):
        text = reader.text()
        if text != "undefined":
            reader.json_of(text)
    return count


def _binary(reader: Reader) -> int:
    reader.octets()
    return 1


def _embed(reader: Reader) -> int:
    reader.json()
    return 1


def _format(reader: Reader) -> int:
    reader.text()
    reader.json()
    return 1


def _type(reader: Reader) -> int:
    kind = reader.uint(_LAST_TYPE)
    if kind == _XML_HOOK:
        raise garbage("pycrdt can't keep a Y.XmlHook, which no editor uses any more")
    if kind == _XML_ELEMENT:
        reader.text()
    return 1


def _values(reader: Reader) -> int:
    count = _length(reader)
    for _ in range(count):
        read_value(reader, DEEPEST_VALUE)
    return count


def _subdocument(reader: Reader) -> int:
    reader.text()
    read_value(reader, DEEPEST_VALUE)
    return 1


_CONTENTS = {
    1: _length,  # deleted
    2: _jsons,
    3: _binary,
    5: _embed,
    6: _format,
    TYPE: _type,
    8: _values,
    9: _subdocument,
}
