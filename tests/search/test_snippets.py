import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.snippets import Sought, is_sought, snippet


def sought(*stems: str, beginnings: tuple[str, ...] = ()) -> Sought:
    return Sought(frozenset(stems), frozenset(beginnings))


@pytest.mark.parametrize(
    ("word", "stem", "is_marked"),
    [
        ("avtal", "avtal", True),
        ("avtalets", "avtal", True),
        ("ramavtalen", "avtal", True),
        ("avtalstid", "avtal", True),
        ("bild", "bil", False),
        ("bilar", "bil", True),
        ("elbilar", "bil", True),
        ("och", "och", False),
        ("companies", "compan", True),
    ],
)
def test_a_word_is_marked_for_its_stem_or_that_of_a_part(word: str, stem: str, is_marked: bool) -> None:  # noqa: FBT001
    assert is_sought(word, sought(stem)) == is_marked


def test_a_beginning_marks_the_whole_word() -> None:
    said = snippet("Upphandlingsmyndigheten svarade", sought(beginnings=("upph",)))

    assert said == "<mark>Upphandlingsmyndigheten</mark> svarade"


def test_everything_but_the_marks_is_escaped() -> None:
    said = snippet('<script>alert("avtal")</script> & avtal', sought("avtal"))

    assert said == (
        "&lt;script&gt;alert(&quot;<mark>avtal</mark>&quot;)&lt;/script&gt; &amp; <mark>avtal</mark>"
    )


def test_a_long_text_is_cut_at_words_around_what_was_found() -> None:
    text = "inledning " * 50 + "här står ramavtal och larm " + "avslutning " * 50

    said = snippet(text, sought("avtal", "larm"))

    assert said.startswith("… ")
    assert said.endswith(" …")
    assert "<mark>ramavtal</mark> och <mark>larm</mark>" in said
    assert re.fullmatch(r"… (\S+ )+…", said)


def test_a_text_without_the_words_shows_its_beginning() -> None:
    assert snippet("ord " * 100, sought("avtal")).startswith("ord ord")


@given(st.text(max_size=600), st.text("abcå<>&", min_size=1, max_size=4))
def test_no_text_ever_becomes_markup(text: str, stem: str) -> None:
    said = snippet(text, sought(stem, beginnings=(stem,)))

    plain = said.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert ">" not in plain
    assert said.count("<mark>") == said.count("</mark>")
    assert set(unescape(plain)) <= set(text) | {" ", "…"}
