from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.kinds import Kind, Way
from notices.manner import Every, Manner

STOCKHOLM = Manner(zone="Europe/Stockholm")
HELSINKI = Manner(zone="Europe/Helsinki")
hours = st.integers(0, 23)
START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
manners = st.builds(
    Manner,
    zone=st.sampled_from(["Europe/Stockholm", "Europe/Helsinki", "UTC", "America/St_Johns"]),
    every=st.sampled_from([Every.DAY, Every.WEEK]),
    weekday=st.integers(0, 6),
    hour=hours,
    quiet_from=hours,
    quiet_until=hours,
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "awake"),
    [
        ("2026-11-23T12:00", "2026-11-23T12:00"),  # noon is no quiet hour
        ("2026-11-23T20:00", "2026-11-24T05:00"),  # 21:00 in Stockholm, until six the next morning
        ("2026-11-24T02:30", "2026-11-24T05:00"),
        ("2026-11-24T05:00", "2026-11-24T05:00"),
        ("2026-03-28T22:00", "2026-03-29T04:00"),  # the night that is an hour short
        ("2026-10-24T21:00", "2026-10-25T05:00"),  # the night that is an hour long
    ],
)
def test_what_can_wait_waits_until_the_morning_where_the_person_is(now: str, awake: str) -> None:
    assert STOCKHOLM.awake(utc(now)) == utc(awake)


def test_the_same_evening_is_night_in_helsinki_first() -> None:
    evening = utc("2026-11-23T19:30")

    assert STOCKHOLM.awake(evening) == evening
    assert HELSINKI.awake(evening) == utc("2026-11-24T04:00")


def test_the_same_hour_twice_is_never_quiet() -> None:
    night = utc("2026-11-24T02:00")

    assert Manner(zone="UTC", quiet_from=8, quiet_until=8).awake(night) == night


def test_quiet_hours_may_lie_within_a_day() -> None:
    teaching = Manner(zone="UTC", quiet_from=9, quiet_until=14)

    assert teaching.awake(utc("2026-11-24T10:00")) == utc("2026-11-24T14:00")
    assert teaching.awake(utc("2026-11-24T23:00")) == utc("2026-11-24T23:00")


@pytest.mark.parametrize(
    ("after", "then"),
    [
        ("2026-11-23T06:59", "2026-11-23T07:00"),  # Monday before eight
        ("2026-11-23T07:00", "2026-11-30T07:00"),
        ("2026-11-25T12:00", "2026-11-30T07:00"),
        ("2026-03-23T12:00", "2026-03-30T06:00"),  # summer time begins in between
        ("2028-02-28T12:00", "2028-03-06T07:00"),  # a leap day lies in between
    ],
)
def test_a_weekly_digest_comes_on_monday_at_eight_whatever_the_clocks_do(after: str, then: str) -> None:
    assert STOCKHOLM.next_digest(utc(after)) == utc(then)


def test_a_daily_digest_comes_the_next_day() -> None:
    daily = Manner(zone="Europe/Helsinki", every=Every.DAY, hour=7)

    assert daily.next_digest(utc("2026-11-25T05:00")) == utc("2026-11-26T05:00")


def test_an_hour_that_the_clocks_leap_over_still_has_its_digest() -> None:
    nightly = Manner(zone="Europe/Stockholm", every=Every.DAY, hour=2)

    assert nightly.next_digest(utc("2026-03-28T12:00")) == utc("2026-03-29T01:00")


@given(manners, moments)
def test_awake_is_now_or_the_next_hour_that_is_not_quiet(manner: Manner, now: datetime) -> None:
    awake = manner.awake(now)
    local = awake.astimezone(ZoneInfo(manner.zone))

    assert now <= awake <= now + timedelta(hours=25)
    assert (
        manner.awake(awake) == awake
        or local.dst() != (awake - timedelta(hours=3)).astimezone(ZoneInfo(manner.zone)).dst()
    )


@given(manners, moments)
def test_the_next_digest_is_ahead_and_at_most_a_week_and_a_day(manner: Manner, now: datetime) -> None:
    then = manner.next_digest(now)

    assert now < then <= now + timedelta(days=8)
    assert manner.next_digest(then) - then >= timedelta(hours=22)


def test_who_says_nothing_hears_at_once_only_of_what_can_not_wait() -> None:
    at_once = {kind for kind in Kind if STOCKHOLM.way_of(kind) is Way.IMMEDIATE}

    assert at_once == {Kind.DUE, Kind.MENTION, Kind.NUDGE, Kind.DECISION}


def test_who_wants_no_digest_hears_nothing_that_would_be_in_it() -> None:
    never = Manner(zone="UTC", every=Every.NEVER)

    assert never.way_of(Kind.TASK) is Way.OFF
    assert never.way_of(Kind.DUE) is Way.IMMEDIATE
