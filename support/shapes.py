"""The shapes of the overview on the wire."""

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from networks.health import masked
from networks.shapes import Named
from support.follow_up import Followed
from support.masking import masked_parts
from support.models import HealthWeek, Nudge
from support.standing import Standing, shown


class OverviewShape(TypedDict):
    """One network in counts; null where a count is below 3 or would tell one that is."""

    id: UUID
    name_sv: str
    name_en: str
    phase: str
    members: int | None
    people: int | None
    fresh: int | None
    late: int | None
    silent: int | None
    overdue: int | None
    is_at_risk: bool
    last_active_on: date | None
    next_gate_on: date | None


class WeekShape(TypedDict):
    """How a network stood in a week, masked as in the overview."""

    id: UUID
    week_on: date
    phase: str
    members: int | None
    people: int | None
    fresh: int | None
    late: int | None
    silent: int | None
    overdue: int | None
    is_at_risk: bool
    last_active_on: date | None


class FollowedShape(TypedDict):
    """One seat, and what there is to follow up."""

    id: UUID
    person: Named
    authority: Named
    last_active_on: date | None
    is_silent: bool
    overdue: int
    longest_overdue_on: date | None
    has_deputy: bool
    nudged_at: datetime | None
    may_be_nudged: bool


class NudgeShape(TypedDict):
    """Somebody was asked to look at what waits for them."""

    id: UUID
    seat: UUID
    sent_at: datetime


def overview_shape(standing: Standing) -> OverviewShape:
    """A network's standing, masked."""
    seen = shown(standing)
    return {
        "id": seen.network.pk,
        "name_sv": seen.network.name_sv,
        "name_en": seen.network.name_en,
        "phase": seen.network.phase,
        "members": seen.members,
        "people": seen.people,
        "fresh": seen.fresh,
        "late": seen.late,
        "silent": seen.silent,
        "overdue": seen.overdue,
        "is_at_risk": seen.is_at_risk,
        "last_active_on": seen.last_active_on,
        "next_gate_on": seen.next_gate_on,
    }


def week_shape(week: HealthWeek) -> WeekShape:
    """A week's row, masked."""
    parts = masked_parts({"fresh": week.fresh, "late": week.late, "silent": week.silent})
    return {
        "id": week.pk,
        "week_on": week.week_on,
        "phase": week.phase,
        "members": masked(week.members),
        "people": masked(week.people),
        "fresh": parts["fresh"],
        "late": parts["late"],
        "silent": parts["silent"],
        "overdue": masked(week.overdue),
        "is_at_risk": week.is_at_risk,
        "last_active_on": week.last_active_on,
    }


def followed_shape(one: Followed) -> FollowedShape:
    """A seat as its coordinator follows it up."""
    seat = one.seat
    return {
        "id": seat.pk,
        "person": {"id": seat.user_id, "name": seat.user.display_name},
        "authority": {"id": seat.authority_id, "name": seat.authority.name},
        "last_active_on": one.last_active_on,
        "is_silent": one.is_silent,
        "overdue": one.overdue,
        "longest_overdue_on": one.longest_overdue_on,
        "has_deputy": one.has_deputy,
        "nudged_at": one.nudged_at,
        "may_be_nudged": one.may_be_nudged,
    }


def nudge_shape(nudge: Nudge) -> NudgeShape:
    """A nudge."""
    return {"id": nudge.pk, "seat": nudge.seat_id, "sent_at": nudge.sent_at}
