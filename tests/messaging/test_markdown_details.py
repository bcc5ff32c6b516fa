"""What the Markdown of messages makes of what people really type, to the letter."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from messaging.markdown import is_plain, rendered, to_html

REL = 'rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Hej!", "<p>Hej!</p>"),
        ("ett\n\ntvå", "<p>ett</p>\n<p>två</p>"),
        ("ett\ntvå\ntre", "<p>ett<br>\ntvå<br>\ntre</p>"),
        ("# 1 i ordningen", "<p># 1 i ordningen</p>"),
        ("Rubrik\n---", "<p>Rubrik</p>\n<hr>"),
        ("---", "<hr>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("**fet**", "<p><strong>fet</strong></p>"),
        ("__fet__", "<p><strong>fet</strong></p>"),
        ("_lutad_", "<p><em>lutad</em></p>"),
        ("***båda***", "<p><em><strong>båda</strong></em></p>"),
        ("~~struken~~", "<p><s>struken</s></p>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("    indraget", "<pre><code>indraget\n</code></pre>"),
        ("```python\nprint(1)\n```", "<pre><code>print(1)\n</code></pre>"),
        ("\\*inte lutad\\*", "<p>*inte lutad*</p>"),
        ("a &amp; b", "<p>a &amp; b</p>"),
        ("5 < 7 > 3", "<p>5 &lt; 7 &gt; 3</p>"),
        ("<b>fet</b>", "<p>&lt;b&gt;fet&lt;/b&gt;</p>"),
        ("![bild](https://a.example/x.png)", f'<p>!<a href="https://a.example/x.png" {REL}>bild</a></p>'),
        ("> citat", "<blockquote>\n<p>citat</p>\n</blockquote>"),
        ("1. ett\n2. två", "<ol>\n<li>ett</li>\n<li>två</li>\n</ol>"),
        ("- ett\n  - inne", "<ul>\n<li>ett\n<ul>\n<li>inne</li>\n</ul>\n</li>\n</ul>"),
        ("[ref]: https://a.example\n\n[ref]", "<p>[ref]: <a"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<p>| a | b |<br>\n|---|---|<br>\n| 1 | 2 |</p>"),
        ("Åsa Öberg 🚚 移動", "<p>Åsa Öberg 🚚 移動</p>"),
    ],
)
def test_what_is_typed_is_shown_as(text: str, html: str) -> None:
    found = to_html(text)

    assert found == html or (html.endswith("<a") and found.startswith(html))


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("https://orebro.se", "https://orebro.se"),
        ("Se https://orebro.se.", "https://orebro.se"),
        ("(https://orebro.se/a)", "https://orebro.se/a"),
        ("<https://orebro.se/?q=1>", "https://orebro.se/?q=1"),
        ("[x](http://orebro.se)", "http://orebro.se"),
        ("[x](mailto:kim@orebro.se)", "mailto:kim@orebro.se"),
        ("kim@orebro.se", "mailto:kim@orebro.se"),
        ("[x](https://orebro.se/å)", "https://orebro.se/%C3%A5"),
    ],
)
def test_a_link_goes_where_it_says_and_tells_nobody_where_from(text: str, href: str) -> None:
    assert f'<a href="{href}" {REL}>' in to_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](file:///etc/passwd)",
        "[x](ftp://a.example)",
        "[x](tel:112)",
        "[x](blob:x)",
        "<javascript:alert(1)>",
    ],
)
def test_a_link_of_another_kind_is_none(text: str) -> None:
    assert "href" not in to_html(text)


@pytest.mark.parametrize("depth", [1, 5, 10])
def test_quotes_nest_as_deep_as_people_quote(depth: int) -> None:
    assert to_html("> " * depth + "x").count("<blockquote>") == depth


def test_words_are_kept_however_deep_they_are_nested() -> None:
    assert "4500" in to_html("> " * 11 + "4500")


WORDS = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=12))
def test_plain_words_come_out_as_one_paragraph_of_the_same_words(words: list[str]) -> None:
    assert to_html(" ".join(words)) == f"<p>{' '.join(words)}</p>"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_the_same_text_is_always_the_same_html_without_blanks_around_it(text: str) -> None:
    html = to_html(text)

    assert html == to_html(text)
    assert html == html.strip()
    assert "<script" not in html.lower()


WORDS = st.text(alphabet="abcåöÅ09éß ,;?!'()#%\u2013….:_*&<>@/\\\n", max_size=30)


@given(text=WORDS)
@example("www.x.se. Ja")
@example("Se: bilaga")
@example("mailto:a b")
@example("A. B. c")
@example("x ")
def test_the_short_way_for_plain_words_says_what_the_long_way_says(text: str) -> None:
    assert to_html(text) == rendered(text)


def test_plain_words_take_the_short_way() -> None:
    assert is_plain("Ungefär 4 500 om dagen, säger Örebro: fler i december (kanske 20 %).")
