"""Where in a document a comment belongs: two relative positions, which stay with their letters.

They are what `Y.encodeRelativePosition` gives. Read here, strictly, for pycrdt dies of others.
"""

import base64
import binascii
from dataclasses import dataclass

from access.refusals import Invalid, Malformed
from documents.lib0 import Reader
from wire.text import readable

LONGEST_POSITION = 200
LONGEST_QUOTE = 1000
_ITEM, _NAME, _TYPE = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A passage: where it begins and ends, and what stood there."""

    start: bytes
    end: bytes
    quote: str


def anchor(*, start: str, end: str, quote: str) -> Anchor:
    """The passage between two positions in base64. Raises Invalid for anything else."""
    return Anchor(
        start=_position(start, "start"),
        end=_position(end, "end"),
        quote=readable(quote, name="anchor/quote", longest=LONGEST_QUOTE, blank=True),
    )


def base64_of(position: bytes) -> str:
    """A position as clients carry it."""
    return base64.b64encode(position).decode()


def _position(text: str, name: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
        _read(Reader(raw))
    except (binascii.Error, ValueError, Malformed):
        raise Invalid.field(
            f"anchor/{name}", "position", "Give a relative position of Yjs, encoded in base64."
        ) from None
    return raw


def _read(reader: Reader) -> None:
    kind = reader.uint()
    if kind == _NAME:
        reader.text()
    elif kind in {_ITEM, _TYPE}:
        reader.uint()
        reader.uint()
    else:
        raise Malformed
    if not reader.is_at_end:
        reader.octet()  # on which side of the letter: a small signed number
    if not reader.is_at_end or reader.at > LONGEST_POSITION:
        raise Malformed
