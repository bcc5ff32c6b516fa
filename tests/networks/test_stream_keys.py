"""Keys of streams as clients send them, without any database."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.refusals import NotVisible
from networks.streams import parse

ONE = UUID("01890000-0000-7000-8000-000000000001")
TWO = UUID("01890000-0000-7000-8000-000000000002")


@pytest.mark.parametrize(
    ("key", "parsed"),
    [
        (f"network:{ONE}", ("network", [ONE])),
        (f"room:{ONE}", ("room", [ONE])),
        (f"authority:{ONE}:{TWO}", ("authority", [ONE, TWO])),
        (f"castle:{ONE}:{TWO}:{ONE}", ("castle", [ONE, TWO, ONE])),
        ("room", ("room", [])),
        ("", ("", [])),
    ],
)
def test_a_key_is_a_kind_and_ids(key: str, parsed: tuple[str, list[UUID]]) -> None:
    assert parse(key) == parsed


@pytest.mark.parametrize(
    "key",
    [
        "room:",
        "room:none",
        f"room:{ONE}x",
        f"room:{ONE}:",
        f"room::{ONE}",
        "room:1",
        f"room:{ONE}\x00",
        "a:b:c",
    ],
)
def test_a_key_whose_ids_are_none_is_not_visible(key: str) -> None:
    with pytest.raises(NotVisible):
        parse(key)


@given(st.text(max_size=80))
def test_any_text_is_a_key_or_not_visible(text: str) -> None:
    try:
        kind, ids = parse(text)
    except NotVisible:
        return
    assert text.startswith(kind)
    assert text.count(":") == len(ids)


@given(st.from_regex(r"[a-z]{1,20}", fullmatch=True), st.lists(st.uuids(), max_size=4))
def test_what_was_put_together_is_taken_apart_again(kind: str, ids: list[UUID]) -> None:
    assert parse(":".join([kind, *map(str, ids)])) == (kind, ids)


def test_an_id_may_be_written_in_capitals() -> None:
    one = uuid4()

    assert parse(f"room:{str(one).upper()}") == ("room", [one])
