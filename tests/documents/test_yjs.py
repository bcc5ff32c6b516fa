"""The reader of Yjs updates: takes all that Yjs writes, and nothing that pycrdt would die of."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment, XmlText, merge_updates, write_var_uint

from access.refusals import Malformed
from documents.yjs import DEEPEST_VALUE, read_state_vector, read_update

plain = st.none() | st.booleans() | st.integers(-(2**50), 2**50) | st.floats(allow_nan=False) | st.text()
values = st.recursive(
    plain | st.binary(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10
)


def written(client: int, text: str, value: Any) -> tuple[Doc[Any], list[bytes]]:
    """A document with one of most things in it, and its updates."""
    updates: list[bytes] = []
    doc: Doc[Any] = Doc(client_id=client)
    doc.observe(lambda event: updates.append(event.update))
    words = doc.get("text", type=Text)
    words += f"{text}!"
    words.insert_embed(0, {"image": "a.png"})
    words.format(0, 1, {"bold": True})
    doc.get("map", type=Map)["key"] = value
    doc.get("map", type=Map)["nested"] = Map({"list": Array([1, 2])})
    fragment = doc.get("default", type=XmlFragment)
    fragment.children.append(XmlElement("p", {"class": "lead"})).children.append(XmlText(f"{text}?"))
    del words[0:1]
    return doc, updates


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 2**53 - 1), st.text(), values)
def test_all_that_yjs_writes_is_read(client: int, text: str, value: Any) -> None:
    doc, updates = written(client, text, value)

    for update in [*updates, doc.get_update(), merge_updates(*updates), merge_updates(*updates[::2])]:
        contents = read_update(update)
        assert set(contents.ends) <= {client}
    assert read_update(doc.get_update()).ends == read_state_vector(doc.get_state())
    assert read_update(doc.get_update()).deletions.keys() == {client}


def nested(depth: int) -> bytes:
    """An update with a value in a value in a value."""
    value = bytes([117, 1]) * depth + bytes([126])
    return bytes([1, 1, 5, 0, 8, 1, 1]) + b"a" + write_var_uint(1) + value + bytes([0])


def test_values_nested_too_deep_are_refused_before_they_reach_what_dies_of_them() -> None:
    assert read_update(nested(DEEPEST_VALUE - 1)).ends == {5: 1}
    for depth in (DEEPEST_VALUE, 100_000):
        with pytest.raises(Malformed, match="too deep"):
            read_update(nested(depth))
