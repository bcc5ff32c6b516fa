"""What differs between two contents, word by word."""

import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import html as parser

from documents.diffing import ADDED, CHANGED, REMOVED, Change, difference
from documents.fitting import fitted
from documents.rendering import html_of, lines_of
from documents.schema import Content
from tests.documents.contents import CONTENTS, block, bullets, doc, h, p, table, text


def shown(before: Content, after: Content) -> str:
    return html_of(difference(fitted(before), fitted(after)).content)


def told(before: Content, after: Content) -> list[tuple[str, Any, Any]]:
    changes = difference(fitted(before), fitted(after)).changes
    return [(one.kind, one.before, one.after) for one in changes]


def test_words_are_compared_within_a_paragraph() -> None:
    before, after = doc(p("Vi behöver 4 500 bilar nu")), doc(p("Vi behöver 4 600 bilar nu"))

    assert shown(before, after) == "<p>Vi behöver 4<del> 500</del><ins> 600</ins> bilar nu</p>"
    assert told(before, after) == [(CHANGED, "Vi behöver 4 500 bilar nu", "Vi behöver 4 600 bilar nu")]


def test_blocks_are_added_and_removed_where_they_stand() -> None:
    before = doc(h(2, "Behov"), p("gammalt"), p("kvar"))
    after = doc(h(2, "Behov"), p("kvar"), p("nytt"))

    assert shown(before, after) == (
        "<h2>Behov</h2><p><del>gammalt</del></p><p>kvar</p><p><ins>nytt</ins></p>"
    )
    assert told(before, after) == [(REMOVED, "gammalt", None), (ADDED, None, "nytt")]


def test_a_word_in_a_list_or_cell_is_found_there() -> None:
    before = doc(bullets("ett", "två ord"), table(("Mål",), ("gammal siffra här",)))
    after = doc(bullets("ett", "två andra ord"), table(("Mål",), ("ny siffra här",)))

    html = shown(before, after)
    assert "<li><p>två<ins> andra</ins> ord</p></li>" in html
    assert "<td><p><del>gammal</del><ins>ny</ins> siffra här</p></td>" in html
    assert [kind for kind, _, _ in told(before, after)] == [CHANGED, CHANGED]


def test_what_has_no_words_says_itself_that_it_changed() -> None:
    image = block("image", src="/files/1/", alt="Karta")

    assert shown(doc(), doc(image)) == '<ins><p><img src="/files/1/" alt="Karta"></p></ins>'
    assert shown(doc({"type": "horizontalRule"}), doc()) == "<del><hr></del>"
    assert told(doc(image), doc()) == [(REMOVED, "Karta", None)]


def test_a_mark_that_is_new_is_a_change() -> None:
    assert shown(doc(p("ett två")), doc(p("ett", text(" två", "bold")))) == (
        "<p>ett<del> två</del><ins><strong> två</strong></ins></p>"
    )


def test_a_heading_of_another_level_is_another_block() -> None:
    assert shown(doc(h(1, "a")), doc(h(2, "a"))) == "<h1><del>a</del></h1><h2><ins>a</ins></h2>"


def test_attacks_are_shown_as_text_in_a_comparison_too() -> None:
    page = parser.fromstring(f"<div>{shown(doc(p('<script>x')), doc(p('<img onerror=x>')))}</div>")

    assert page.xpath("//script|//img") == []
    assert page.text_content() == "<script>x<img onerror=x>"


@settings(max_examples=100, deadline=None)
@given(CONTENTS)
def test_nothing_differs_between_a_content_and_itself(content: Content) -> None:
    found = difference(fitted(content), fitted(content))

    assert found.changes == []
    assert found.content == fitted(content)


def side(content: Content, without: str, tag: str) -> str:
    """The words of a comparison without what was added, or removed."""
    page = parser.fromstring(f"<div>{html_of(content)}</div>")
    for element in page.xpath(f"//{tag}"):
        element.drop_tree()
    return "".join(page.text_content().split())


@settings(max_examples=150, deadline=None)
@given(CONTENTS, CONTENTS)
def test_without_what_was_added_it_reads_as_before_and_without_what_went_as_after(
    one: Content, other: Content
) -> None:
    before, after = fitted(one), fitted(other)

    found = difference(before, after)

    assert side(found.content, ADDED, "ins") == side(before, "", "ins")
    assert side(found.content, REMOVED, "del") == side(after, "", "del")
    assert (found.changes == []) == (before == after)


def test_a_long_document_is_compared_in_time() -> None:
    words = [f"{index} " + "ord " * 20 for index in range(1500)]
    before = fitted(doc(*map(p, words)))
    after = fitted(doc(*(p(line.replace("ord", "annat", index % 3)) for index, line in enumerate(words))))
    began = time.monotonic()

    found = difference(before, after)

    assert time.monotonic() - began < 15
    assert len(found.changes) == 1000


def test_two_documents_with_nothing_in_common_are_compared_in_time() -> None:
    before = fitted(doc(*(p("") for _ in range(2000)), p("a " * 20_000)))
    after = fitted(doc(*(h(1, str(index)) for index in range(2000)), p("b " * 20_000)))
    began = time.monotonic()

    difference(before, after)

    assert time.monotonic() - began < 15


@pytest.mark.parametrize("length", [299, 301])
def test_an_excerpt_is_short(length: int) -> None:
    (change,) = difference(doc(), fitted(doc(p("x" * length)))).changes

    assert change == Change(kind=ADDED, before=None, after="x" * min(length, 300))


def test_lines_of_a_block_are_its_words() -> None:
    assert lines_of(fitted(doc(bullets("a", "b")))["content"][0]) == ["a", "b"]
    assert not re.search("<", "".join(lines_of(fitted(doc(p("ren")))["content"][0])))
