"""What somebody typed, as a question to the index. Pure Python but for the stems, which are given."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from access.refusals import Invalid
from search.splitting import forms_of, is_known, parts_of
from search.words import STOP, words_of
from wire.text import readable

LONGEST = 200
MOST_WORDS = 20
# A word that is being typed is searched for by its beginning, once it says something.
LEAST_BEGINNING = 4
LEAST_STARRED = 2
_PIECES = re.compile(r'"([^"]*)"?|(\S+)')


class Wish(NamedTuple):
    """One thing wanted: a word, or a phrase of several; `is_beginning` where more letters may follow."""

    words: tuple[str, ...]
    is_beginning: bool = False


Stems = Mapping[str, Iterable[str]]


def wishes_of(typed: str) -> list[Wish]:
    """What is wanted, all of it at once. Raises Invalid for nothing, too much, and words that say nothing."""
    text = readable(typed, name="q", longest=LONGEST)
    found = [wish for piece in _PIECES.finditer(text) for wish in _wishes(piece)]
    if not found:
        raise Invalid.field("q", "no_words", "Write a word to search for.")
    telling = [wish for wish in found if not STOP.issuperset(wish.words)]
    if not telling:
        raise Invalid.field("q", "too_common", "These words are everywhere. Add one that says more.")
    if sum(len(wish.words) for wish in telling) > MOST_WORDS:
        raise Invalid.field("q", "too_many_words", f"Search for at most {MOST_WORDS} words.")
    last = telling[-1]
    if telling[-1] is found[-1] and text[-1].isalnum() and typed[-1:].isalnum():
        telling[-1] = last._replace(is_beginning=last.is_beginning or _may_go_on(last))
    return telling


def _wishes(piece: "re.Match[str]") -> list[Wish]:
    phrase, plain = piece.group(1), piece.group(2)
    if phrase is not None:
        words = words_of(phrase)
        return [Wish(tuple(words))] if words else []
    words = words_of(plain)
    is_starred = plain.endswith("*") and bool(words) and len(words[-1]) >= LEAST_STARRED
    found = [Wish((word,)) for word in words]
    return [*found[:-1], found[-1]._replace(is_beginning=is_starred)] if found else []


def _may_go_on(wish: Wish) -> bool:
    """Is this the beginning of a longer word? A word that we know is whole, so that "bil" finds no "bild"."""
    word = wish.words[-1]
    is_whole = is_known(word) or len(parts_of(word)) > 1
    return len(wish.words) == 1 and len(word) >= LEAST_BEGINNING and not is_whole


def needed(wishes: Iterable[Wish]) -> list[str]:
    """All words whose stems the question needs."""
    words = {word for wish in wishes for word in wish.words if word not in STOP}
    return sorted(words | {form for word in words for form in (*parts_of(word), *_base(word))})


def question(wishes: Iterable[Wish], stems: Stems) -> str:
    """The wishes as a tsquery, in the notation that PostgreSQL reads."""
    return " & ".join(_phrase(wish, stems) for wish in wishes)


def _phrase(wish: Wish, stems: Stems) -> str:
    said: list[str] = []
    gap = 1
    for word in wish.words:
        if word in STOP:
            gap += bool(said)
            continue
        either = _either(word, stems, is_beginning=wish.is_beginning)
        said += [f"<{gap}>", either] if said else [either]
        gap = 1
    return f"({' '.join(said)})"


def _either(word: str, stems: Stems, *, is_beginning: bool) -> str:
    """The word in either language, its parts written apart, and what begins with it where that is wanted."""
    known = {stem for form in (word, *_base(word)) for stem in stems[form]}
    ways = [_quoted(stem) for stem in sorted(known or {word})]
    parts = parts_of(word)
    if len(parts) > 1:
        ways.append(f"({' <-> '.join(_any_stem(part, stems) for part in parts)})")
    if is_beginning:
        ways.append(f"{_quoted(word)}:*")
    return f"({' | '.join(ways)})"


def _base(word: str) -> tuple[str, ...]:
    """The base form of a word of the list, under which all its forms are indexed."""
    return forms_of(word) if is_known(word) else ()


def _any_stem(word: str, stems: Stems) -> str:
    return f"({' | '.join(_quoted(stem) for stem in sorted(set(stems[word]) or {word}))})"


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
