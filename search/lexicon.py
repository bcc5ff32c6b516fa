"""The Swedish words that compounds are made of, in the forms that they take there. Pure Python.

`words/own.txt` was collected for this project; `words/cpv.txt` comes from the labels of the CPV (see
their heads). In own.txt a `+` marks words that are trusted beside a part that no list knows.
"""

from functools import cache
from typing import NamedTuple

from search.words import read_words

VOWELS = frozenset("aeiouyåäö")
# How a noun goes on: definite, plural, genitive.
AFTER_A = ("n", "ns", "t", "ts", "na", "nas")
FOR_A = ("or", "ors", "orna", "ornas")
AFTER_E = ("n", "ns", "t", "ts", "r", "rs", "rna", "rnas")
FOR_E = ("ar", "ars", "arna", "arnas")
AFTER_CONSONANT = (
    *("en", "ens", "et", "ets", "ar", "ars", "arna", "arnas"),
    *("er", "ers", "erna", "ernas", "na", "nas", "a"),
)
# Words in -el, -er and -en lose their e: nyckel, nycklar.
FLEETING = ("el", "er", "en")
SHORTEST = 3
# So short a first part is known all the same: elavtal, elbil.
SHORT = frozenset({"el"})


class Lexicon(NamedTuple):
    """Base forms by the form they take as a last part, as an earlier one, and alone."""

    heads: dict[str, str]
    modifiers: dict[str, str]
    simple: frozenset[str]
    trusted: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The two lists, read once."""
    own, cpv = read_words("own.txt"), read_words("cpv.txt")
    bases = [word.rstrip("+") for word in (*own, *cpv)]
    # A word is its own base form, whatever other word's form it may be too: lager, and not of lag.
    heads = {base: base for base in bases}
    modifiers: dict[str, str] = {}
    for base in bases:
        for form in inflected(base):
            heads.setdefault(form, base)
        for form in joining(base):
            modifiers.setdefault(form, base)
    return Lexicon(
        heads=heads,
        modifiers=modifiers,
        simple=frozenset(form for word in own for form in inflected(word.rstrip("+"))),
        trusted=frozenset(word[:-1] for word in own if word.endswith("+")),
    )


def inflected(base: str) -> set[str]:
    """The forms in which a noun ends a word."""
    forms = {base, f"{base}s"}
    if base.endswith("a"):
        return forms | _with(base, AFTER_A) | _with(base[:-1], FOR_A)
    if base.endswith("e"):
        return forms | _with(base, AFTER_E) | _with(base[:-1], FOR_E)
    if base[-1] in VOWELS:
        return forms | _with(base, (*AFTER_E, "er", "erna", "ar", "arna"))
    return forms | _with(base, AFTER_CONSONANT) | _irregular(base)


def _irregular(base: str) -> set[str]:
    """What nouns in -el, -er, -en and -or do besides, and those in -m and -n that double it: rum, rummet."""
    forms: set[str] = set()
    if base.endswith((*FLEETING, "or")):
        forms |= _with(base, ("n", "ns"))
    if base.endswith(FLEETING):
        forms |= _with(base[:-2] + base[-1], AFTER_CONSONANT)
    if base[-1] in "mn" and base[-2] in VOWELS:
        forms |= _with(base + base[-1], AFTER_CONSONANT)
    return forms


def _with(stem: str, endings: tuple[str, ...]) -> set[str]:
    return {stem + ending for ending in endings}


def joining(base: str) -> set[str]:
    """The forms in which a noun stands before another: avtal(s)-, skol(e/o/u)-, leverantör(s)-."""
    forms = {base, f"{base}s"}
    if base.endswith("a"):
        forms |= {base[:-1] + vowel for vowel in "eou"}
    if base.endswith(("a", "e")) and len(base) > SHORTEST + 1:
        forms |= {base[:-1], f"{base[:-1]}s"}
    return {form for form in forms if len(form) >= SHORTEST or form in SHORT}
