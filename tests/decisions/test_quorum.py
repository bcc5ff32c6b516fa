"""What voices add up to: the rule as a table, and for any voices there may be."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.quorum import BACKING, Count, Outcome, Stance, dissent, usual_quorum

STANCES = st.lists(st.sampled_from([stance.value for stance in Stance]), max_size=40)
QUORUMS = st.integers(min_value=1, max_value=40)


@pytest.mark.parametrize(
    ("said", "quorum", "outcome"),
    [
        ([], 1, Outcome.NO_QUORUM),
        (["support"], 2, Outcome.NO_QUORUM),
        (["support", "support"], 2, Outcome.CARRIED),
        (["support", "neutral"], 2, Outcome.CARRIED),
        (["neutral", "neutral"], 2, Outcome.NOT_CARRIED),
        (["support", "cannot"], 2, Outcome.NOT_CARRIED),
        (["support", "support", "cannot"], 3, Outcome.CARRIED),
        (["with_change", "support", "cannot"], 3, Outcome.CARRIED_WITH_CHANGES),
        (["with_change", "cannot"], 2, Outcome.NOT_CARRIED),
        (["cannot", "cannot", "support"], 3, Outcome.NOT_CARRIED),
        (["cannot"], 2, Outcome.NO_QUORUM),
    ],
)
def test_the_rule(said: list[str], quorum: int, outcome: Outcome) -> None:
    assert Count.of(said).outcome(quorum) is outcome


@given(STANCES, QUORUMS)
def test_below_the_quorum_nothing_is_decided_and_from_there_on_something_is(
    said: list[str], quorum: int
) -> None:
    is_undecided = Count.of(said).outcome(quorum) is Outcome.NO_QUORUM

    assert is_undecided == (len(said) < quorum)


@given(STANCES, QUORUMS)
def test_carried_is_what_more_back_than_cannot(said: list[str], quorum: int) -> None:
    backing = sum(stance in BACKING for stance in said)
    carried = Count.of(said).outcome(quorum) in (Outcome.CARRIED, Outcome.CARRIED_WITH_CHANGES)

    assert carried == (len(said) >= quorum and backing > said.count("cannot"))


@given(STANCES, QUORUMS)
def test_a_change_that_is_asked_for_is_never_lost(said: list[str], quorum: int) -> None:
    outcome = Count.of(said).outcome(quorum)

    assert (outcome is Outcome.CARRIED_WITH_CHANGES) <= ("with_change" in said)
    assert (outcome is Outcome.CARRIED) <= ("with_change" not in said)


@given(STANCES, QUORUMS)
def test_one_more_supporter_never_takes_a_majority_away(said: list[str], quorum: int) -> None:
    def is_carried(stances: list[str]) -> bool:
        return Count.of(stances).outcome(quorum) in (Outcome.CARRIED, Outcome.CARRIED_WITH_CHANGES)

    assert is_carried(said) <= is_carried([*said, "support"])


@given(STANCES, QUORUMS, st.randoms(use_true_random=False))
def test_the_order_of_voices_is_of_no_matter(said: list[str], quorum: int, chance: object) -> None:
    shuffled = list(said)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert Count.of(shuffled).outcome(quorum) is Count.of(said).outcome(quorum)


@given(STANCES)
def test_every_voice_is_counted_once(said: list[str]) -> None:
    count = Count.of(said)

    assert count.answered == len(said)
    assert count.backing + count.cannot + count.neutral == len(said)


@given(st.dictionaries(st.uuids(), st.sampled_from([stance.value for stance in Stance]), max_size=30))
def test_the_dissent_is_everybody_who_cannot_in_one_order(stances: dict[UUID, str]) -> None:
    found = dissent(stances)

    assert found == sorted(authority for authority, stance in stances.items() if stance == "cannot")
    assert found == dissent(dict(reversed(stances.items())))


@given(st.integers(min_value=1, max_value=1000))
def test_the_usual_quorum_is_more_than_half_and_within_reach(asked: int) -> None:
    assert asked / 2 < usual_quorum(asked) <= asked


def test_an_authority_without_a_voice_is_no_dissent() -> None:
    assert dissent({}) == []
    assert dissent({uuid4(): "neutral"}) == []
