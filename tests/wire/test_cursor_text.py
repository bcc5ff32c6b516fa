"""Cursors, links and numbers of a query, without a database."""

import base64
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from access.refusals import Invalid
from wire.pages import LARGEST, USUAL, Cursor, limit_of, whole_number
from wire.preconditions import check_version, etag, expected_version


def asked(query: dict[str, str], **headers: str) -> Request:
    return Request(APIRequestFactory().get("/api/v1/rooms/", query, **headers))


def written(raw: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(raw)).decode().rstrip("=")


def test_a_cursor_is_text_that_fits_in_an_address() -> None:
    text = Cursor(["Ångström & söner/?#", "01890000"], backward=True).encoded()

    assert text.isascii()
    assert not set(text) & set("+/=&?#% ")
    assert Cursor.decoded(text, 2) == Cursor(["Ångström & söner/?#", "01890000"], backward=True)


@pytest.mark.parametrize("width", [0, 1, 2, 3])
def test_a_cursor_of_another_list_is_told_by_its_width(width: int) -> None:
    text = Cursor(["a", "b", "c", "d"]).encoded()

    with pytest.raises(Invalid) as refused:
        Cursor.decoded(text, width)

    assert refused.value.errors[0].pointer == "/cursor"


@pytest.mark.parametrize(
    "raw", [None, 1, "x", {}, [], ["x"], [0, "x"], [1, "x"], ["true", "x"], [[], "x"], {"0": False, "1": "x"}]
)
def test_what_decodes_to_something_else_is_no_cursor(raw: Any) -> None:
    with pytest.raises(Invalid, match="as it is"):
        Cursor.decoded(written(raw), 1)


@given(st.text(max_size=60))
def test_any_text_is_a_cursor_of_one_key_or_invalid(text: str) -> None:
    try:
        cursor = Cursor.decoded(text, 1)
    except Invalid as refusal:
        assert refusal.errors[0].code == "cursor"  # noqa: PT017 - most texts end here
        return
    assert len(cursor.keys) == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [({}, USUAL), ({"limit": "1"}, 1), ({"limit": "200"}, LARGEST), ({"limit": "007"}, 7)],
)
def test_a_limit_is_what_was_asked_or_the_usual(query: dict[str, str], expected: int) -> None:
    assert limit_of(asked(query)) == expected


@pytest.mark.parametrize(
    "text", ["", "0", "201", "-1", "+1", "1.0", "1_0", "x", "\uff11", "\u0662", "\u00b2", "1" * 20, "\x00"]
)
def test_a_limit_that_is_no_plain_number_between_1_and_200_is_invalid(text: str) -> None:
    with pytest.raises(Invalid, match="from 1 to 200") as refused:
        limit_of(asked({"limit": text}))

    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/limit", "whole_number")]


@pytest.mark.parametrize(("text", "expected"), [("0", 0), ("41", 41), ("9" * 18, 10**18 - 1)])
def test_a_whole_number_may_begin_at_zero_and_be_large(text: str, expected: int) -> None:
    assert whole_number(asked({"after": text}), "after", 7, least=0, most=2**62) == expected


def test_a_number_that_was_not_given_is_the_other() -> None:
    assert whole_number(asked({}), "after", 7, least=0, most=9) == 7


@given(st.integers(0, 999_999_999))
def test_the_tag_of_a_version_is_read_as_that_version(version: int) -> None:
    assert expected_version(asked({}, HTTP_IF_MATCH=etag(version))) == version
    check_version(version, version)
    check_version(version, None)
