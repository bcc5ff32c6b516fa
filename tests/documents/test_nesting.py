"""How deep a document may be nested."""

from typing import Any

import pytest
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment, XmlText, write_var_uint

from access.actor import Actor
from access.refusals import Malformed
from documents import copies
from documents.models import Document
from documents.nesting import DEEPEST, UNCOUNTED, depth_of
from documents.reading import paragraphs_of
from documents.services import append_updates, create_document
from networks.models import Network
from tests.factories.documents import Pen


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    return create_document(goteborg, network=network, title="Behov")


def nested(depth: int, *, client: int = 7, after: int = 0) -> bytes:
    """An update with elements in elements, on top of `after` that are there already."""
    head = write_var_uint(1) + write_var_uint(depth) + write_var_uint(client) + write_var_uint(after)
    structs = [
        bytes([7, 0]) + write_var_uint(client) + write_var_uint(clock - 1) + b"\x03\x01p"
        if clock
        else b"\x07\x01\x07default\x03\x01p"
        for clock in range(after, after + depth)
    ]
    return head + b"".join(structs) + b"\x00"


def test_the_depth_of_what_editors_write_is_counted() -> None:
    doc: Doc[Any] = Doc()
    fragment = doc.get("default", type=XmlFragment)
    table = fragment.children.append(XmlElement("table"))
    for _ in range(3):
        cell = table.children.append(XmlElement("row")).children.append(XmlElement("cell"))
        cell.children.append(XmlElement("paragraph")).children.append(XmlText("x"))
    doc.get("map", type=Map)["list"] = Array([Map({"x": 1})])
    doc.get("text", type=Text).insert(0, "flat")

    assert depth_of(doc.get_update()) == 5
    assert depth_of(Doc().get_update()) == 0
    assert depth_of(nested(10_000)) == 10_000


@pytest.mark.parametrize("depth", [DEEPEST + 1, 10_000, 100_000])
def test_a_document_nested_too_deep_is_refused_and_intact(
    goteborg: Actor, document: Document, depth: int
) -> None:
    pen = Pen()
    pen.write("Helt")
    pen.send(goteborg, document)

    with pytest.raises(Malformed, match="too_deep"):
        append_updates(goteborg, document=document, updates=[nested(depth)])

    copies.forget_all()
    assert paragraphs_of(document.pk) == ["Helt"]


def test_one_level_at_a_time_gets_no_deeper(goteborg: Actor, document: Document) -> None:
    def add_levels() -> None:
        for level in range(DEEPEST + UNCOUNTED + 2):
            append_updates(goteborg, document=document, updates=[nested(1, after=level)])

    with pytest.raises(Malformed, match="too_deep"):
        add_levels()

    document.refresh_from_db()
    assert DEEPEST <= document.seq <= DEEPEST + UNCOUNTED + 1


def test_a_long_flat_document_is_not_deep(goteborg: Actor, document: Document) -> None:
    pen = Pen()
    for number in range(2 * DEEPEST):
        pen.paragraph(str(number))
    for start in range(0, len(pen.unsent), 100):
        append_updates(goteborg, document=document, updates=pen.unsent[start : start + 100])

    assert len(paragraphs_of(document.pk)) == 2 * DEEPEST
