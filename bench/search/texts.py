"""What the messages say: a real chat and labels of the CPV, or words of our lists where they are missing."""

import csv
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings

from search.words import STOP, read_words, words_of

DISTINCT = 24_000
"""So many different messages are read word by word; the others repeat them in other networks."""
CHAT, CODES = "chat/ubuntu_irc_threads.jsonl.gz", "cpv/cpv2008_en_sv.csv"
LABELS_IN_A_MESSAGE = 3


def messages(seed: int = 1) -> list[str]:
    """Different messages, half of them English and half Swedish; the same ones each time."""
    chat, codes = settings.SAMVERK_DATA / CHAT, settings.SAMVERK_DATA / CODES
    if chat.exists() and codes.exists():
        return [*islice(_chat(chat), DISTINCT // 2), *_labels(codes, seed)]
    return list(_made_up(seed))


def _chat(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            said: str = json.loads(line)["text"]
            if len(said) > len("ok, thanks"):
                yield said


def _labels(path: Path, seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    with path.open(encoding="utf-8") as rows:
        labels = [row["sv"] for row in csv.DictReader(rows)]
    for _number in range(DISTINCT // 2):
        yield "Vi behöver " + " och ".join(chance.sample(labels, LABELS_IN_A_MESSAGE)).lower()


def _made_up(seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    words = [word.rstrip("+") for word in read_words("own.txt")]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    for _number in range(DISTINCT):
        yield "Vi behöver " + " och ".join(chance.choices(words, weights, k=12))


def sought(texts: list[str]) -> list[str]:
    """Words of every commonness, from those in 2 of 100 messages to those in 1 of 5,000."""
    among = Counter(word for text in texts for word in set(words_of(text)) - STOP if word.isalpha())
    shares = (50, 100, 200, 400, 800, 1600, 3200, 5000)
    ordered = sorted((count, word) for word, count in among.items() if len(word) >= len("avtal"))
    found = []
    for share in shares:
        near = sorted(ordered, key=lambda one: (abs(one[0] - len(texts) / share), one[1]))
        found += [word for _count, word in near[:4]]
    return list(dict.fromkeys(found))
