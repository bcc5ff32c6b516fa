"""The week is written down, and a coordinator nudges."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, NotVisible, TooOften
from journal.events import SeatNudged
from journal.recorder import record
from networks.models import Network, Seat
from networks.subjects import Subject
from notices.models import Cause
from notices.telling import Telling, tell
from support.models import HealthWeek, Nudge
from support.standing import Standing, standings

BETWEEN_NUDGES = timedelta(days=7)
NETWORKS = 500  # that one transaction counts
_HOME = ZoneInfo("Europe/Stockholm")
_COUNTED = ("members", "people", "fresh", "late", "silent", "overdue", "is_at_risk", "last_active_on")


@transaction.atomic
def keep_week(actor: Actor) -> int:
    """Write down how the first 500 networks without a row for this week stand; returns how many rows are new.

    A clock that was down writes it as soon as it is back; two at once write one row.
    """
    actor.require(Permission.CLOCK_TICK)
    week_on = monday(actor.now)
    kept = HealthWeek.objects.filter(week_on=week_on)
    missing = Network.objects.exclude(pk__in=kept.values("network_id")).order_by("pk")[:NETWORKS]
    rows = [_row(standing, week_on, actor.now) for standing in standings(missing, now=actor.now)]
    HealthWeek.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def monday(now: datetime) -> date:
    """The Monday of the week that it is at the agency."""
    today = now.astimezone(_HOME).date()
    return today - timedelta(days=today.weekday())


def _row(standing: Standing, week_on: date, now: datetime) -> HealthWeek:
    counts = {name: getattr(standing, name) for name in _COUNTED}
    return HealthWeek(
        network=standing.network, week_on=week_on, phase=standing.network.phase, kept_at=now, **counts
    )


@transaction.atomic
def nudge_person(actor: Actor, *, seat: Seat) -> Nudge:
    """Ask whoever has the seat to look at what waits for them, once a week at most.

    Raises NotVisible for a seat of another network, Conflict for one's own and one that has ended,
    and TooOften within a week of the last.
    """
    actor.require(Permission.SEAT_NUDGE)
    seat = seat.locked()
    _check(actor, seat)
    nudge = Nudge.objects.create(
        network_id=seat.network_id, seat=seat, sent_by_id=actor.person_id, sent_at=actor.now
    )
    telling = Telling(
        network_id=nudge.network_id,
        person_id=seat.user_id,
        cause=Cause.NUDGE,
        cause_id=nudge.pk,
        subject=Subject("nudge", nudge.pk),
        on_date=actor.now.date(),
    )
    tell([telling], now=actor.now)
    record(
        actor,
        SeatNudged(person_id=seat.user_id, network_id=seat.network_id, seat_id=seat.pk, nudge_id=nudge.pk),
    )
    return nudge


def _check(actor: Actor, seat: Seat) -> None:
    if seat.network_id != actor.network_id:
        raise NotVisible
    if seat.user_id == actor.user_id:
        raise Conflict("own_seat", "This is your own seat.")
    if not Seat.objects.active(actor.now).filter(pk=seat.pk).exists():
        raise Conflict("seat_ended", "This seat has ended already.")
    last = Nudge.objects.filter(seat=seat).order_by("-sent_at").first()
    if last is not None and last.sent_at + BETWEEN_NUDGES > actor.now:
        raise TooOften(int((last.sent_at + BETWEEN_NUDGES - actor.now).total_seconds()) + 1)
