"""The keystrokes of a real paper as the updates that a Yjs client sends for them, one for each edit."""

import gzip
import json
import os
import random
from functools import cache
from pathlib import Path
from typing import Any

from pycrdt import Doc, Text, TransactionEvent

from bench.machine import ROOT

CLIENT = 4_711
DATA = Path(os.environ.get("SAMVERK_DATA", ROOT.parent / "shared" / "data"))
ALL = 259_778
Patch = tuple[int, int, str]


@cache
def updates(most: int = ALL) -> tuple[list[bytes], bytes]:
    """The first edits as updates, and the state in which they end."""
    doc: Doc[Any] = Doc(client_id=CLIENT)
    text = doc.get("text", type=Text)
    found: list[bytes] = []

    def note(event: TransactionEvent) -> None:
        found.append(event.update)

    watch = doc.observe(note)
    for at, deleted, inserted in first_edits(most):
        with doc.transaction():
            if deleted:
                del text[at : at + deleted]
            if inserted:
                text.insert(at, inserted)
    doc.unobserve(watch)
    return found, doc.get_update()


def marked(numbers: range) -> list[bytes]:
    """Updates of another client that say `bench#<number>#`, which shows in the bytes that carry them."""
    doc: Doc[Any] = Doc(client_id=CLIENT + 1 + numbers.start)
    text = doc.get("marks", type=Text)
    found: list[bytes] = []

    def note(event: TransactionEvent) -> None:
        found.append(event.update)

    watch = doc.observe(note)
    for number in numbers:
        text.insert(len(text), f"bench#{number}#")
    doc.unobserve(watch)
    return found


def first_edits(most: int) -> list[Patch]:
    """The first patches: position, characters deleted, text inserted; each was one keystroke."""
    path = DATA / "traces" / "automerge-paper.json.gz"
    if not path.exists():
        return _made_up(most)
    with gzip.open(path) as file:
        transactions = json.load(file)["txns"]
    return [tuple(patch) for one in transactions[:most] for patch in one["patches"]]


def _made_up(most: int) -> list[Patch]:
    """Typing in the same shape, where the file is not at hand: runs at a cursor, a third taken back."""
    chance, length, cursor = random.Random(most), 0, 0
    patches: list[Patch] = []
    for _ in range(most):
        if chance.random() < 0.02:
            cursor = chance.randint(0, length)
        if cursor and chance.random() < 0.3:
            cursor, length = cursor - 1, length - 1
            patches.append((cursor, 1, ""))
        else:
            patches.append((cursor, 0, chance.choice("etaoin shrdlu")))
            cursor, length = cursor + 1, length + 1
    return patches
