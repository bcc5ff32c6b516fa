"""The editor's content out of Yjs and back, whatever stands in it."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from documents.content import canonical, read_content, write_content
from documents.fitting import fitted
from documents.rendering import html_of, text_of
from documents.schema import DEEPEST, NODES, Content, address, source
from tests.documents.contents import CONTENTS, block, bullets, doc, h, p, table, text

FULL = doc(
    h(2, "Behov ", text("nu", "bold", "italic"), " 😀"),
    p("En rad", {"type": "hardBreak"}, text("en länk", href="https://x.se/?a=1&b=2"), text("x", "code")),
    bullets("ett", "två"),
    block("orderedList", block("listItem", p("tre"), bullets("djupare")), start=3),
    block("taskList", block("taskItem", p("klart"), checked=True), block("taskItem", p(), checked=False)),
    table(("Mål", "Mått"), ("Utsläpp", "ton")),
    block("blockquote", p("citat"), h(3, "i citat")),
    block("codeBlock", "x = 1\n\ny = 2\n", language="python"),
    {"type": "horizontalRule"},
    block("image", src="/files/1/", alt="Karta", title="Kartan"),
    p(),
)


def written(content: Content) -> "Doc[Any]":
    made: Doc[Any] = Doc()
    write_content(made, content)
    return made


def updates_of(document: "Doc[Any]", content: Content) -> list[bytes]:
    """What writing the content sends to others."""
    sent: list[bytes] = []
    document.observe(lambda event: sent.append(event.update))
    write_content(document, content)
    return sent


@settings(max_examples=150, deadline=None)
@given(CONTENTS)
def test_any_content_reads_as_it_was_written_once_it_fits(content: Content) -> None:
    fit = fitted(content)

    assert fitted(fit) == fit
    assert read_content(written(content)) == fit
    assert updates_of(written(fit), fit) == []


@settings(max_examples=100, deadline=None)
@given(CONTENTS, CONTENTS)
def test_any_document_can_be_edited_into_any_other(before: Content, after: Content) -> None:
    document = written(before)

    write_content(document, after)

    assert read_content(document) == fitted(after)


def test_everything_the_editor_knows_survives() -> None:
    assert fitted(FULL) == FULL
    assert read_content(written(FULL)) == FULL
    known = {"doc"}
    waiting = [FULL]
    while waiting:
        node = waiting.pop()
        known.add(node["type"])
        waiting += node.get("content", [])
    assert known == NODES.keys()


def test_numbers_reach_the_editor_as_numbers() -> None:
    document = written(doc(h(2, "a"), block("orderedList", block("listItem", p("b")), start=4)))

    blocks = document.get("default", type=XmlFragment).children
    assert dict(blocks[0].attributes) == {"level": 2}
    assert dict(blocks[1].attributes) == {"start": 4}


def test_an_empty_document_has_no_blocks() -> None:
    assert read_content(Doc()) == doc()
    assert text_of(read_content(Doc())) == ""


def test_what_other_clients_wrote_elsewhere_is_no_content() -> None:
    other: Doc[Any] = Doc()
    other.get("text", type=Text).insert(0, "annat")

    assert read_content(other) == doc()


def test_a_forward_edit_leaves_equal_blocks_as_they_are_for_everybody() -> None:
    document = written(doc(p("först"), p("gammalt"), h(2, "kvar"), p("sist")))
    blocks = document.get("default", type=XmlFragment).children
    kept = [blocks[index] for index in (0, 2, 3)]
    others: Doc[Any] = Doc()
    others.apply_update(document.get_update())

    write_content(document, doc(p("först"), p("nytt"), p("mer"), h(2, "kvar"), p("sist")))

    assert [blocks[index] for index in (0, 3, 4)] == kept
    others.apply_update(document.get_update(others.get_state()))
    assert read_content(others) == read_content(document)


def test_what_others_write_meanwhile_in_kept_blocks_survives() -> None:
    mine = written(doc(p("rubrik"), p("fel")))
    theirs: Doc[Any] = Doc()
    theirs.apply_update(mine.get_update())
    theirs.get("default", type=XmlFragment).children[0].children[0].insert(6, "en")

    write_content(mine, doc(p("rubrik"), p("rätt")))
    mine.apply_update(theirs.get_update())

    assert read_content(mine) == doc(p("rubriken"), p("rätt"))


@pytest.mark.parametrize(
    ("given_", "fit"),
    [
        (doc(text("löst")), doc(p("löst"))),
        (doc(p(p("inne"), "ute")), doc(p("inneute"))),
        (doc(block("mention", "@Anna")), doc(p("@Anna"))),
        (doc(p("till ", block("mention", "@Anna"))), doc(p("till ", text("@Anna")))),
        (doc(block("listItem", p("lös"))), doc(p("lös"))),
        (doc(block("bulletList", p("lös"))), doc(bullets("lös"))),
        (doc(block("bulletList")), doc()),
        (doc(block("table")), doc()),
        (doc(block("blockquote")), doc(block("blockquote", p()))),
        (doc(h(6, "djup")), doc(h(3, "djup"))),
        (doc(block("heading", "utan")), doc(h(1, "utan"))),
        (doc(block("heading", "text", level="2")), doc(h(2, "text"))),
        (doc(block("heading", "oändlig", level=float("inf"))), doc(h(1, "oändlig"))),
        (
            doc(block("codeBlock", text("a", "bold"), {"type": "hardBreak"}, "b")),
            doc(block("codeBlock", "a\nb")),
        ),
        (doc(block("image", alt="Karta", src="data:x")), doc(p("Karta"))),
        (doc(block("image", src="javascript:x")), doc()),
        (
            doc(p("före", block("image", src="/a"), "efter")),
            doc(p("före"), block("image", src="/a"), p("efter")),
        ),
        (doc(p(block("image", src="/a"))), doc(block("image", src="/a"))),
        (doc(p(text("a", href="javascript:x"), text("b", "bold", "bold"))), doc(p("a", text("b", "bold")))),
        (doc(p(text("a", "bold", "code"))), doc(p(text("a", "code")))),
        (
            doc(p(text("a", "bold", "code", href="https://x.se"))),
            doc(p(text("a", "bold", href="https://x.se"))),
        ),
        (doc(p("a\x00\x1bb")), doc(p("ab"))),
        (None, doc()),
        ({"content": [1, None, "x", {"type": ["list"]}]}, doc()),
    ],
)
def test_what_does_not_fit_degrades_to_what_it_holds(given_: Any, fit: Content) -> None:
    expected = fitted(fit)

    found = fitted(given_)

    assert text_of(found) == text_of(expected)
    assert [node["type"] for node in found["content"]] == [node["type"] for node in expected["content"]]
    assert found == expected


def test_ten_thousand_levels_are_read_at_once_as_text() -> None:
    deep: Doc[Any] = Doc()
    node = deep.get("default", type=XmlFragment).children.append(XmlElement("blockquote"))
    for _ in range(10_000):
        node = node.children.append(XmlElement("blockquote"))
    node.children.append(XmlText("längst ner"))
    began = time.monotonic()

    content = read_content(deep)

    assert time.monotonic() - began < 5
    assert text_of(content) == "längst ner"
    assert "längst ner" in html_of(content)
    canonical(content)


def test_a_tree_of_json_is_cut_off_alike() -> None:
    tree: Content = {"type": "text", "text": "längst ner"}
    for _ in range(100_000):
        tree = {"type": "bulletList", "content": [tree]}

    content = fitted(doc(tree))

    depth, node = 0, content
    while node.get("content"):
        node, depth = node["content"][-1], depth + 1
    assert depth <= DEEPEST + 4
    assert text_of(content) == "längst ner"
    assert read_content(written(content)) == content


def test_overlapping_marks_and_strange_ones_are_read() -> None:
    made: Doc[Any] = Doc()
    line = made.get("default", type=XmlFragment).children.append(XmlElement("paragraph"))
    words = line.children.append(XmlText(""))
    words.insert(0, "abc", {"bold--AbCdEf12": {}, "blink": True, "italic": None})

    assert read_content(made) == doc(p(text("abc", "bold")))


def test_two_texts_side_by_side_are_one() -> None:
    made: Doc[Any] = Doc()
    line = made.get("default", type=XmlFragment).children.append(XmlElement("paragraph"))
    for word in ("ett ", "två"):
        line.children.append(XmlText(word))

    assert read_content(made) == doc(p("ett två"))


def test_thousands_of_equal_blocks_are_edited_in_time() -> None:
    document = written(doc(*[p()] * 1500))
    began = time.monotonic()

    write_content(document, doc(h(1, "a"), *[p()] * 1200, h(1, "b")))

    assert time.monotonic() - began < 10
    assert len(read_content(document)["content"]) == 1202


@pytest.mark.parametrize(
    "target",
    [
        *("javascript:alert(1)", " JaVaScRiPt:x", "java\nscript:x", "data:text/html,x", "vbscript:x"),
        *("//x.se", "/x", "http://[bad", "", "x" * 3000, "https://x.se/" + "a" * 3000, "https://x.se/a b"),
        *(None, 7),
    ],
)
def test_a_link_leads_only_where_links_may(target: Any) -> None:
    assert address(target) is None


def test_an_image_lies_here_or_on_the_web() -> None:
    assert source("/files/1/") == "/files/1/"
    assert source("https://x.se/a.png") == "https://x.se/a.png"
    for target in ("//x.se/a.png", "/\\x.se", "data:image/png;base64,x", "mailto:a@x.se", "a.png", None):
        assert source(target) is None
