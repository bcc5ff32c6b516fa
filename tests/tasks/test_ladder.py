"""The table of the ladder, line by line, without a database."""

from datetime import date, timedelta

import pytest

from tasks.ladder import (
    AT_RISK,
    POLICIES,
    REVIEW,
    TASK,
    WATCHED,
    Audience,
    Policy,
    Rung,
    first_step,
    next_step,
)

OWNER, DEPUTY, COORDINATOR = Audience.OWNER, Audience.DEPUTY, Audience.COORDINATOR
STEERING, FACILITATOR = Audience.STEERING, Audience.FACILITATOR
DUE = date(2027, 9, 15)  # a Wednesday with working weeks around it

# Where the clock stands, how many rungs have spoken: who hears of what, on which rung one stands then.
LINES = [
    (date(2027, 8, 31), 0, {}, 0),
    (date(2027, 9, 1), 0, {OWNER: "ahead"}, 1),
    (date(2027, 9, 2), 1, {}, 1),
    (date(2027, 9, 12), 1, {}, 1),
    (date(2027, 9, 13), 1, {OWNER: "soon"}, 2),  # T-3 is a Sunday
    (date(2027, 9, 14), 2, {}, 2),
    (DUE, 2, {OWNER: "due"}, 3),
    (DUE, 3, {}, 3),
    (date(2027, 9, 16), 3, {OWNER: "late", DEPUTY: "late"}, 4),
    (date(2027, 9, 21), 4, {}, 4),
    (date(2027, 9, 22), 4, {COORDINATOR: "escalated"}, 5),
    (date(2027, 10, 5), 5, {}, 5),
    (date(2027, 10, 6), 5, {STEERING: "steering"}, 6),
    (date(2027, 10, 29), 6, {}, 6),
    (date(2027, 11, 1), 6, {FACILITATOR: "at_risk"}, 7),  # T+45 is a Saturday
    (date(2028, 6, 1), 7, {}, 7),
]


@pytest.mark.parametrize(("today", "step", "heard", "then"), LINES)
def test_each_line_of_the_table_speaks_once_on_its_day(
    today: date, step: int, heard: dict[Audience, str], then: int
) -> None:
    found = next_step(REVIEW, step=step, due_on=DUE, today=today, country="SE")

    assert {audience: rung.name for audience, rung in found.heard.items()} == heard
    assert found.step == then


@pytest.mark.parametrize(
    ("step", "then"),
    [
        (0, date(2027, 9, 1)),
        (1, date(2027, 9, 13)),
        (2, DUE),
        (3, date(2027, 9, 16)),
        (4, date(2027, 9, 22)),
        (5, date(2027, 10, 6)),
        (6, date(2027, 11, 1)),
        (7, None),
    ],
)
def test_the_clock_looks_again_on_the_day_of_the_next_line(step: int, then: date | None) -> None:
    assert next_step(REVIEW, step=step, due_on=DUE, today=date(2027, 8, 1), country="SE").then == then


def test_after_days_without_a_clock_everybody_hears_once_of_the_last_line_that_is_theirs() -> None:
    found = next_step(REVIEW, step=0, due_on=DUE, today=DUE + timedelta(days=30), country="SE")

    assert {audience: rung.name for audience, rung in found.heard.items()} == {
        OWNER: "late",
        DEPUTY: "late",
        COORDINATOR: "escalated",
        STEERING: "steering",
    }
    assert found.step == 6


def test_three_days_down_around_the_due_day_are_one_word_to_the_owner() -> None:
    found = next_step(REVIEW, step=1, due_on=DUE, today=DUE, country="SE")

    assert {audience: rung.name for audience, rung in found.heard.items()} == {OWNER: "due"}


def test_july_is_quiet_and_its_days_are_not_counted() -> None:
    due_on = date(2027, 6, 28)
    days = []
    step, today = 3, due_on
    while step < len(REVIEW.rungs):
        today += timedelta(days=1)
        found = next_step(REVIEW, step=step, due_on=due_on, today=today, country="SE")
        days += [(rung.name, today) for rung in found.heard.values()][:1]
        step = found.step

    assert days == [
        ("late", date(2027, 6, 29)),
        ("escalated", date(2027, 8, 5)),
        ("steering", date(2027, 8, 19)),
        ("at_risk", date(2027, 9, 13)),
    ]


def test_what_the_owner_chose_for_july_is_said_to_them_alone_in_july() -> None:
    due_on = date(2027, 7, 14)

    found = next_step(REVIEW, step=2, due_on=due_on, today=due_on, country="SE")

    assert set(found.heard) == {OWNER}
    assert found.then == date(2027, 8, 2)


@pytest.mark.parametrize(
    ("country", "late_on"), [("SE", date(2027, 6, 28)), ("DK", date(2027, 6, 25)), ("FI", date(2027, 6, 28))]
)
def test_nobody_is_told_on_midsummer_eve_where_it_is_kept(country: str, late_on: date) -> None:
    assert next_step(REVIEW, step=3, due_on=date(2027, 6, 24), today=DUE, country=country).step > 3
    assert (
        next_step(REVIEW, step=3, due_on=date(2027, 6, 24), today=date(2027, 6, 24), country=country).then
        == late_on
    )


def test_days_of_rest_push_the_lines_after_the_due_day() -> None:
    found = next_step(REVIEW, step=3, due_on=DUE, today=DUE, rested=10, country="SE")

    assert found.then == date(2027, 9, 27)  # T+1 and ten days is a Sunday


def test_a_new_date_begins_at_the_first_line_that_still_has_a_meaning() -> None:
    assert first_step(REVIEW, due_on=DUE, today=date(2027, 8, 1)).step == 0
    assert first_step(REVIEW, due_on=DUE, today=date(2027, 9, 1)).step == 0
    assert first_step(REVIEW, due_on=DUE, today=date(2027, 9, 2)).step == 1
    assert first_step(REVIEW, due_on=DUE, today=DUE).step == 2
    assert first_step(REVIEW, due_on=DUE, today=DUE).then == DUE


def test_a_task_asks_its_owner_and_reaches_the_coordinator_after_three_weeks() -> None:
    found = next_step(TASK, step=0, due_on=DUE, today=DUE + timedelta(days=21), country="SE")

    assert set(found.heard) == {OWNER, DEPUTY, COORDINATOR}
    assert found.then is None


def test_the_lines_of_a_table_never_pass_each_other() -> None:
    for offset in range(800):
        due_on = date(2027, 1, 4) + timedelta(days=offset)
        days = [
            next_step(REVIEW, step=step, due_on=due_on, today=date(2020, 1, 1), country="SE").then
            for step in range(len(REVIEW.rungs))
        ]
        assert days == sorted(day for day in days if day is not None), due_on


def test_the_facilitator_is_the_last_and_hears_alone() -> None:
    assert REVIEW.rungs[-1] is AT_RISK
    assert [rung for rung in REVIEW.rungs if FACILITATOR in rung.audiences] == [AT_RISK]


def test_a_table_of_ones_own_needs_no_country() -> None:
    table = Policy(rungs=(Rung(name="once", days=0, audiences=(OWNER,)),))

    assert next_step(table, step=0, due_on=DUE, today=DUE).heard[OWNER].name == "once"


def test_a_confirmation_climbs_as_a_review_and_tells_only_the_coordinator_beyond_its_authority() -> None:
    # `at_risk` counts rungs: it may do so only while both tables have the same.
    assert {POLICIES[name].rungs for name in WATCHED} == {REVIEW.rungs}
    assert {name: set(policy.beyond) for name, policy in POLICIES.items() if policy.beyond} == {
        "confirm": {Audience.COORDINATOR}
    }
