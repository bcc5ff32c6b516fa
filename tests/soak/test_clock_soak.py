"""Two beats and four workers, killed at every step, round after round: each occurrence once, none missing."""

import os
import random

import pytest

from tests.cast import Cast
from tests.clock_deaths import STEPS, Tolls, one_round
from tests.reminders import PostOffice
from tests.soak.conftest import Tell

pytestmark = [
    pytest.mark.soak,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(1800, func_only=True),
]
ROUNDS = int(os.environ.get("SOAK_ROUNDS", "200"))


def test_two_hundred_rounds_of_deaths_lose_nothing_and_repeat_only_in_the_one_window(
    cast: Cast, post_office: PostOffice, tell: Tell
) -> None:
    chance, tolls = random.Random(17), Tolls()

    for _turn in range(ROUNDS):
        one_round(cast, post_office, chance, tolls)

    assert tolls.rounds == ROUNDS
    assert all(tolls.deaths[step] for step in STEPS)
    tell(f"{tolls.rounds} rounds of 2 beats and 4 workers; killed at: {dict(tolls.deaths)}")
    tell(f"each due thing once, none missing; {tolls.repeats} mails came twice, all after a 250")
