"""Something falls due, a person says they are on it, and a person answers."""

from datetime import date
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, NotVisible
from journal.events import ReminderAcknowledged, ReminderDue
from journal.recorder import record
from networks.models import Seat
from networks.subjects import kind_of
from notices.models import Cause
from notices.telling import Telling, tell
from tasks.models import Occurrence, Schedule

BATCH = 500  # schedules that one transaction claims


@transaction.atomic
def send_due(actor: Actor) -> list[UUID]:
    """Let the first 500 schedules whose time has come fall due, and tell the people who answer for them.

    Whatever another tick holds is passed over. Owners without a seat any more are not told.
    Returns the ids of the schedules: fewer than 500, and nothing else was due.
    """
    actor.require(Permission.CLOCK_TICK)
    schedules = list(Schedule.objects.due(actor.now).claimed(BATCH))
    told = {schedule.pk for schedule in schedules if schedule.climb(actor.now).audience}
    Schedule.objects.bulk_update(schedules, ["step", "next_at"])
    seats = _seats_of(actor, schedules)
    occurrences = [
        occurrence
        for occurrence in _occurrences(actor, schedules)
        if occurrence.schedule_id in told and (occurrence.network_id, occurrence.schedule.owner_id) in seats
    ]
    tell(map(_telling, occurrences), now=actor.now)
    record(
        actor,
        *(
            ReminderDue(person_id=one.schedule.owner_id, reminder_id=one.pk, due_at=one.due_at)
            for one in occurrences
        ),
    )
    return [schedule.pk for schedule in schedules]


def _occurrences(actor: Actor, schedules: list[Schedule]) -> list[Occurrence]:
    Occurrence.objects.bulk_create(
        [
            Occurrence(network_id=one.network_id, schedule=one, due_on=one.due_on, due_at=actor.now)
            for one in schedules
        ],
        ignore_conflicts=True,  # a later rung of the ladder finds the occurrence there
    )
    rows = Occurrence.objects.open().filter(schedule__in=schedules)
    return list(rows.select_related("schedule").order_by("pk"))


def _seats_of(actor: Actor, schedules: list[Schedule]) -> set[tuple[UUID, UUID]]:
    owners = {schedule.owner_id for schedule in schedules}
    seats = Seat.objects.active(actor.now).filter(user_id__in=owners)
    return set(seats.values_list("network_id", "user_id"))


def _telling(occurrence: Occurrence) -> Telling:
    schedule = occurrence.schedule
    return Telling(
        network_id=occurrence.network_id,
        person_id=schedule.owner_id,
        cause=Cause.REMINDER_DUE,
        cause_id=occurrence.pk,
        subject=schedule.subject,
        on_date=occurrence.due_on,
    )


@transaction.atomic
def acknowledge(actor: Actor, *, occurrence: Occurrence) -> Occurrence:
    """Say that one is on it: the date stays. Raises NotVisible for another's, Conflict where it is late."""
    actor.require(Permission.REMINDER_ANSWER)
    occurrence = _held(actor, occurrence)
    if occurrence.acknowledged_at:
        raise Conflict("reminder_already_acknowledged", "You have said so before.")
    occurrence.acknowledged_at = actor.now
    occurrence.save(update_fields=["acknowledged_at"])
    record(actor, ReminderAcknowledged(person_id=occurrence.schedule.owner_id, reminder_id=occurrence.pk))
    return occurrence


@transaction.atomic
def answer(actor: Actor, *, occurrence: Occurrence, outcome: str, note: str = "") -> date | None:
    """Answer for the subject, whose room records it and moves the date in this transaction.

    Returns the next date, None where nothing is due any more. Raises NotVisible for another's
    reminder, Conflict for one that was answered, and what the subject's room refuses.
    """
    actor.require(Permission.REMINDER_ANSWER)
    occurrence = _held(actor, occurrence)
    kind = kind_of(occurrence.schedule.subject_kind)
    if kind.answered is None:
        raise Conflict("not_answerable", "This can't be answered from a reminder.")
    return kind.answered(actor, id=occurrence.schedule.subject_id, outcome=outcome, note=note)


def _held(actor: Actor, occurrence: Occurrence) -> Occurrence:
    # Every answer takes the schedule's lock first, by whatever door it comes: no two move the date.
    occurrence.schedule.locked()
    occurrence = Occurrence.objects.select_related("schedule").get(pk=occurrence.pk)
    if not occurrence.is_for(actor):
        raise NotVisible
    if not occurrence.is_open:
        raise Conflict("reminder_already_answered", "This reminder was answered already.")
    return occurrence
