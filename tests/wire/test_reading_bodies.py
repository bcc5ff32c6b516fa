"""Bodies, keys and tags as they come in, without a database."""

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from access.refusals import Invalid, Stale, TooLarge
from wire.fields import MomentField, TextField
from wire.idempotency import key_of
from wire.parsers import JsonParser
from wire.preconditions import check_version, expected_version


def parsed(body: bytes) -> Any:
    return JsonParser().parse(BytesIO(body))


def asked(**headers: str) -> Request:
    return Request(APIRequestFactory().post("/api/v1/rooms/", headers=headers))


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"{}", {}),
        (b' {"title" : "Laddning"}\n', {"title": "Laddning"}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b"[1, 2.5, null, true]", [1, 2.5, None, True]),
        ('"Ångström 🚚"'.encode(), "Ångström 🚚"),
        (b'"\\u00e5\\ud83d\\ude9a"', "å🚚"),
        (b'"\\u0000"', "\x00"),
        (b"9223372036854775807", 2**63 - 1),
        (b"18446744073709551615", 2**64 - 1),
        (b"[" * 900 + b"]" * 900, pytest.approx),
    ],
    ids=["empty", "blanks", "twice", "list", "text", "escapes", "nul", "long", "unsigned", "nested"],
)
def test_json_is_read_as_the_standard_says(body: bytes, value: Any) -> None:
    found = parsed(body)

    if value is pytest.approx:  # too deep to compare: that it was read is enough
        assert isinstance(found, list)
        return
    assert found == value


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b"{'a': 1}",
        b'{"a": 1,}',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 01}',
        b'{"a": +1}',
        b'{"a": .5}',
        b'{"a": "\n"}',
        b'{"a": "\\x41"}',
        b'{"a": "\\ud800"}',
        b'{"a": "\xff"}',
        b'\xef\xbb\xbf{"a": 1}',
        b'{"a": 1} {"b": 2}',
        b"// comment\n{}",
        b"undefined",
        b"[" * 5_000 + b"]" * 5_000,
    ],
)
def test_what_the_standard_forbids_is_not_read(body: bytes) -> None:
    with pytest.raises(ParseError, match="The body is no JSON"):
        parsed(body)


@given(st.binary(max_size=60))
def test_any_bytes_are_json_or_refused(body: bytes) -> None:
    try:
        parsed(body)
    except ParseError as error:
        assert error.status_code == 400  # noqa: PT017 - most bytes end here


def test_a_body_is_read_to_the_largest_size_and_no_further(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    assert parsed(b'"12345678"') == "12345678"
    with pytest.raises(TooLarge, match="10 bytes"):
        parsed(b'"123456789"')


@pytest.mark.parametrize("key", ["k", "k" * 200, "0199-uuid", "med blanksteg", "åäö"])
def test_a_key_that_can_be_kept_is_taken_as_it_is(key: str) -> None:
    assert key_of(asked(**{"Idempotency-Key": key})) == key


def test_no_key_is_no_key() -> None:
    assert key_of(asked()) is None


@pytest.mark.parametrize("key", ["", "k" * 201, "a\tb", "a\x00", "\u202ea", "\u200b"])
def test_a_key_that_is_empty_long_or_hides_something_is_refused(key: str) -> None:
    with pytest.raises(Invalid, match="printable") as refused:
        key_of(asked(**{"Idempotency-Key": key}))

    assert refused.value.errors[0].pointer == "/Idempotency-Key"


@pytest.mark.parametrize(
    ("header", "version"), [("*", None), (" * ", None), ('"1"', 1), (' "12" ', 12), ('"000000007"', 7)]
)
def test_if_match_names_a_version_or_any(header: str, version: int | None) -> None:
    assert expected_version(asked(**{"If-Match": header})) == version


@pytest.mark.parametrize(
    "header", ["", "1", '"1', '"-1"', '"1.0"', '"a"', 'W/"1"', '"1","2"', '"1234567890"', '"\u0661"']
)
def test_if_match_that_names_no_version_of_ours_is_stale_before_anything_is_asked(header: str) -> None:
    with pytest.raises(Stale):
        expected_version(asked(**{"If-Match": header}))


@pytest.mark.parametrize(("current", "expected"), [(1, 2), (2, 1), (1, 0)])
def test_another_version_than_expected_is_stale(current: int, expected: int) -> None:
    with pytest.raises(Stale):
        check_version(current, expected)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "blank"),
        (" \u2003\n", "blank"),
        (None, "null"),
        (True, "invalid"),
        ([], "invalid"),
        ({}, "invalid"),
        ("x" * 6, "too_long"),
        ("\x00", "control_characters"),
        ("a\u2069b", "control_characters"),
    ],
)
def test_a_text_field_refuses_with_the_same_codes_as_the_verbs(value: Any, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TextField(max_length=5).run_validation(value)

    assert refused.value.get_codes() == [code]


@pytest.mark.parametrize(
    ("value", "text"),
    [(" hej ", "hej"), ("A\u030a", "Å"), ("a\r\nb", "a\nb"), (7, "7"), ("👩‍👩‍👧", "👩‍👩‍👧")],
)
def test_a_text_field_cleans_what_people_type(value: Any, text: str) -> None:
    assert TextField(max_length=5).run_validation(value) == text


def test_a_text_field_that_may_be_blank_takes_nothing() -> None:
    assert TextField(max_length=5, allow_blank=True).run_validation("  ") == ""


@pytest.mark.parametrize(
    "value", ["2027-03-01T08:00:00Z", "2027-03-01T10:00:00+02:00", "2027-03-01T09:00:00"]
)
def test_a_moment_is_read_with_its_offset_or_in_the_servers_zone(value: str) -> None:
    assert MomentField().run_validation(value).timestamp() == 1803888000


@pytest.mark.parametrize(
    "value",
    [
        *("0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "soon", 7, [], {}),
        *("2027-02-30T00:00:00Z", "10000-01-01T00:00:00Z", "2027-03-01T25:00:00Z", "\x00"),
    ],
)
def test_what_is_no_moment_of_the_calendar_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        MomentField().run_validation(value)
