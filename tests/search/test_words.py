import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import fold, language_of, spans_of, weighty, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÅÄÖ", "åäö"),
        (unicodedata.normalize("NFD", "Växjö"), "växjö"),
        ("Résumé", "resume"),
        ("Ærø", "ärö"),
        ("Øresund", "öresund"),
        ("Straße", "strasse"),
        ("ﬁnland", "finland"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("ÜBER", "uber"),
    ],
)
def test_letters_fold_as_swedes_read_them(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Avtal/ramavtal, 4,5 %!", ["avtal", "ramavtal", "4", "5"]),
        ("IT-avtal snake_case", ["it", "avtal", "snake", "case"]),
        ("🚚🚚", []),
        ("a\u200bb", ["a", "b"]),
        ("日本語", ["日本語"]),
    ],
)
def test_words_are_letters_and_digits(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_what_says_nothing_keeps_its_place() -> None:
    assert weighty(words_of("Vi skriver ett avtal " + "x" * 101)) == "i skriver i avtal i"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vi har inte skrivit avtalet än", "sv"),
        ("We have not signed the contract yet", "en"),
        ("Ramavtal 2027", ""),
        ("Vi vill att you read the text och svarar", ""),
        ("Det er ikke et problem for os og dem", ""),
    ],
)
def test_small_words_tell_the_language(text: str, language: str) -> None:
    assert language_of(words_of(text)) == language


@given(st.text())
def test_spans_are_the_words_at_their_places(text: str) -> None:
    spans = spans_of(text)

    assert all(text[word.start : word.stop] for word in spans)
    assert all(word.stop <= later.start for word, later in pairwise(spans))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = words_of(text)

    assert words_of(" ".join(once)) == once
