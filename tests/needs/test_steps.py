import pytest

from needs.models import Status
from needs.steps import SHARED_ONLY, STEPS, next_steps


@pytest.mark.parametrize(
    ("status", "follows"),
    [
        ("draft", ["internal_review"]),
        ("internal_review", ["draft", "hearing"]),
        ("hearing", ["internal_review", "adopted"]),
        ("adopted", ["superseded"]),
        ("superseded", []),
    ],
)
def test_each_status_has_its_few_followers(status: str, follows: list[str]) -> None:
    assert next_steps(status, is_private=False) == follows


@pytest.mark.parametrize("status", STEPS)
def test_what_is_private_is_never_put_to_a_hearing(status: str) -> None:
    assert not set(next_steps(status, is_private=True)) & set(SHARED_ONLY)


def test_the_steps_know_every_status_and_no_other() -> None:
    reached = {"draft"}.union(*STEPS.values())

    assert STEPS.keys() == reached == set(Status.values)
