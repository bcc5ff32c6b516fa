"""Does a need say what is to be achieved, or does it point at a product? Pure, without Django.

The words are kept in product_words.toml, field by field, in Swedish and English. A check of words
finds many solutions and not all, and some words that are none: people decide.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

BRAND = "brand"
LONGEST = 100  # characters of a word; what is longer is no word
_WORD = re.compile(r"\w+(?:[-:'\u2019]\w+)*")
_BREAK = re.compile("[-:'\u2019]")
# Capitals inside a word, as brands have them and units (kWh, CO2e) don't.
_BRAND_LIKE = re.compile(r"[a-zåäöæø]{2,}[A-ZÅÄÖÆØ][a-zåäöæø]|[a-z][A-Z][a-z]{2,}")
_REGISTERED = re.compile("[®™]")
# What Swedish and English add to a noun.
_ENDINGS = (
    *("", "s", "n", "en", "et", "t", "er", "or", "ar", "r", "na", "erna", "orna", "arna"),
    *("ns", "ens", "ets", "ers", "ors", "ars", "nas", "ernas", "ornas", "arnas", "es"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of products, and what to say instead."""

    key: str
    suggestion_sv: str
    suggestion_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A product word: where it stands, in characters from the beginning of its text, and its field."""

    place: str
    start: int
    end: int
    word: str
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words of all fields, by how they are looked for."""

    whole: dict[str, Field]
    as_written: dict[str, Field]
    inside: tuple[tuple[str, bool, bool, Field], ...]  # stem, may others stand before it, and after it
    phrases: dict[str, tuple[tuple[tuple[str, ...], Field], ...]]  # by their first word
    no_products: frozenset[str]
    brand: Field


def hits(texts: Mapping[str, str]) -> list[Hit]:
    """The product words of texts by their places, in the order of the texts and of the words in each."""
    return [hit for place, text in texts.items() for hit in _hits_in(place, text)]


def is_product_word(word: str) -> bool:
    """Would this word, or these words, be pointed at in a text of their own?"""
    found = list(_hits_in("", word))
    return len(found) == 1 and (found[0].start, found[0].end) == (0, len(word))


def _hits_in(place: str, text: str) -> Iterator[Hit]:
    tokens = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    after = 0
    for position, (start, end) in enumerate(tokens):
        if start < after:
            continue
        field, count = _phrase(text, tokens[position : position + 3])
        if field is None:
            field = _field_of(text[start:end]) or _marked(text, end)
        if field is not None:
            after = tokens[position + count - 1][1]
            yield Hit(place=place, start=start, end=after, word=text[start:after], field=field)


def _phrase(text: str, tokens: list[tuple[int, int]]) -> tuple[Field | None, int]:
    """The field of several words that begin here, and how many they are."""
    words = [text[start:end].casefold() for start, end in tokens]
    for phrase, field in _words().phrases.get(words[0], ()):
        count = len(phrase)
        is_whole = words[: count - 1] == list(phrase[:-1]) and len(words) >= count
        if is_whole and words[count - 1] in _forms(phrase[-1]):
            return field, count
    return None, 1


def _marked(text: str, end: int) -> Field | None:
    return _words().brand if _REGISTERED.match(text, end) else None


@lru_cache(maxsize=20_000)
def _field_of(token: str) -> Field | None:
    if len(token) > LONGEST:
        return None
    words, plain = _words(), token.casefold()
    if plain in words.no_products:
        return None
    head = _BREAK.split(token)[0]  # of "AI-tjänst", and of "appen:s"
    known = words.as_written.get(head) or words.whole.get(plain) or words.whole.get(head.casefold())
    return known or _compound(plain, words) or _brand(token, words)


def _compound(plain: str, words: _Words) -> Field | None:
    for stem, before, after, field in words.inside:
        at = plain.find(stem) if before else (0 if plain.startswith(stem) else -1)
        if at >= 0 and (after or plain[plain.rfind(stem) + len(stem) :] in _ENDINGS):
            return field
    return None


def _brand(token: str, words: _Words) -> Field | None:
    return words.brand if _BRAND_LIKE.search(token) else None


def _forms(word: str) -> set[str]:
    return {word + ending for ending in _ENDINGS}


@cache
def _words() -> _Words:
    fields = tomllib.loads((Path(__file__).parent / "product_words.toml").read_text("utf-8"))["fields"]
    whole: dict[str, Field] = {}
    written: dict[str, Field] = {}
    inside: list[tuple[str, bool, bool, Field]] = []
    phrases: dict[str, list[tuple[tuple[str, ...], Field]]] = {}
    known = {}
    for row in fields:
        field = Field(key=row["key"], suggestion_sv=row["suggestion_sv"], suggestion_en=row["suggestion_en"])
        known[field.key] = field
        for word in (*row["sv"], *row["en"]):
            if " " in word:
                parts = tuple(word.strip("*").split())
                phrases.setdefault(parts[0], []).append((parts, field))
            elif "*" in word:
                inside.append((word.strip("*"), word.startswith("*"), word.endswith("*"), field))
            elif word != word.lower():
                written[word] = field
            else:
                whole |= dict.fromkeys(_forms(word), field)
    return _Words(
        whole=whole,
        as_written=written,
        inside=tuple(inside),
        phrases={first: tuple(rest) for first, rest in phrases.items()},
        no_products=frozenset(form for row in fields for word in row["but"] for form in _forms(word)),
        brand=known[BRAND],
    )
