"""Content as HTML, text and Markdown: safe, and saying the same."""

import re

import pytest
from hypothesis import given, settings
from lxml import html as parser
from markdown_it import MarkdownIt

from documents.exports import FORMATS, Sheet
from documents.fitting import fitted
from documents.markdown import markdown_of
from documents.rendering import html_of, text_of
from documents.schema import Content
from tests.documents.contents import CONTENTS, block, bullets, doc, h, p, table, text

_BREAK: Content = {"type": "hardBreak"}

SAFE = {
    *("p", "h1", "h2", "h3", "blockquote", "pre", "code", "ul", "ol", "li", "hr", "br", "img", "input", "a"),
    *("table", "tbody", "tr", "th", "td", "strong", "em", "u", "s", "body", "div"),
}
ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "</p><iframe src=javascript:alert(1)>",
    "&lt;script&gt;",
    "' onmouseover='alert(1)",
    "]]><!--<script>",
]


def rendered(content: Content) -> str:
    return html_of(fitted(content))


@settings(max_examples=150, deadline=None)
@given(CONTENTS)
def test_whatever_is_written_renders_as_safe_html(content: Content) -> None:
    page = parser.fromstring(f"<div>{rendered(content)}</div>")

    for element in page.iter():
        assert element.tag in SAFE
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        target = element.get("href") or element.get("src") or "https:"
        assert re.match(r"https?:|mailto:|/(?!/)", target), target
        assert element.tag != "img" or element.get("src", "").startswith("/")


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_shown_as_the_text_they_are(attack: str) -> None:
    content = doc(
        h(1, attack),
        p(text(attack, "bold", href=f"https://x.se/{attack.replace(' ', '')}")),
        block("codeBlock", attack, language=attack),
        block("image", src="/files/1/", alt=attack, title=attack),
        table((attack,), (attack,)),
    )

    page = parser.fromstring(f"<div>{rendered(content)}</div>")

    assert page.xpath("//script|//svg|//iframe|//*[@onload or @onerror or @onmouseover]") == []
    assert page.xpath("//h1")[0].text == attack
    assert page.xpath("//img")[0].get("alt") == attack


def test_every_kind_of_block_has_its_element() -> None:
    content = doc(
        h(2, "Rubrik"),
        p("rad", {"type": "hardBreak"}, text("länk", "bold", "italic", href="https://x.se")),
        block("orderedList", block("listItem", p("tre")), start=3),
        block("taskList", block("taskItem", p("klart"), checked=True)),
        block("table", block("tableRow", block("tableCell", p("bred"), colspan=2, rowspan=3))),
        block("codeBlock", "x = 1", language="python"),
        {"type": "horizontalRule"},
        block("image", src="https://x.se/spår.png", alt="Spår"),
    )

    assert rendered(content) == (
        "<h2>Rubrik</h2>"
        '<p>rad<br><a href="https://x.se" rel="noopener noreferrer nofollow">'
        "<strong><em>länk</em></strong></a></p>"
        '<ol start="3"><li><p>tre</p></li></ol>'
        '<ul class="task-list"><li><input type="checkbox" disabled="" checked=""> <p>klart</p></li></ul>'
        '<table><tbody><tr><td colspan="2" rowspan="3"><p>bred</p></td></tr></tbody></table>'
        '<pre><code class="language-python">x = 1</code></pre>'
        "<hr>"
        '<p><a href="https://x.se/spår.png" rel="noopener noreferrer nofollow">Spår</a></p>'
    )


def test_text_for_search_has_a_line_for_each_block() -> None:
    content = doc(
        h(1, "Behov"),
        p("ett ", text("ram", "bold"), text("avtal", "italic"), {"type": "hardBreak"}, "till"),
        p(),
        bullets("a", "b"),
        table(("Mål", "Mått"), ("x", "y")),
        block("image", src="/f", alt="Karta"),
        {"type": "horizontalRule"},
    )

    assert text_of(fitted(content)).split("\n") == [
        *("Behov", "ett ramavtal till", "a", "b", "Mål", "Mått", "x", "y", "Karta")
    ]


def test_markdown_says_the_same() -> None:
    content = doc(
        h(2, "Behov #1"),
        p("rad", {"type": "hardBreak"}, text("fet ", "bold"), text("länk", href="https://x.se/(a)")),
        p("1. ingen lista"),
        block("orderedList", block("listItem", p("tre"), bullets("djupare")), start=3),
        block("taskList", block("taskItem", p("klart"), checked=True), block("taskItem", p("kvar"))),
        table(("Mål", "Mått | sort"), ("x", "y")),
        block("blockquote", p("citat"), p("två")),
        block("codeBlock", "```\nx", language="md"),
        {"type": "horizontalRule"},
        block("image", src="/f", alt="Karta"),
    )

    assert (
        markdown_of(fitted(content), title="Vårt *behov*")
        == r"""# Vårt \*behov\*

## Behov #1

rad\
**fet** [länk](https://x.se/%28a%29)

1\. ingen lista

3. tre

   - djupare

- [x] klart
- [ ] kvar

| Mål | Mått \| sort |
| --- | --- |
| x | y |

> citat
>
> två

````md
```
x
````

---

![Karta](/f)
"""
    )


@pytest.mark.parametrize(
    "parts",
    [[_BREAK], [_BREAK, _BREAK], [text("x"), _BREAK, text(" ")], [text("x"), _BREAK, text(" "), _BREAK]],
)
def test_breaks_at_the_end_of_a_block_leave_no_sign(parts: list[Content]) -> None:
    content = fitted({"content": [{"type": "paragraph", "content": parts}]})

    assert "\\" not in markdown_of(content)


def test_breaks_at_the_end_of_a_paragraph_leave_no_backslash_in_markdown() -> None:
    broken: Content = {"type": "hardBreak"}

    assert markdown_of(doc(p("rad", broken, broken, " ", broken), p(broken, "sedan"))) == "rad\n\n\\\nsedan\n"


@settings(max_examples=100, deadline=None)
@given(CONTENTS)
def test_markdown_reads_as_the_same_words(content: Content) -> None:
    fit = fitted(
        {"content": [node for node in fitted(content)["content"] if node["type"] in ("paragraph", "heading")]}
    )
    md = MarkdownIt("commonmark").enable("strikethrough").render(markdown_of(fit))

    shown = parser.fromstring(f"<div>{md}</div>").text_content()

    assert "".join(shown.split()) == "".join(text_of(fit).split())


@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_every_form_holds_the_words(form: str) -> None:
    sheet = Sheet(title="Behov & <mål>", language="sv", content=fitted(doc(p("utsläpp"))))

    out = FORMATS[form].make(sheet)

    assert "utsläpp".encode() in out
    assert b"<m\xc3\xa5l>" not in out


def test_html_is_a_page_of_its_own_with_title_and_language() -> None:
    page = FORMATS["html"].make(Sheet(title="A & B", language="en", content=doc(p("x")))).decode()

    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert "<title>A &amp; B</title>" in page
    assert "<h1>A &amp; B</h1>\n<p>x</p>" in page
