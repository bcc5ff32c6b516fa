import re
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messaging.markdown import to_html

ALLOWED = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "s", "strong", "ul", "hr"}
TAG = re.compile(r"<\s*/?\s*([a-zA-Z][^\s/>]*)([^>]*)>")
ATTRIBUTE = re.compile(r'\s([a-zA-Z:-]+)="([^"]*)"')
SCHEME = re.compile(r"[^/?#]*:")
# Of one core here; most take a hundredth of it.
SLOWEST_SECONDS = 2.0


def assert_safe(html: str) -> None:
    for tag, rest in TAG.findall(html):
        assert tag in ALLOWED, tag
        for name, value in ATTRIBUTE.findall(rest):
            assert name in {"href", "rel", "start", "title"}, name
            if name == "href" and SCHEME.match(value):
                assert value.startswith(("http://", "https://", "mailto:")), value


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hej", "<p>Hej</p>"),
        (
            "**fet** *lutad* ~~struken~~ `kod`",
            "<strong>fet</strong> <em>lutad</em> <s>struken</s> <code>kod</code>",
        ),
        ("ett\ntvå", "<p>ett<br>\ntvå</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("> så\n\nsvar", "<blockquote>\n<p>så</p>\n</blockquote>\n<p>svar</p>"),
        ("```\nx < y\n```", "<pre><code>x &lt; y\n</code></pre>"),
        (
            "[vår sida](https://goteborg.example/?b=1&c=2)",
            '<a href="https://goteborg.example/?b=1&amp;c=2" rel="noopener noreferrer nofollow">vår sida</a>',
        ),
        ("https://www.orebro.se", '<a href="https://www.orebro.se" rel="noopener noreferrer nofollow">'),
        ("mejla kim@orebro.se", '<a href="mailto:kim@orebro.se"'),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
    ],
)
def test_the_subset_that_people_write(text: str, html: str) -> None:
    assert html in to_html(text)
    assert_safe(to_html(text))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://spy.example/pixel.png)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](//spy.example)",
        "[x](/admin/)",
        "<a href='javascript:alert(1)'>x</a>",
        '[x](https://a.example "onmouseover=alert(1)")',
        '[x](https://a.example/"onmouseover="alert(1))',
        '<https://a.example/"onclick=alert(1)>',
        "[x]: javascript:alert(1)\n\n[x]",
        "<svg/onload=alert(1)>",
        "<style>*{display:none}</style>",
        "<iframe src=https://spy.example>",
        "<!-- --><b onclick=x>y</b>",
        "```html\n<script>alert(1)</script>\n```",
        "`<script>`",
        "# Rubrik\n\nUnder\n===",
    ],
)
def test_nothing_that_runs_loads_or_shouts_gets_through(text: str) -> None:
    assert_safe(to_html(text))


BOMBS = {
    "quotes in quotes": ">" * 10_000 + " x",
    "quotes line by line": "\n".join(">" * depth + " x" for depth in range(1, 190)),
    "lists in lists": "\n".join(" " * (2 * depth) + "- x" for depth in range(95)),
    "list markers in a row": "- " * 10_000,
    "numbers in a row": "1. " * 6_000,
    "open brackets": "[" * 20_000,
    "closed links": "[](" * 6_000,
    "brackets in brackets": "[" * 10_000 + "]" * 10_000,
    "links in links": "[a](" * 5_000 + "x" + ")" * 5_000,
    "stars": "*" * 20_000,
    "stars and letters": "*a " * 6_000,
    "stars closed": "**a" * 6_000,
    "stars and underlines": "*_" * 10_000,
    "tildes": "~" * 20_000,
    "tilde pairs": "~~a" * 6_000,
    "backticks": "`" * 20_000,
    "backticks of every length": " ".join("`" * length for length in range(1, 198)),
    "backslashes": "\\" * 20_000,
    "less than": "<" * 20_000,
    "autolinks": "<a:" * 6_000,
    "addresses": "a@" * 10_000,
    "web addresses": "https://a.example/" * 1_100,
    "www in a row": "www." * 5_000,
    "entities": "&" * 20_000,
    "entity names": "&a" * 10_000,
    "pipes": "|" * 20_000,
    "line feeds": "a\n" * 10_000,
    "blanks": "a" + " " * 19_990 + "b",
    "fences": "```\n" * 5_000,
    "rules": "***\n" * 5_000,
    "definitions": "[a]: b\n" * 2_800,
    "combining": "e" + "\u0301" * 19_999,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_defused_in_a_moment(name: str) -> None:
    text = BOMBS[name][:20_000]
    began = perf_counter()

    html = to_html(text)

    assert perf_counter() - began < SLOWEST_SECONDS
    assert len(html) < 40 * len(text)
    assert_safe(html)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("<>[]()!*_`~\\&;:/\"'=# \n-1.ajs@")), max_size=200))
def test_any_mixture_of_signs_comes_out_safe(text: str) -> None:
    assert_safe(to_html(text))
