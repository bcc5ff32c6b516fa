"""When a person is spoken to: quiet hours and the hour of the digest. Pure, no clock of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from notices.kinds import DEFAULTS, Kind, Way

A_DAY = timedelta(days=1)
MONDAY, MORNING = 0, 8
QUIET_FROM, QUIET_UNTIL = 21, 6


class Every(StrEnum):
    """How often a digest comes, where there is news."""

    DAY = "day"
    WEEK = "week"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How one person wants to be told; hours and weekday (0 is Monday) are those of their time zone.

    Nothing that can wait is mailed from `quiet_from` to `quiet_until`; the same hour twice means never quiet.
    """

    zone: str
    every: Every = Every.WEEK
    weekday: int = MONDAY
    hour: int = MORNING
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL
    ways: Mapping[Kind, Way] = field(default_factory=dict)

    def way_of(self, kind: Kind) -> Way:
        """By what way the person hears of this kind; not at all, where their digest never comes."""
        way = self.ways.get(kind, DEFAULTS[kind])
        return Way.OFF if way is Way.DIGEST and self.every is Every.NEVER else way

    def today(self, now: datetime) -> date:
        """What day it is where the person is."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def awake(self, now: datetime) -> datetime:
        """Now, or the end of the quiet hours that it lies in, in UTC."""
        local = now.astimezone(ZoneInfo(self.zone))
        if not self._is_quiet(local.hour):
            return now
        day = local.date() + (A_DAY if local.hour >= self.quiet_until else timedelta())
        return max(now, self._at(day, self.quiet_until))

    def next_digest(self, after: datetime) -> datetime:
        """The next time the digest may come, later than `after`, in UTC."""
        day = self.today(after)
        while True:
            moment = self._at(day, self.hour)
            if moment > after and (self.every is Every.DAY or day.weekday() == self.weekday):
                return moment
            day += A_DAY

    def _is_quiet(self, hour: int) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until

    def _at(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
