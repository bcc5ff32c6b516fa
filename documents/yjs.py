"""Reads the update format of Yjs (version 1) as strictly as every Yjs client will have to.

pycrdt overlooks what would break a browser (text that is not UTF-8, rests after the end), and dies of
values nested too deep, process and all. So nothing reaches it, or the log, that was not read here.
The format is that of yjs 13: src/utils/encoding.js, src/structs/ and lib0's encoding.
"""

from collections.abc import Callable
from dataclasses import dataclass

import orjson

from access.refusals import Malformed

# Clocks are 32 bits in pycrdt, and client ids safe integers in JavaScript.
HIGHEST_CLOCK = 2**31 - 1
HIGHEST_CLIENT = 2**53 - 1
DEEPEST_VALUE = 64
_ORIGIN, _RIGHT_ORIGIN, _PARENT_SUB, _KIND = 0x80, 0x40, 0x20, 0x1F
_GC, _SKIP = 0, 10
# Bytes after the tag of a lib0 value: undefined, null, float32, float64, bigint, false and true.
_FIXED = {127: 0, 126: 0, 124: 4, 123: 8, 122: 8, 121: 0, 120: 0}
_OBJECT, _ARRAY = 118, 117
_XML_ELEMENT, _XML_HOOK, _LAST_TYPE = 3, 5, 6


@dataclass(frozen=True, slots=True)
class Contents:
    """What an update holds: by client id the clock after what was written last, and after what is deleted."""

    ends: dict[int, int]
    deletions: dict[int, int]

    @property
    def is_empty(self) -> bool:
        """Does it change nothing at all?"""
        return not self.ends and not self.deletions

    def is_within(self, clocks: dict[int, int]) -> bool:
        """Is all of it, and all that it deletes, in a document that stands at these clocks?"""
        both = (self.ends, self.deletions)
        return all(clocks.get(client, 0) >= end for part in both for client, end in part.items())


def garbage(why: str) -> Malformed:
    """The refusal of bytes that are no Yjs update."""
    return Malformed("not_yjs", f"These bytes are not what Yjs sends here: {why}.")


class Reader:
    """Bytes as lib0 encodes them. Everything raises Malformed where the bytes are something else."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    @property
    def is_at_end(self) -> bool:
        """Was everything read?"""
        return self.at == len(self.data)

    def octet(self) -> int:
        """One byte."""
        if self.at >= len(self.data):
            raise garbage("they end too early")
        self.at += 1
        return self.data[self.at - 1]

    def uint(self, most: int = HIGHEST_CLIENT) -> int:
        """A whole number of variable length, at most `most`."""
        number = shift = 0
        while True:
            byte = self.octet()
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
            if shift > 63:
                raise garbage("a number is too long")
        if number > most:
            raise garbage("a number is too large")
        return number

    def take(self, length: int) -> bytes:
        """The next `length` bytes."""
        self.at += length
        if self.at > len(self.data):
            raise garbage("they end too early")
        return self.data[self.at - length : self.at]

    def octets(self) -> bytes:
        """Bytes with their length before them."""
        return self.take(self.uint())

    def text(self) -> str:
        """UTF-8 with its length before it."""
        try:
            return self.octets().decode()
        except UnicodeDecodeError:
            raise garbage("a text is not UTF-8") from None

    def json(self) -> None:
        """A JSON value as text."""
        self.json_of(self.text())

    def json_of(self, text: str) -> object:
        """The JSON value of a text."""
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            raise garbage("a value is not JSON") from None


def read_update(data: bytes) -> Contents:
    """What an update holds. Raises Malformed for anything that is not exactly one update."""
    reader = Reader(data)
    ends: dict[int, int] = {}
    for _ in range(reader.uint()):
        structs, client, clock = reader.uint(), reader.uint(), reader.uint(HIGHEST_CLOCK)
        if client in ends or not structs:
            raise garbage("a client's part is doubled or empty")
        for _ in range(structs):
            clock += _struct(reader)
            if clock > HIGHEST_CLOCK:
                raise garbage("a clock is too high")
        ends[client] = clock
    deletions = _deletions(reader)
    if not reader.is_at_end:
        raise garbage("something follows the end")
    return Contents(ends, deletions)


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


def _struct(reader: Reader) -> int:
    """Read one struct; how many clock ticks it takes."""
    info = reader.octet()
    kind = info & _KIND
    if kind in {_GC, _SKIP}:
        return _length(reader)
    _place(reader, info)
    if kind == 4:  # text is nearly all that is ever written
        return _string(reader)
    if kind not in _CONTENTS:
        raise garbage("a content is of an unknown kind")
    return _CONTENTS[kind](reader)


def _place(reader: Reader, info: int) -> None:
    """Read what an item stands between or, where it stands between nothing, what it stands in."""
    if info & _ORIGIN:
        _identifier(reader)
    if info & _RIGHT_ORIGIN:
        _identifier(reader)
    if info & (_ORIGIN | _RIGHT_ORIGIN):
        return
    if reader.uint() == 1:
        reader.text()
    else:
        _identifier(reader)
    if info & _PARENT_SUB:
        reader.text()


def _identifier(reader: Reader) -> None:
    reader.uint()
    reader.uint(HIGHEST_CLOCK)


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
        _value(reader, DEEPEST_VALUE)
    return count


def _subdocument(reader: Reader) -> int:
    reader.text()
    _value(reader, DEEPEST_VALUE)
    return 1


_CONTENTS = {
    1: _length,  # deleted
    2: _jsons,
    3: _binary,
    5: _embed,
    6: _format,
    7: _type,
    8: _values,
    9: _subdocument,
}


def _integer(reader: Reader) -> None:
    reader.uint(2**63)  # its sign is a bit of the first byte: it is as long without


# Values that are read in one go, by their tag.
_PLAIN: dict[int, Callable[[Reader], object]] = {125: _integer, 119: Reader.text, 116: Reader.octets}


def _value(reader: Reader, depth: int) -> None:
    """One value of lib0's `any`."""
    if not depth:
        raise garbage("a value is nested too deep")
    tag = reader.octet()
    if tag in _FIXED:
        reader.take(_FIXED[tag])
    elif tag in _PLAIN:
        _PLAIN[tag](reader)
    elif tag in {_OBJECT, _ARRAY}:
        for _ in range(reader.uint()):
            if tag == _OBJECT:
                reader.text()
            _value(reader, depth - 1)
    else:
        raise garbage("a value is of an unknown kind")
