"""Which streams a client asks for, and from where: read from a frame or an address."""

import binascii
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

import orjson

from access.refusals import Invalid
from live.subscribing import Cursor

MINE = "mine"
MOST_STREAMS = 2000
LONGEST_KEY = 120
LAST = 2**62

Wishes = tuple[dict[str, Cursor | None], bool]


def streams_in(value: Any) -> Wishes:
    """The streams that a client wants, and whether it wants all of its own too.

    `value` is `"mine"`, a list of streams, or an object with the cursor of each. Raises Invalid.
    """
    if value == MINE:
        return {}, True
    if isinstance(value, list):
        value = dict.fromkeys(map(str, value))
    if (
        not isinstance(value, dict)
        or len(value) > MOST_STREAMS
        or any(len(key) > LONGEST_KEY for key in value)
    ):
        raise _refusal("Name streams as an object with their cursors, as a list, or say `mine`.")
    return {key: _cursor(cursor) for key, cursor in value.items()}, False


def keys_in(value: Any) -> list[str] | None:
    """The streams that a client wants no more; None for all. Raises Invalid."""
    wanted, all_of_mine = streams_in(value)
    return None if all_of_mine else list(wanted)


def streams_in_query(text: str) -> Wishes:
    """The same from an address: `mine`, streams with commas between, or JSON. Raises Invalid."""
    if not text.startswith("{"):
        return streams_in(MINE if text == MINE else [key for key in text.split(",") if key])
    try:
        return streams_in(orjson.loads(text))
    except orjson.JSONDecodeError:
        raise _refusal("The streams are no JSON.") from None


def _cursor(value: Any) -> Cursor | None:
    if value is None or (isinstance(value, dict) and "after" not in value):
        return None
    if not isinstance(value, dict):
        raise _refusal("A cursor is an object with `epoch` and `after`.")
    epoch, after = value.get("epoch"), value["after"]
    if not isinstance(epoch, str | None) or type(after) is not int or not 0 <= after <= LAST:
        raise _refusal("In a cursor `epoch` is a string, and `after` a number from 0 on.")
    return Cursor(epoch, after)


def _refusal(detail: str) -> Invalid:
    return Invalid.field("streams", "streams", detail)


def packed(cursors: Mapping[str, Cursor]) -> str:
    """All cursors of a client as one opaque word, short enough for a header."""
    return urlsafe_b64encode(zlib.compress(orjson.dumps(cursors, default=list))).decode()


def unpacked(word: str) -> dict[str, Cursor | None]:
    """The opposite of `packed`; nothing for a word that is none of ours."""
    try:
        plain = zlib.decompressobj().decompress(urlsafe_b64decode(word.encode()), MOST_STREAMS * 200)
        wanted = orjson.loads(plain)
        return {str(key): Cursor(epoch, int(after)) for key, (epoch, after) in wanted.items()}
    except (binascii.Error, zlib.error, ValueError, AttributeError, TypeError):
        return {}
