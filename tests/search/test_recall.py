from pathlib import Path

import pytest

from access.actor import Actor
from networks.models import Network
from search.finding import find
from tests.factories.search import findable

# As targets.md promises.
RECALL, PRECISION = 0.95, 0.9
LEAST_PAIRS = 60


def labelled() -> dict[str, tuple[list[str], list[str]]]:
    """What is typed, with the words that it should find and those that it should not."""
    lines = (Path(__file__).parent / "labelled.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if not line.startswith("#")]
    return {typed.strip(): (good.split(), bad.split()) for typed, good, bad in rows}


def test_compounds_are_found_and_false_friends_are_not(goteborg: Actor, network: Network) -> None:
    pairs = labelled()
    words = {word for good, bad in pairs.values() for word in (*good, *bad)}
    written = {findable(network, f"Vi talade om {word} i går").id: word for word in sorted(words)}
    missed, wrong, wanted = [], [], 0
    for typed, (good, bad) in pairs.items():
        found = {written[one.id] for one in find([goteborg], typed=typed, limit=200).found}
        wanted += len(good)
        missed += [(typed, word) for word in good if word not in found]
        wrong += [(typed, word) for word in bad if word in found]

    hit = wanted - len(missed)
    assert sum(len(good) + len(bad) for good, bad in pairs.values()) >= LEAST_PAIRS
    assert hit / wanted >= RECALL, missed
    assert hit / (hit + len(wrong)) >= PRECISION, wrong


@pytest.mark.parametrize("typed", ["avtal", "larm", "bil"])
def test_the_words_themselves_are_found_in_any_case(goteborg: Actor, network: Network, typed: str) -> None:
    subject = findable(network, f"{typed.upper()}!")

    assert [one.id for one in find([goteborg], typed=typed.title(), limit=9).found] == [subject.id]
