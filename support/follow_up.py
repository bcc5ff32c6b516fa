"""The coordinator's ten minutes: who is silent, late, without a deputy. Four questions, however many."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from access.actor import Actor
from access.policy import Permission
from journal.models import Entry
from networks.models import Seat
from support.models import Nudge
from support.services import BETWEEN_NUDGES
from support.standing import SILENT_AFTER
from tasks.models import Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One seat, and what the coordinator may want to do something about."""

    seat: Seat
    last_active_on: date | None
    is_silent: bool
    overdue: int
    longest_overdue_on: date | None
    has_deputy: bool
    nudged_at: datetime | None
    may_be_nudged: bool

    @property
    def needs_a_word(self) -> bool:
        """Is there anything to follow up?"""
        return self.is_silent or self.overdue > 0 or not self.has_deputy


def follow_up(actor: Actor) -> list[Followed]:
    """The people of the actor's network, those that need a word first, then by authority and name."""
    actor.require(Permission.SEAT_NUDGE)
    seats = Seat.objects.active(actor.now).filter(Q(network_id=actor.network_id))
    rows = list(seats.select_related("user", "authority").order_by("authority__name", "user__name", "pk"))
    found = followed(actor, rows)
    return sorted(found, key=lambda one: not one.needs_a_word)


def followed(actor: Actor, seats: list[Seat]) -> list[Followed]:
    """What there is to follow up with these seats of the actor's network."""
    today = actor.now.date()
    said = Entry.objects.filter(stream__network_id=actor.network_id, actor_id__isnull=False).order_by()
    heard: dict[UUID, datetime] = dict(said.values_list("actor_id").annotate(last=Max("at")))
    due = Schedule.objects.overdue(today).filter(Q(network_id=actor.network_id)).order_by()
    counted = due.values_list("owner_id").annotate(number=Count("pk"), first=Min("next_on"))
    late = {owner_id: (number, first) for owner_id, number, first in counted}
    told = Nudge.objects.filter(seat__in=seats).order_by()
    nudged: dict[UUID, datetime] = dict(told.values_list("seat_id").annotate(last=Max("sent_at")))
    return [_followed(actor, seat, heard, late, nudged) for seat in seats]


def _followed(
    actor: Actor,
    seat: Seat,
    heard: dict[UUID, datetime],
    late: dict[UUID, tuple[int, date]],
    nudged: dict[UUID, datetime],
) -> Followed:
    last = heard.get(seat.user_id)
    number, first = late.get(seat.user_id, (0, None))
    nudged_at = nudged.get(seat.pk)
    return Followed(
        seat=seat,
        last_active_on=last.date() if last else None,
        is_silent=actor.now - max(last or seat.started_at, seat.started_at) > SILENT_AFTER,
        overdue=number,
        longest_overdue_on=first,
        has_deputy=seat.deputy_id is not None,
        nudged_at=nudged_at,
        may_be_nudged=seat.user_id != actor.user_id
        and (nudged_at is None or nudged_at + BETWEEN_NUDGES <= actor.now),
    )
