"""Who is shown beside a cursor: the person who is signed in, whatever their client says."""

import re
from typing import Any, NamedTuple

import orjson

from documents.yjs import garbage
from live.document_wire import NOBODY, Presence

# What an editor may put into a style: a hash, a name, or rgb() and hsl() of numbers.
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,24}|(rgb|hsl)a?\([0-9 ,.%/]{1,40}\)")
_COLOURS = ("color", "colorLight")


class Card(NamedTuple):
    """What others see of a person in a document."""

    name: str
    authority: str


def signed(one: Presence, card: Card) -> Presence:
    """The same with the person's own name and authority in `user`, and the colour that the client chose.

    Raises Malformed for what is no JSON, or too deep to be worth showing.
    """
    if one.state == NOBODY:
        return one
    try:
        said = orjson.loads(one.state)
        state = said if isinstance(said, dict) else {}
        user = {**_colours(state.get("user")), "name": card.name, "authority": card.authority}
        return one._replace(state=orjson.dumps({**state, "user": user}).decode())
    except (orjson.JSONDecodeError, TypeError):
        raise garbage("what is shown is not JSON, or too deep") from None


def _colours(user: Any) -> dict[str, str]:
    chosen = user if isinstance(user, dict) else {}
    return {
        name: chosen[name]
        for name in _COLOURS
        if isinstance(chosen.get(name), str) and _COLOUR.fullmatch(chosen[name])
    }
