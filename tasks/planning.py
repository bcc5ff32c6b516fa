"""How a room above has its subjects fall due: parts of its verbs, in their transaction.

Facts are returned, not recorded, so that the verb records all of them in one go.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Q

from access.actor import Actor
from access.refusals import Invalid
from accounts.models import Authority, User
from journal.events import Event, ReminderAnswered, ReminderDue
from networks.models import Seat
from networks.subjects import Subject, kind_of
from notices.telling import withdraw
from tasks.cadence import rounds_of
from tasks.models import Occurrence, Schedule
from tasks.models.schedule import ANSWERING

FURTHEST = relativedelta(years=5)
MOVED = "moved"  # what is written on a reminder whose date somebody changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who answers for something, how often and from when on. `named` is what clients call the first date."""

    owner_id: UUID
    first_on: date
    cadence: str
    named: str = "next_review_on"
    deputy_id: UUID | None = None
    policy: str = "review"
    private_to: UUID | None = None


def plan(actor: Actor, subject: Subject, wanted: Plan) -> Schedule:
    """Let a new subject of the actor's network fall due as wanted.

    Raises Invalid for an unknown cadence, an owner or deputy who can't answer in this network,
    and a date that is past or more than five years away.
    """
    owner = seat_of(actor, wanted.owner_id, named="owner", private_to=wanted.private_to)
    schedule = Schedule(
        network_id=owner.network_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        owner=owner.user,
        private_to=wanted.private_to,
        country=owner.authority.country,
        policy=wanted.policy,
    )
    _name_deputy(actor, schedule, wanted.deputy_id)
    _set_dates(actor, schedule, wanted)
    schedule.save(force_insert=True)
    return schedule


def begin_for(
    owner: User, authority: Authority, subject: Subject, *, network_id: UUID, wanted: Plan, now: datetime
) -> Schedule:
    """Let a subject fall due for somebody who may sit there no more: then the clock finds who takes it over.

    `wanted.owner_id` is the owner's; the date has to lie ahead.
    """
    schedule = Schedule(
        network_id=network_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        owner=owner,
        private_to=wanted.private_to,
        country=authority.country,
        cadence=wanted.cadence,
        policy=wanted.policy,
    )
    schedule.begin(wanted.first_on, now)
    schedule.save(force_insert=True)
    return schedule


def change_plan(actor: Actor, schedule: Schedule, wanted: Plan) -> list[Event]:
    """Let others answer for it, or fall due on other days. The schedule was read by `locked()`.

    A reminder that is open is closed where the date moves. Raises Invalid as `plan`; returns the
    facts for the verb to record.
    """
    moves = (wanted.first_on, wanted.cadence) != (schedule.next_on, schedule.cadence)
    facts = close_open(actor, schedule, outcome=MOVED) if moves else []
    if wanted.owner_id != schedule.owner_id:
        seat = seat_of(actor, wanted.owner_id, named="owner", private_to=schedule.private_to)
        schedule.go_to(seat, actor.now)
        facts += reopen([schedule])
    _name_deputy(actor, schedule, wanted.deputy_id)
    if moves:
        _set_dates(actor, schedule, wanted)
    schedule.save()
    return facts


def reopen(schedules: list[Schedule]) -> list[Event]:
    """Open reminders go along to new owners, as nobody's yet: who was on it, or had it handed over, is not.

    Returns the facts that the new owners hear.
    """
    owners = {one.pk: one.owner_id for one in schedules}
    rows = Occurrence.objects.open().filter(schedule_id__in=owners)
    rows.update(acknowledged_at=None, handed_over_at=None, deputy=None)
    return [
        ReminderDue(
            person_id=owners[one.schedule_id], reminder_id=one.pk, due_at=one.due_at, step="inherited"
        )
        for one in rows.order_by("pk")
    ]


def seat_of(actor: Actor, person_id: UUID, *, named: str, private_to: UUID | None = None) -> Seat:
    """The seat of somebody who can answer in the actor's network. Raises Invalid on the field `named`."""
    seats = Seat.objects.active(actor.now).filter(Q(network_id=actor.network_id, user_id=person_id))
    seat = seats.select_related("user", "authority").order_by("pk").first()
    if seat is None:
        raise Invalid.field(named, "no_seat", "This has to be a person with a seat in this network.")
    if seat.role not in ANSWERING:
        raise Invalid.field(named, "reads_only", "This person's seat lets them read, but not answer.")
    if private_to not in (None, seat.authority_id):
        raise Invalid.field(named, "other_authority", "This is private: choose somebody at your authority.")
    return seat


def _name_deputy(actor: Actor, schedule: Schedule, deputy_id: UUID | None) -> None:
    if deputy_id is not None and deputy_id == schedule.owner_id:
        raise Invalid.field("deputy", "own_deputy", "The deputy has to be somebody else than the owner.")
    if deputy_id not in (None, schedule.deputy_id):
        seat_of(actor, deputy_id, named="deputy", private_to=schedule.private_to)
    schedule.deputy_id = deputy_id


def _set_dates(actor: Actor, schedule: Schedule, wanted: Plan) -> None:
    today = schedule.today(actor.now)
    if not today <= wanted.first_on <= today + FURTHEST:
        raise Invalid.field(wanted.named, "date", "Choose a day from today on, at most five years ahead.")
    try:
        rounds = rounds_of(wanted.cadence)
    except ValueError as error:
        raise Invalid.field("cadence", "cadence", str(error)) from None
    if rounds is not None and rounds.until is not None and rounds.until < wanted.first_on:
        raise Invalid.field("cadence", "cadence", "UNTIL lies before the first date: nothing would be due.")
    schedule.cadence = wanted.cadence
    schedule.begin(wanted.first_on, actor.now)


def move_on(actor: Actor, schedule: Schedule, *, outcome: str, ends: bool = False) -> list[Event]:
    """Somebody answered: set the next date, or none where it `ends`, and close what was open.

    The schedule was read by `locked()`. Returns the facts for the verb to record.
    """
    if ends:
        schedule.stop()
    else:
        schedule.move(actor.now)
    schedule.save()
    return close_open(actor, schedule, outcome=outcome)


def renew(actor: Actor, schedule: Schedule, *, outcome: str, least: timedelta) -> list[Event]:
    """Somebody answered, asked or not: the first round further away than `least` is next. As `move_on`."""
    schedule.renew(actor.now, least=least)
    schedule.save()
    return close_open(actor, schedule, outcome=outcome)


def opened_again(schedule: Schedule) -> list[Event]:
    """Its reminder of the day on which it is due waits anew, where that day was answered before.

    Whoever takes an answer back, or names that very day again. Returns the facts that its people hear.
    """
    if schedule.next_on is None:
        return []
    rows = Occurrence.objects.filter(schedule=schedule, due_on=schedule.next_on).exclude(answered_at=None)
    found = list(rows.order_by("pk"))
    rows.update(answered_at=None, answered_by=None, outcome="", reason="", acknowledged_at=None)
    return [
        ReminderDue(person_id=schedule.owner_id, reminder_id=one.pk, due_at=one.due_at, step="reopened")
        for one in found
    ]


def close_open(actor: Actor, schedule: Schedule, *, outcome: str) -> list[Event]:
    """Close the open reminder of a locked schedule, if there is one; its people hear of it as facts."""
    closed = list(Occurrence.objects.open().filter(schedule=schedule).order_by("pk"))
    for occurrence in closed:
        occurrence.schedule = schedule
        occurrence.close(actor, outcome)
    withdraw([occurrence.pk for occurrence in closed], now=actor.now, remark="answered before it was sent")
    return [
        ReminderAnswered(person_id=person_id, reminder_id=occurrence.pk, outcome=outcome)
        for occurrence in closed
        for person_id in occurrence.people
    ]


def changed(schedule: Schedule) -> list[Event]:
    """The fact that lists of the subject show another owner or date, where its room has one."""
    kind = kind_of(schedule.subject_kind)
    return [kind.changed(schedule.subject_id)] if kind.changed else []
