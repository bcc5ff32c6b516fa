"""Bytes as lib0 encodes them, on which Yjs and its protocols build (lib0's encoding.js)."""

from collections.abc import Callable

import orjson

from access.refusals import Malformed

# Client ids are safe integers in JavaScript.
HIGHEST_CLIENT = 2**53 - 1
DEEPEST_VALUE = 64
# Bytes after the tag of a lib0 value: undefined, null, float32, float64, bigint, false and true.
_FIXED = {127: 0, 126: 0, 124: 4, 123: 8, 122: 8, 121: 0, 120: 0}
_OBJECT, _ARRAY = 118, 117


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


def _integer(reader: Reader) -> None:
    reader.uint(2**63)  # its sign is a bit of the first byte: it is as long without


# Values that are read in one go, by their tag.
_PLAIN: dict[int, Callable[[Reader], object]] = {125: _integer, 119: Reader.text, 116: Reader.octets}


def read_value(reader: Reader, depth: int) -> None:
    """One value of lib0's `any`, nested at most `depth` deep."""
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
            read_value(reader, depth - 1)
    else:
        raise garbage("a value is of an unknown kind")
