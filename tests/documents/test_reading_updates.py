"""The reader of Yjs updates, alone: whatever bytes come, a Contents or a Malformed, and nothing else."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment, XmlText

from access.refusals import Malformed
from documents.yjs import (
    HIGHEST_CLIENT,
    HIGHEST_CLOCK,
    Contents,
    Reader,
    read_state_vector,
    read_update,
)
from tests.factories.documents import Pen

EMPTY = b"\x00\x00"


def varint(number: int) -> bytes:
    """The number as lib0 writes it."""
    octets = []
    while number > 0x7F:
        octets.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*octets, number])


def item(content: bytes, *, client: int = 1, clock: int = 0) -> bytes:
    """An update with one item in the root type `t`, of this content, and no deletion."""
    kind, body = content[:1], content[1:]
    struct = kind + varint(1) + varint(1) + b"t" + body
    return varint(1) + varint(1) + varint(client) + varint(clock) + struct + b"\x00"


@pytest.mark.parametrize("number", [0, 1, 127, 128, 16_383, 16_384, 2**31 - 1, 2**53 - 1])
def test_a_number_is_read_as_lib0_writes_it(number: int) -> None:
    reader = Reader(varint(number))

    assert reader.uint() == number
    assert reader.is_at_end


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"", "end too early"),
        (b"\x80", "end too early"),
        (b"\xff" * 8, "end too early"),
        (b"\xff" * 20, "too long"),
        (varint(2**53), "too large"),
    ],
)
def test_a_number_that_lib0_would_not_write_is_refused(octets: bytes, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        Reader(octets).uint()


def test_a_number_may_have_a_lower_bound_of_its_own() -> None:
    assert Reader(varint(6)).uint(6) == 6
    with pytest.raises(Malformed, match="too large"):
        Reader(varint(7)).uint(6)


@pytest.mark.parametrize(
    ("octets", "text"),
    [(b"\x00", ""), (b"\x03hej", "hej"), (b"\x02\xc3\xa5", "å"), (b"\x04\xf0\x9f\x9a\x9a", "🚚")],
)
def test_a_text_has_its_length_in_bytes_before_it(octets: bytes, text: str) -> None:
    assert Reader(octets).text() == text


@pytest.mark.parametrize(
    ("octets", "why"),
    [(b"\x04hej", "end too early"), (b"\x01\xff", "not UTF-8"), (b"\x03\xed\xa0\x80", "not UTF-8")],
)
def test_a_text_that_is_cut_or_no_utf8_is_refused(octets: bytes, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        Reader(octets).text()


def test_nothing_new_is_an_empty_update() -> None:
    assert read_update(EMPTY) == Contents({}, {})
    assert read_update(EMPTY).is_empty


def test_a_deletion_alone_is_not_empty() -> None:
    contents = read_update(b"\x00\x01\x05\x01\x00\x03")

    assert contents == Contents({}, {5: 3})
    assert not contents.is_empty


@pytest.mark.parametrize(("text", "ticks"), [("hej", 3), ("åäö", 3), ("🚚", 2), ("a🚚b", 4), ("e\u0301", 2)])
def test_the_clock_counts_utf16_units_as_browsers_do(text: str, ticks: int) -> None:
    pen = Pen(client_id=7)

    assert read_update(pen.write(text)).ends == {7: ticks}


def test_what_several_wrote_ends_at_each_ones_clock() -> None:
    first, second = Pen(client_id=7), Pen(client_id=9)
    first.write("Göteborg")
    second.hear(first.doc.get_update())
    second.write(" och Örebro")
    second.erase(0, 1)

    contents = read_update(second.doc.get_update())

    assert contents.ends == {7: 8, 9: 11}
    assert contents.deletions == {7: 1}


def test_every_kind_of_shared_type_is_read() -> None:
    doc: Doc[Any] = Doc(client_id=3)
    doc["text"] = Text("hej")
    doc["list"] = Array([1, 2.5, None, True, "x", b"bytes", {"a": [1, {"b": None}]}, 2**40, -7])
    doc["map"] = Map({"antal": 4500, "nested": Map({"x": Array([1])})})
    doc["xml"] = XmlFragment([XmlElement("p", {"class": "note"}, [XmlText("rad")])])
    text = doc["text"]
    assert isinstance(text, Text)
    text.format(0, 2, {"bold": True})
    text.insert_embed(1, {"image": "none"})

    contents = read_update(doc.get_update())

    assert set(contents.ends) == {3}
    assert contents.ends[3] > 15


@pytest.mark.parametrize(
    "content",
    [
        b"\x01\x05",  # five deleted
        b"\x02\x02\x011\x09undefined",
        b"\x03\x02\x00\xff",
        b"\x04\x03hej",
        b"\x05\x02{}",
        b"\x06\x04bold\x04true",
        b"\x07\x00",
        b"\x07\x03\x01p",
        b"\x08\x02\x7e\x78",
        b"\x08\x01\x75\x02\x7d\x01\x76\x01\x01a\x77\x01b",
        b"\x09\x01g\x76\x00",
    ],
    ids=lambda content: f"content {content[0]}",
)
def test_each_kind_of_content_is_read_to_its_end(content: bytes) -> None:
    assert set(read_update(item(content)).ends) == {1}
    with pytest.raises(Malformed):
        read_update(item(content) + b"\x00")
    with pytest.raises(Malformed):
        read_update(item(content)[:-2])


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (item(b"\x01\x00"), "content is empty"),
        (item(b"\x04\x00"), "content is empty"),
        (item(b"\x02\x00"), "content is empty"),
        (item(b"\x08\x00"), "content is empty"),
        (item(b"\x02\x01\x01{"), "not JSON"),
        (item(b"\x05\x03nil"), "not JSON"),
        (item(b"\x06\x01b\x01'"), "not JSON"),
        (item(b"\x07\x05"), "XmlHook"),
        (item(b"\x07\x07"), "too large"),
        (item(b"\x0b\x01"), "unknown kind"),
        (item(b"\x1f\x01"), "unknown kind"),
        (item(b"\x08\x01\x50"), "unknown kind"),
        (item(b"\x08\x01" + b"\x75\x01" * 100 + b"\x7e"), "too deep"),
        (item(b"\x08\x01" + b"\x76\x01\x01a" * 100 + b"\x7e"), "too deep"),
        (item(b"\x04\x03hej", clock=HIGHEST_CLOCK), "too high"),
        (item(b"\x04\x03hej", clock=HIGHEST_CLOCK + 1), "too large"),
        (item(b"\x04\x03hej", client=HIGHEST_CLIENT + 1), "too large"),
        (b"\x01\x00\x01\x00\x00", "doubled or empty"),
        (b"\x02" + item(b"\x04\x01a")[1:-1] * 2 + b"\x00", "doubled or empty"),
        (EMPTY + b"\x00", "follows the end"),
        (b"\x00", "end too early"),
        (b"", "end too early"),
    ],
)
def test_what_no_editor_sends_is_refused_with_the_reason(octets: bytes, why: str) -> None:
    with pytest.raises(Malformed, match=why) as refused:
        read_update(octets)

    assert refused.value.code == "not_yjs"


@pytest.mark.parametrize(
    ("octets", "clocks"), [(b"\x00", {}), (b"\x01\x07\x03", {7: 3}), (b"\x02\x05\x01\x06\x02", {5: 1, 6: 2})]
)
def test_a_state_vector_gives_each_clients_clock(octets: bytes, clocks: dict[int, int]) -> None:
    assert read_state_vector(octets) == clocks


@pytest.mark.parametrize(
    "octets", [b"", b"\x01", b"\x01\x07", b"\x00\x00", b"\x01\x07" + varint(2**31), b"hello"]
)
def test_what_is_no_state_vector_is_refused(octets: bytes) -> None:
    with pytest.raises(Malformed):
        read_state_vector(octets)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_contents_or_malformed(octets: bytes) -> None:
    for read in (read_update, read_state_vector):
        with suppress(Malformed):
            read(octets)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_update_is_contents_or_malformed(data: st.DataObject) -> None:
    pen = Pen(client_id=11)
    pen.write("Lastbilar utan utsläpp")
    pen.erase(3, 9)
    octets = bytearray(pen.doc.get_update())
    place = data.draw(st.integers(0, len(octets) - 1))
    octets[place] = data.draw(st.integers(0, 255))

    with suppress(Malformed):
        assert all(end <= HIGHEST_CLOCK for end in read_update(bytes(octets)).ends.values())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20), min_size=1, max_size=8))
def test_whatever_is_written_is_read_to_the_clock_that_pycrdt_counts(words: list[str]) -> None:
    pen = Pen(client_id=5)
    for word in words:
        pen.write(word)

    assert read_update(pen.doc.get_update()).ends == read_state_vector(pen.doc.get_state())
