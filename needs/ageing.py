"""How long what an authority declared holds, and when it is asked again. Pure, no clock of its own."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

# Late in spring, and when next year's budget is decided: months and days, half a year apart.
ROUNDS = ((5, 25), (11, 25))
# Whoever says that all holds this shortly before a round is not asked again in it.
FRESH = timedelta(days=28)
HOLDS = timedelta(days=365)  # a line, unless it says otherwise: a budget cycle
# Months after the latest start, when demand was handed over to buying, that its authority is asked what
# was bought: 6 and 12, and then yearly three times.
CAPTURED = (6, 12, 24, 36, 48)
# Months before its contract ends that an authority is asked whether what comes after is planned for.
WATCHED = (18, 12, 9)


def first_round(day: date) -> date:
    """The first round in which something said on that day is asked about."""
    years = (day.year, day.year + 1)
    rounds = (date(year, month, number) for year in years for month, number in ROUNDS)
    return next(one for one in rounds if one > day + FRESH)


def is_unanswered(said_on: date, asked_on: date | None, today: date) -> bool:
    """Has the day passed by which its authority was asked about it, and nothing been said of it?

    What was said so shortly before that day that nobody would be asked about it anew is an answer.
    """
    return asked_on is not None and said_on + FRESH < asked_on < today


def captured_on(latest_start: date) -> tuple[date, ...]:
    """The days by which an authority says what was bought of a line; 29 February may be the 28th."""
    return tuple(latest_start + relativedelta(months=months) for months in CAPTURED)


def watched_on(ends_on: date) -> tuple[date, ...]:
    """The days by which an authority says how far it is with what comes after a contract."""
    return tuple(ends_on - relativedelta(months=months) for months in WATCHED)


def holds_until(valid_until: date, today: date) -> date:
    """Until when a line holds that is confirmed today: for a year, or as long as it says itself."""
    return max(valid_until, today + HOLDS)
