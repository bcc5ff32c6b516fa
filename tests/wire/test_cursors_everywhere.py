"""Every list by every bad limit and cursor: a problem that points at it, never a fault."""

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import orjson
import pytest

from tests.answers import pointed
from tests.cast import Cast
from tests.contracts.doors import Door
from tests.contracts.estate import furnished
from tests.contracts.records import READERS
from tests.contracts.test_lists import DOORS_TO_LISTS

# These read on by number, and know no cursor.
BY_NUMBER = ("/messages/", "/journal/")
KEYED = [door for door in DOORS_TO_LISTS if not door.path.endswith(BY_NUMBER)]
# By how many keys a list goes, where it is more than the id.
WIDTHS = {
    "api/v1/authorities/": 2,
    "api/v1/reminders/": 2,
    "api/v1/analyses/<uuid:marketanalysis_id>/reviews/": 2,
}
# By number too, yet with a cursor: any number is a key of a row, one day.
NUMBERED = {"api/v1/documents/<uuid:document_id>/revisions/", "api/v1/needs/<uuid:need_id>/versions/"}
LIMITS = ["0", "-1", "201", "1.5", "1e1", "ten", "", " 1", "0x10", "9" * 50, "\x00", "²"]
# Shapes that no cursor has, whatever its list.
MISSHAPEN: list[Any] = [
    None,
    7,
    "text",
    {},
    [],
    [True],
    [1, "x"],
    [None, "x", "y"],
    ["false", "x"],
    [False, "x", "y", "z"],
    [[False], "x"],
]
# Values that are no keys of a row.
ALIEN: list[Any] = [None, 1.5, -1, "", "x", "\x00", [], [1], {"a": 1}, "9999-99-99", "'; --"]


def encoded(raw: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(raw)).decode().rstrip("=")


def opened(cast: Cast, door: Door) -> Callable[..., Any]:
    """The list, asked by who may, with what it is nothing without."""
    estate = furnished(cast)
    path, _, asked = door.url(estate.named(door.names, "network")).partition("?")
    client = estate.client(READERS.get(door.path, "coordinator"))
    return lambda **more: client.get(path, dict(parse_qsl(asked)) | more)


@pytest.mark.parametrize("door", DOORS_TO_LISTS, ids=str)
def test_a_limit_that_is_none_is_pointed_at_by_every_list(cast: Cast, door: Door) -> None:
    ask = opened(cast, door)

    for limit in LIMITS:
        assert pointed(ask(limit=limit)) == [("/limit", "whole_number")], limit


@pytest.mark.parametrize("door", DOORS_TO_LISTS, ids=str)
def test_the_smallest_and_the_largest_limit_are_taken_by_every_list(cast: Cast, door: Door) -> None:
    ask = opened(cast, door)

    assert len(ask(limit=1).json()["results"]) <= 1
    assert ask(limit=200).json()["next"] is None


@pytest.mark.parametrize("door", KEYED, ids=str)
def test_a_cursor_of_another_shape_is_pointed_at_by_every_list(cast: Cast, door: Door) -> None:
    ask = opened(cast, door)
    texts = ["x", "=", "====", "å", "%", "a b", "\x00", "." * 9_000, *map(encoded, MISSHAPEN)]

    for text in texts:
        assert pointed(ask(cursor=text)) == [("/cursor", "cursor")], text


@pytest.mark.parametrize("door", KEYED, ids=str)
def test_keys_that_no_row_has_are_pointed_at_or_give_an_empty_end(cast: Cast, door: Door) -> None:
    ask = opened(cast, door)
    width = WIDTHS.get(door.path, 1)

    for value in ALIEN:
        for backward in (False, True):
            answer = ask(cursor=encoded([backward, *[value] * width]))
            if width == 2 and isinstance(value, str | float | int) and answer.status_code == 200:
                continue  # a name may be any text
            if door.path in NUMBERED and isinstance(value, float | int):
                assert answer.status_code == 200
                continue
            assert pointed(answer) == [("/cursor", "cursor")], (value, backward)


@pytest.mark.parametrize("door", KEYED, ids=str)
def test_an_empty_cursor_is_the_first_page(cast: Cast, door: Door) -> None:
    ask = opened(cast, door)

    assert ask(cursor="").json()["results"] == ask().json()["results"]
