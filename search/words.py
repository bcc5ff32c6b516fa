"""Text as words: folded as Swedes read them, with the words that say nothing set aside. Pure Python."""

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 100
# Stands where a word says nothing, so that the distances in phrases stay: a stop word in both languages.
NOTHING = "i"
FOLDER = Path(__file__).parent / "words"


def read_words(name: str) -> list[str]:
    """The words of one of our lists, a `#` before what is no word."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


SWEDISH, ENGLISH = frozenset(read_words("stop.sv.txt")), frozenset(read_words("stop.en.txt"))
# Written alike in both languages, and so a sign of neither.
SHARED = SWEDISH & ENGLISH
STOP = SWEDISH | ENGLISH | {NOTHING}
KEPT = frozenset("åäö")
# Neighbours' letters for the same sounds.
NEIGHBOURS = str.maketrans({"ø": "ö", "æ": "ä", "đ": "d", "ð": "d", "þ": "th", "ł": "l"})


class Word(NamedTuple):
    """A word as it is searched for, and where it stands in the text."""

    folded: str
    start: int
    stop: int


def fold(text: str) -> str:
    """Lower case, in which å, ä and ö are letters and every other accent is none."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFC", text).casefold().translate(NEIGHBOURS)
    # Again, as what an accent is taken from may be a capital or a neighbour's letter.
    return "".join(_folded(sign) for sign in plain).casefold().translate(NEIGHBOURS)


def _folded(sign: str) -> str:
    if sign.isascii() or sign in KEPT:
        return sign
    return "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return WORD.findall(fold(text))


def spans_of(text: str) -> list[Word]:
    """The words of a text with their places in it."""
    return [Word(fold(match[0]), match.start(), match.end()) for match in WORD.finditer(text)]


def weighty(words: list[str]) -> str:
    """The words with a place kept for those that say nothing: what the index is made from."""
    return " ".join(NOTHING if word in STOP or len(word) > LONGEST_WORD else word for word in words)


def language_of(words: list[str]) -> str:
    """`sv` or `en` where the small words leave no doubt; empty for anything else."""
    swedish = sum(word in SWEDISH and word not in SHARED for word in words)
    english = sum(word in ENGLISH and word not in SHARED for word in words)
    if swedish > 4 * english:
        return "sv"
    return "en" if english > 4 * swedish else ""
