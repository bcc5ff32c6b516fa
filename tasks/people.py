"""Who sits where around what is due, fetched for a whole batch: who is told, who stands in, who inherits."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models.expressions import RawSQL

from networks.models import Seat
from tasks.claims import Claimed
from tasks.ladder import POLICIES, Audience
from tasks.models.schedule import ANSWERING, Schedule

Planned = Schedule | Claimed
_ROLES = {Audience.COORDINATOR: "coordinator", Audience.STEERING: "steering"}


class Place(NamedTuple):
    """A seat that gives access now, as far as it matters here."""

    network_id: UUID
    user_id: UUID
    role: str
    authority_id: UUID
    deputy_id: UUID | None


class Circle:
    """The people around some schedules now: one query, however many. `audiences` are those to be told."""

    def __init__(
        self, schedules: Iterable[Planned], now: datetime, audiences: Collection[Audience] = tuple(Audience)
    ) -> None:
        places = {
            (one.network_id, person_id)
            for one in schedules
            for person_id in (one.owner_id, one.deputy_id)
            if person_id
        }
        roles = [role for audience, role in _ROLES.items() if audience in audiences]
        around = _around(places, with_deputies=Audience.DEPUTY in audiences, roles=roles)
        seats = Seat.objects.active(now).filter(pk__in=around).order_by("started_at", "pk")
        self._seats: dict[UUID, dict[UUID, Place]] = {}
        for row in seats.values_list("network_id", "user_id", "role", "authority_id", "deputy_id"):
            place = Place(*row)
            self._seats.setdefault(place.network_id, {})[place.user_id] = place

    def hearing(self, schedule: Planned, audience: Audience) -> list[UUID]:
        """The people whom an audience means, of those who may know of it."""
        if audience is Audience.OWNER:
            seat = self._seat(schedule, schedule.owner_id)
            return [schedule.owner_id] if seat and schedule.private_to in (None, seat.authority_id) else []
        if audience is Audience.DEPUTY:
            deputy_id = self.deputy_of(schedule)
            return [deputy_id] if deputy_id else []
        return [
            seat.user_id
            for seat in self._seats.get(schedule.network_id, {}).values()
            if seat.role == _ROLES.get(audience)
            and (
                schedule.private_to in (None, seat.authority_id)
                or audience in POLICIES[schedule.policy].beyond
            )
        ]

    def deputy_of(self, schedule: Planned) -> UUID | None:
        """Who stands in for the owner: the deputy of the subject, or of the owner's seat; None for nobody."""
        owners = self._seat(schedule, schedule.owner_id)
        for deputy_id in (schedule.deputy_id, owners.deputy_id if owners else None):
            seat = self._seat(schedule, deputy_id) if deputy_id else None
            if seat and seat.role in ANSWERING and schedule.private_to in (None, seat.authority_id):
                return seat.user_id
        return None

    def _seat(self, schedule: Planned, person_id: UUID) -> Place | None:
        return self._seats.get(schedule.network_id, {}).get(person_id)


# Pairs as conditions of their own take the database longer to read than the rows that they find, and
# alternatives in one condition make it look at every seat there is. So does a plain join once it plans for
# any number of them, which OFFSET 0 forbids.
_AROUND = """
WITH own AS (
    SELECT seat.id, seat.network_id, seat.deputy_id
    FROM unnest(%s::uuid[], %s::uuid[]) AS place (network_id, user_id)
    CROSS JOIN LATERAL (
        SELECT id, network_id, deputy_id FROM networks_seat
        WHERE network_id = place.network_id AND user_id = place.user_id AND ended_at IS NULL OFFSET 0
    ) AS seat
)
SELECT id FROM own
UNION
SELECT seat.id FROM own JOIN networks_seat AS seat
    ON seat.network_id = own.network_id AND seat.user_id = own.deputy_id AND seat.ended_at IS NULL AND %s
UNION
SELECT id FROM networks_seat WHERE network_id = ANY(%s::uuid[]) AND role = ANY(%s) AND ended_at IS NULL
"""


def _around(places: Collection[tuple[UUID, UUID]], *, with_deputies: bool, roles: list[str]) -> RawSQL:
    """The seats of these people in the network beside their name, their deputies', and those with a role."""
    networks, people = (list(column) for column in zip(*places, strict=True))
    return RawSQL(_AROUND, [networks, people, with_deputies, sorted(set(networks)), roles])  # noqa: S611


def heirs_of(schedules: list[Schedule], now: datetime) -> dict[UUID, Seat]:
    """Who takes over from owners without a seat, by schedule: two queries, however many.

    The deputy of the subject, the deputy of the seat that ended, somebody else at the same
    authority, or the coordinator; for what is private somebody at that authority or nobody.
    """
    networks = {one.network_id for one in schedules}
    seats = Seat.objects.active(now).filter(network_id__in=networks, role__in=ANSWERING)
    there: dict[UUID, list[Seat]] = {}
    for seat in seats.select_related("user", "authority").order_by("started_at", "pk"):
        there.setdefault(seat.network_id, []).append(seat)
    left = Seat.objects.filter(network_id__in=networks, user_id__in={one.owner_id for one in schedules})
    last = {(seat.network_id, seat.user_id): seat for seat in left.order_by("started_at", "pk")}
    found = {}
    for one in schedules:
        candidates = _in_line(one, there.get(one.network_id, []), last.get((one.network_id, one.owner_id)))
        heir = next(candidates, None)
        if heir is not None:
            found[one.pk] = heir
    return found


def _in_line(schedule: Schedule, there: list[Seat], left: Seat | None) -> Iterator[Seat]:
    seats = [seat for seat in there if schedule.private_to in (None, seat.authority_id)]
    yield from (seat for seat in seats if seat.user_id == schedule.deputy_id)
    if left is not None:
        yield from (seat for seat in seats if seat.user_id == left.deputy_id)
        yield from (seat for seat in seats if seat.authority_id == left.authority_id)
    yield from (seat for seat in seats if seat.is_coordinating)
    yield from (seat for seat in seats if schedule.private_to)
