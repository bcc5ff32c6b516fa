"""How a room above has its subjects fall due: parts of its verbs, in their transaction.

Facts are returned, not recorded, so that the verb records all of them in one go.
"""

from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Q

from access.actor import Actor
from access.policy import GRANTS, Permission, Role
from access.refusals import Invalid
from journal.events import Event, ReminderAnswered
from networks.models import Seat
from networks.subjects import Subject
from notices.telling import withdraw
from tasks.models import CadenceChoice, Occurrence, Schedule

FURTHEST = relativedelta(years=5)


def plan(
    actor: Actor, *, subject: Subject, owner_id: UUID, cadence: str, first_on: date, named: str
) -> Schedule:
    """Let a new subject of the actor's network fall due from `first_on` on, round after round.

    `named` is what the client calls the first date. Raises Invalid for an unknown cadence, an
    owner who can't answer in this network, and a date that is past or more than five years away.
    """
    if cadence not in CadenceChoice.values:
        raise Invalid.field("cadence", "cadence", f"Choose one of {', '.join(CadenceChoice.values)}.")
    seat = _seat_of(actor, owner_id)
    schedule = Schedule(
        network_id=seat.network_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        owner=seat.user,
        country=seat.authority.country,
        cadence=cadence,
    )
    today = schedule.today(actor.now)
    if not today <= first_on <= today + FURTHEST:
        raise Invalid.field(named, "date", "Choose a day from today on, at most five years ahead.")
    schedule.begin(first_on)
    schedule.save(force_insert=True)
    return schedule


def _seat_of(actor: Actor, owner_id: UUID) -> Seat:
    seats = Seat.objects.active(actor.now).filter(Q(network_id=actor.network_id, user_id=owner_id))
    seat = seats.select_related("user", "authority").first()
    if seat is None:
        raise Invalid.field("owner", "no_seat", "The owner has to be a person with a seat in this network.")
    if Permission.REMINDER_ANSWER not in GRANTS[Role(seat.role)]:
        raise Invalid.field("owner", "reads_only", "The owner's seat lets them read, but not answer.")
    return seat


def move_on(actor: Actor, schedule: Schedule, *, outcome: str, ends: bool = False) -> list[Event]:
    """Somebody answered: set the next date, or none where it `ends`, and close what was open.

    The schedule was read by `locked()`. Returns the facts for the verb to record.
    """
    if ends:
        schedule.stop()
    else:
        schedule.move(actor.now)
    schedule.save(update_fields=["next_on", "next_at", "step"])
    closed = list(Occurrence.objects.open().filter(schedule=schedule))
    for occurrence in closed:
        occurrence.close(actor, outcome)
    withdraw([occurrence.pk for occurrence in closed], now=actor.now, remark="answered before it was sent")
    return [
        ReminderAnswered(person_id=schedule.owner_id, reminder_id=occurrence.pk, outcome=outcome)
        for occurrence in closed
    ]
