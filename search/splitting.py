"""Swedish compounds taken apart, so that "avtal" finds "ramavtal" and "avtalstid". Pure Python.

A word falls apart only where known parts cover all of it, or where one trusted part leaves a rest
that looks like a word. Words that stand in the list themselves never do.
"""

from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from search.lexicon import SHORT, SHORTEST, VOWELS, Lexicon, lexicon

LONGEST = 60
# A rest that no list knows is at least so long, and has a vowel.
LEAST_REST = 4


class Part(NamedTuple):
    """One part of a compound: where it stands, and its base form."""

    start: int
    stop: int
    base: str


@lru_cache(maxsize=65_536)
def parts_of(word: str) -> tuple[str, ...]:
    """The base forms of the parts of a lower-case word, in order; empty for a word that is no compound."""
    return tuple(part.base for part in _parts(word))


@lru_cache(maxsize=65_536)
def forms_of(word: str) -> tuple[str, ...]:
    """What else a word is found by: its base form; of a compound its parts and runs of them.

    So ramavtal is found in ramavtalstiden, and leverans in leveranser, which the stemmer keeps apart.
    """
    if is_known(word):
        return (lexicon().heads[word],)
    parts = _parts(word)
    runs = [
        word[first.start : last.start] + last.base
        for first, last in combinations(parts, 2)
        if (first, last) != (parts[0], parts[-1])
    ]
    return tuple(dict.fromkeys([*(part.base for part in parts), *runs]))


def is_known(word: str) -> bool:
    """Is this a whole word of the list, in some form?"""
    return word in lexicon().simple


def _parts(word: str) -> list[Part]:
    known = lexicon()
    if not 2 * SHORTEST - 1 <= len(word) <= LONGEST or word in known.simple:
        return []
    return _covered(word, known) or _trusted(word, known)


def _covered(word: str, known: Lexicon) -> list[Part]:
    """The parts that cover the whole word and weigh least; none where nothing covers it."""
    best: dict[int, list[Part]] = {0: []}
    for start in range(len(word) - SHORTEST + 1):
        if start not in best:
            continue
        for stop in range(start + 2, len(word) + 1):
            base = _base(word, start, stop, known)
            parts = [*best[start], Part(start, stop, base)] if base else []
            if parts and (stop not in best or _weight(word, parts) < _weight(word, best[stop])):
                best[stop] = parts
    found = best.get(len(word), [])
    return found if len(found) > 1 else []


def _weight(word: str, parts: list[Part]) -> tuple[int, bool]:
    """Few parts before many; then a last part that is a word as it stands (lager) before a form (slag-er)."""
    last = parts[-1]
    return len(parts), word[last.start : last.stop] != last.base


def _base(word: str, start: int, stop: int, known: Lexicon) -> str | None:
    part = word[start:stop]
    if len(part) < SHORTEST and (part not in SHORT or start > 0):
        return None
    forms = known.heads if stop == len(word) else known.modifiers
    return forms.get(part)


def _trusted(word: str, known: Lexicon) -> list[Part]:
    """One part that is known well beside a rest that is not."""
    for start in range(LEAST_REST, len(word) - SHORTEST):
        base = known.heads.get(word[start:])
        if base in known.trusted and _is_rest(word[:start]):
            return [Part(start, len(word), str(base))]
    for stop in range(len(word) - LEAST_REST, LEAST_REST, -1):
        base = known.modifiers.get(word[:stop])
        joined = word[stop - 1] == "s" or stop > LEAST_REST + 1
        if base in known.trusted and joined and _is_rest(word[stop:]):
            return [Part(0, stop, str(base))]
    return []


def _is_rest(rest: str) -> bool:
    return len(rest) >= LEAST_REST and not VOWELS.isdisjoint(rest)
