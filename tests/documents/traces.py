"""Edits of a real editing session, or of one made up in the same shape where the file is not at hand."""

import gzip
import json
import random

from django.conf import settings

Patch = tuple[int, int, str]


def first_edits(count: int) -> list[Patch]:
    """The first patches: position, characters deleted, text inserted; each was one keystroke."""
    path = settings.SAMVERK_DATA / "traces" / "automerge-paper.json.gz"
    if not path.exists():
        return _made_up(count)
    with gzip.open(path) as file:
        transactions = json.load(file)["txns"]
    return [tuple(patch) for one in transactions[:count] for patch in one["patches"]]


def edited(patches: list[Patch]) -> str:
    """The text that the patches end in."""
    characters: list[str] = []
    for at, deleted, inserted in patches:
        characters[at : at + deleted] = inserted
    return "".join(characters)


def _made_up(count: int) -> list[Patch]:
    """Runs of typing with a third of deletions, at a cursor that jumps now and then."""
    chance, length, cursor = random.Random(20_000), 0, 0
    patches: list[Patch] = []
    for _ in range(count):
        if chance.random() < 0.02:
            cursor = chance.randint(0, length)
        if cursor and chance.random() < 0.3:
            cursor, length = cursor - 1, length - 1
            patches.append((cursor, 1, ""))
        else:
            patches.append((cursor, 0, chance.choice("etaoin shrdlu")))
            cursor, length = cursor + 1, length + 1
    return patches
