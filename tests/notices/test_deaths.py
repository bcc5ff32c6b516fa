"""Row 17 of the failure modes, in short; tests/soak/ has the long form."""

import random

import pytest

from tests.cast import Cast
from tests.clock_deaths import STEPS, Tolls, one_round
from tests.reminders import PostOffice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


@pytest.mark.parametrize("step", STEPS)
def test_whoever_dies_there_everything_is_due_once_and_mailed(
    cast: Cast, post_office: PostOffice, step: str
) -> None:
    tolls = Tolls()

    one_round(cast, post_office, random.Random(step), tolls, step=step)

    assert tolls.deaths[step] >= 1
    assert tolls.repeats == tolls.deaths["250 received"]
