from datetime import date

import pytest

from tasks.ladder import POLICY, Audience, Rung, Step, first_day, next_step

DUE = date(2027, 6, 28)
WIDE = (
    Rung(days=-3, audience=Audience.OWNER),
    Rung(days=0, audience=Audience.OWNER),
    Rung(days=7, audience=Audience.OWNER),
)


@pytest.mark.parametrize(
    ("step", "today", "expected"),
    [
        (0, date(2027, 6, 27), Step(audience=None, step=0, then=DUE)),
        (0, DUE, Step(audience=Audience.OWNER, step=1, then=None)),
        (0, date(2027, 7, 9), Step(audience=Audience.OWNER, step=1, then=None)),
        (1, date(2027, 7, 9), Step(audience=None, step=1, then=None)),
    ],
)
def test_the_owner_hears_once_from_the_due_day_on(step: int, today: date, expected: Step) -> None:
    assert next_step(POLICY, step=step, due_on=DUE, today=today) == expected


@pytest.mark.parametrize(
    ("step", "today", "expected"),
    [
        (0, date(2027, 6, 25), Step(audience=Audience.OWNER, step=1, then=DUE)),
        (1, DUE, Step(audience=Audience.OWNER, step=2, then=date(2027, 7, 5))),
        (1, date(2027, 7, 1), Step(audience=Audience.OWNER, step=2, then=date(2027, 7, 5))),
    ],
)
def test_a_wider_table_gives_the_day_of_its_next_line(step: int, today: date, expected: Step) -> None:
    assert next_step(WIDE, step=step, due_on=DUE, today=today) == expected


def test_after_days_without_a_clock_only_the_last_line_speaks() -> None:
    step = next_step(WIDE, step=0, due_on=DUE, today=date(2027, 7, 20))

    assert step == Step(audience=Audience.OWNER, step=3, then=None)


def test_the_table_begins_with_its_first_line() -> None:
    assert first_day(WIDE, due_on=DUE) == date(2027, 6, 25)
