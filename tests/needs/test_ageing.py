from datetime import date, timedelta

import pytest

from needs.ageing import HOLDS, first_round, holds_until, is_unanswered


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (date(2026, 1, 2), date(2026, 5, 25)),
        (date(2026, 4, 26), date(2026, 5, 25)),
        (date(2026, 4, 27), date(2026, 11, 25)),  # four weeks before is too soon to be asked again
        (date(2026, 5, 25), date(2026, 11, 25)),
        (date(2026, 10, 28), date(2027, 5, 25)),
        (date(2026, 12, 31), date(2027, 5, 25)),
        (date(2028, 2, 29), date(2028, 5, 25)),
    ],
)
def test_the_first_question_comes_late_in_spring_or_when_budgets_are_decided(said: date, asked: date) -> None:
    assert first_round(said) == asked


def test_nothing_said_waits_more_than_seven_months_for_its_question() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(731)]

    assert all(timedelta(days=28) < first_round(day) - day < timedelta(days=214) for day in days)


@pytest.mark.parametrize(
    ("said", "asked", "today", "unanswered"),
    [
        (date(2026, 1, 1), None, date(2030, 1, 1), False),
        (date(2026, 1, 1), date(2026, 5, 25), date(2026, 5, 25), False),
        (date(2026, 1, 1), date(2026, 5, 25), date(2026, 5, 26), True),
        (date(2026, 5, 25), date(2026, 5, 25), date(2026, 5, 26), False),
        (date(2026, 5, 26), date(2026, 5, 25), date(2026, 8, 1), False),
    ],
)
def test_what_was_asked_about_is_unanswered_from_the_day_after_until_something_is_said(
    said: date, asked: date | None, today: date, *, unanswered: bool
) -> None:
    assert is_unanswered(said, asked, today) is unanswered


def test_a_confirmed_line_holds_a_year_or_as_long_as_it_says() -> None:
    today = date(2026, 5, 25)

    assert holds_until(date(2026, 6, 1), today) == today + HOLDS
    assert holds_until(date(2031, 1, 1), today) == date(2031, 1, 1)


@pytest.mark.parametrize(("days", "unanswered"), [(0, False), (3, False), (28, False), (29, True)])
def test_what_is_said_just_before_a_round_counts_in_it(days: int, *, unanswered: bool) -> None:
    asked = date(2026, 5, 25)

    assert is_unanswered(asked - timedelta(days=days), asked, date(2026, 9, 1)) is unanswered
