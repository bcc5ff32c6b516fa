from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.cadence import Cadence, morning, next_due, rounds_of, working_day

SOME_DAY = st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 1, 1))
COUNTRIES = st.sampled_from(["SE", "FI", "DK", "NO", "XX"])


@pytest.mark.parametrize(
    ("country", "day", "works_on"),
    [
        ("SE", "2027-06-25", "2027-06-28"),  # Midsummer Eve, in no list of Swedish public holidays
        ("FI", "2027-06-25", "2027-06-28"),
        ("DK", "2027-06-25", "2027-06-25"),
        ("NO", "2027-06-25", "2027-06-25"),
        ("SE", "2027-12-24", "2027-12-27"),
        ("SE", "2027-12-31", "2028-01-03"),  # New Year's Eve on a Friday
        ("SE", "2026-12-24", "2026-12-28"),
        ("SE", "2027-01-06", "2027-01-07"),  # Epiphany
        ("DK", "2027-01-06", "2027-01-06"),
        ("NO", "2027-05-17", "2027-05-18"),
        ("FI", "2027-12-06", "2027-12-07"),
        ("SE", "2027-06-05", "2027-06-07"),  # a Saturday, then the National Day on a Sunday
        ("XX", "2027-06-26", "2027-06-28"),  # an unknown country rests at weekends
    ],
)
def test_a_date_moves_to_a_working_day_of_the_country(country: str, day: str, works_on: str) -> None:
    assert working_day(date.fromisoformat(day), country=country) == date.fromisoformat(works_on)


@pytest.mark.parametrize(
    ("cadence", "anchor", "after", "expected"),
    [
        (Cadence.QUARTERLY, "2027-03-25", "2027-03-25", "2027-06-28"),  # past Midsummer Eve
        (Cadence.QUARTERLY, "2027-03-25", "2027-06-28", "2027-09-27"),  # and back to the 25th, a Saturday
        (Cadence.MONTHLY, "2028-01-31", "2028-01-31", "2028-02-29"),  # a leap year
        (Cadence.MONTHLY, "2028-01-31", "2028-02-29", "2028-03-31"),  # a short month shifts nothing
        (Cadence.YEARLY, "2028-02-29", "2028-02-29", "2029-02-28"),
        (Cadence.YEARLY, "2028-02-29", "2031-03-03", "2032-03-01"),  # the 29th is a Sunday then
        (Cadence.HALF_YEARLY, "2027-06-30", "2027-06-30", "2027-12-30"),
        (Cadence.MONTHLY, "2026-11-30", "2026-11-30", "2026-12-30"),
        (Cadence.MONTHLY, "2026-12-31", "2027-01-04", "2027-02-01"),  # 31 January is a Sunday
        (Cadence.QUARTERLY, "2026-01-15", "2027-03-20", "2027-04-15"),  # answered after many rounds
    ],
)
def test_the_next_round_is_counted_from_the_first(
    cadence: Cadence, anchor: str, after: str, expected: str
) -> None:
    moved = next_due(
        cadence, anchor=date.fromisoformat(anchor), after=date.fromisoformat(after), country="SE"
    )

    assert moved == date.fromisoformat(expected)


@given(cadence=st.sampled_from(list(Cadence)), anchor=SOME_DAY, days=st.integers(0, 4000), country=COUNTRIES)
def test_the_next_date_is_a_working_day_later_than_today_and_within_a_round(
    cadence: Cadence, anchor: date, days: int, country: str
) -> None:
    after = anchor + timedelta(days=days)
    rounds = rounds_of(cadence)

    moved = next_due(cadence, anchor=anchor, after=after, country=country)

    assert moved is not None
    assert moved > after
    assert moved == working_day(moved, country=country)
    assert moved <= after + timedelta(days=31 * (rounds.months if rounds else 12) + 12)


@pytest.mark.parametrize(
    ("day", "zone", "moment"),
    [
        ("2027-03-26", "Europe/Stockholm", "2027-03-26T07:00"),
        ("2027-03-29", "Europe/Stockholm", "2027-03-29T06:00"),  # summer time began on the 28th
        ("2027-10-29", "Europe/Stockholm", "2027-10-29T06:00"),
        ("2027-11-01", "Europe/Stockholm", "2027-11-01T07:00"),  # and ended on 31 October
        ("2027-03-28", "Europe/Helsinki", "2027-03-28T05:00"),  # on the very day
        ("2027-10-31", "Europe/Helsinki", "2027-10-31T06:00"),
        ("2027-07-01", "UTC", "2027-07-01T08:00"),
    ],
)
def test_morning_is_eight_by_the_clock_on_the_wall(day: str, zone: str, moment: str) -> None:
    assert morning(date.fromisoformat(day), zone=zone) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "then"),
    [
        ("FREQ=WEEKLY", date(2027, 3, 8)),
        ("FREQ=WEEKLY;INTERVAL=6", date(2027, 4, 12)),
        ("FREQ=MONTHLY;INTERVAL=2", date(2027, 5, 3)),
        ("FREQ=YEARLY;INTERVAL=2", date(2029, 3, 1)),
        ("FREQ=MONTHLY;UNTIL=20270430", date(2027, 4, 1)),
        ("FREQ=MONTHLY;UNTIL=20270430T120000Z", date(2027, 4, 1)),
        ("FREQ=MONTHLY;UNTIL=20270331", None),
        ("once", None),
    ],
)
def test_a_rule_says_when_the_next_round_is_due(rule: str, then: date | None) -> None:
    assert next_due(rule, anchor=date(2027, 3, 1), after=date(2027, 3, 1), country="SE") == then


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ("", "Choose one of"),
        ("0", "Choose one of"),
        ("RRULE:FREQ=MONTHLY", "Choose one of"),
        ("hourly", "Choose one of"),
        ("FREQ=", "once a week at most"),
        ("FREQ=SECONDLY;INTERVAL=1", "once a week at most"),
        ("FREQ=SECONDLY;BYSECOND=0,1,2,3;COUNT=1000000", "nothing else"),
        ("FREQ=DAILY", "once a week at most"),
        ("FREQ=MONTHLY;INTERVAL=0", "INTERVAL is a whole number"),
        ("FREQ=MONTHLY;INTERVAL=-1", "INTERVAL is a whole number"),
        ("FREQ=MONTHLY;INTERVAL=1.5", "INTERVAL is a whole number"),
        ("FREQ=MONTHLY;INTERVAL=²", "INTERVAL is a whole number"),
        ("FREQ=MONTHLY;INTERVAL=1000000", "INTERVAL is a whole number"),
        ("FREQ=YEARLY;INTERVAL=11", "from 1 to 10"),
        ("FREQ=MONTHLY;UNTIL=20271301", "UNTIL is a day"),
        ("FREQ=MONTHLY;UNTIL=tomorrow", "UNTIL is a day"),
        ("FREQ=MONTHLY;UNTIL=", "UNTIL is a day"),
        ("FREQ=MONTHLY;FREQ=YEARLY", "each thing once"),
        ("FREQ=MONTHLY;DTSTART;TZID=Mars/Olympus:20270301T080000", "nothing else"),
        ("FREQ=MONTHLY;", "nothing else"),
    ],
)
def test_a_rule_that_asks_too_much_or_makes_no_sense_is_refused_in_words(rule: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        rounds_of(rule)


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "Europe/Helsinki", "UTC"])
@pytest.mark.parametrize(
    "day",
    [
        date(2027, 3, 27),
        date(2027, 3, 28),  # an hour is missing
        date(2027, 3, 29),
        date(2027, 10, 30),
        date(2027, 10, 31),  # an hour comes twice
        date(2027, 11, 1),
        date(2028, 2, 29),
    ],
)
def test_the_day_begins_at_eight_on_every_clock_also_when_the_clocks_change(zone: str, day: date) -> None:
    local = morning(day, zone=zone).astimezone(ZoneInfo(zone))

    assert (local.date(), local.hour, local.minute) == (day, 8, 0)


def test_a_leap_day_comes_back_as_such() -> None:
    due, days = date(2028, 2, 29), []
    for _year in range(4):
        found = next_due("yearly", anchor=date(2028, 2, 29), after=due, country="")
        assert found is not None
        days.append(due := found)

    assert days == [date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28), date(2032, 3, 1)]
