"""The stretch of a text that shows why it was found, as HTML that is safe to put on a page. Pure Python."""

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from search.splitting import forms_of
from search.words import STOP, Word, spans_of

AROUND = 220
BEFORE = 60
# How words go on in Swedish and English, behind their stems.
ENDINGS = frozenset(
    (
        *("", "a", "ad", "ade", "an", "ande", "ar", "arna", "arnas", "ars", "as", "at", "de", "e", "ed"),
        *("en", "ens", "er", "erna", "ernas", "ers", "es", "et", "ets", "het", "ies", "ing", "ings", "is"),
        *("ity", "iva", "ly", "n", "na", "nas", "ning", "ns", "or", "orna", "ors", "r", "rna", "rs", "s"),
        *("t", "te", "ts", "y"),
    )
)


class Sought(NamedTuple):
    """What to mark: stems, and the beginnings of words."""

    stems: frozenset[str]
    beginnings: frozenset[str]


def snippet(text: str, sought: Sought, *, length: int = AROUND) -> str:
    """About `length` characters around what was found, with the words in <mark>; the rest escaped."""
    words = spans_of(text)
    marked = [word for word in words if is_sought(word.folded, sought)]
    start, stop = _window(text, words, marked, length)
    inside = [word for word in marked if start <= word.start and word.stop <= stop]
    said = _marked(text, inside, start, stop)
    return f"{'… ' if start > 0 else ''}{said}{' …' if stop < len(text) else ''}"


def is_sought(word: str, sought: Sought) -> bool:
    """Is this, or a part of it, one of the words that were looked for?"""
    if word in STOP:
        return False
    if any(word.startswith(beginning) for beginning in sought.beginnings):
        return True
    return any(_has_stem(form, sought.stems) for form in (word, *forms_of(word)))


def _has_stem(word: str, stems: Iterable[str]) -> bool:
    return any(word.startswith(stem) and word[len(stem) :] in ENDINGS for stem in stems)


def _window(text: str, words: list[Word], marked: list[Word], length: int) -> tuple[int, int]:
    """Where to cut: at words, around the stretch that holds most of what was found."""
    if len(text) <= length:
        return 0, len(text)
    best = max(marked, key=lambda first: _distinct(first, marked, length), default=None)
    wanted = max(0, best.start - BEFORE) if best else 0
    start = next((word.start for word in words if word.start >= wanted), 0) if wanted else 0
    stop = max((word.stop for word in words if word.stop <= start + length), default=start + length)
    return start, stop if stop > start else start + length


def _distinct(first: Word, marked: list[Word], length: int) -> int:
    reach = first.start + length - BEFORE
    return len({word.folded for word in marked if first.start <= word.start and word.stop <= reach})


def _marked(text: str, words: list[Word], start: int, stop: int) -> str:
    said, at = [], start
    for word in words:
        said += [escape(text[at : word.start]), "<mark>", escape(text[word.start : word.stop]), "</mark>"]
        at = word.stop
    said.append(escape(text[at:stop]))
    return " ".join("".join(said).split())
