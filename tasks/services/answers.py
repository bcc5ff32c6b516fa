"""A person says that they are on it, answers, asks for more time, or hands it to the deputy."""

from datetime import date, timedelta

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid, NotVisible
from journal.events import Event, ReminderAcknowledged, ReminderAnswered, ReminderDue, ReminderHandedOver
from journal.recorder import record
from networks.subjects import kind_of
from notices.models import Cause
from notices.telling import Telling, tell, withdraw
from tasks.models import SNOOZED, Occurrence
from tasks.people import Circle
from tasks.planning import changed
from wire.text import readable

LONGEST_SNOOZE = timedelta(days=90)
LONGEST_REASON = 500


@transaction.atomic
def acknowledge(actor: Actor, *, occurrence: Occurrence) -> Occurrence:
    """Say that one is on it: escalation pauses, the date stays.

    Raises NotVisible for another's, Conflict where it was answered or said before.
    """
    actor.require(Permission.REMINDER_ANSWER)
    occurrence = _held(actor, occurrence)
    if occurrence.acknowledged_at:
        raise Conflict("reminder_already_acknowledged", "You have said so before.")
    occurrence.acknowledged_at = actor.now
    occurrence.save(update_fields=["acknowledged_at"])
    occurrence.schedule.hush()
    occurrence.schedule.save(update_fields=["next_at"])
    record(
        actor,
        *(ReminderAcknowledged(person_id=one, reminder_id=occurrence.pk) for one in occurrence.people),
    )
    return occurrence


@transaction.atomic
def answer(
    actor: Actor, *, occurrence: Occurrence, outcome: str, note: str = "", day: date | None = None
) -> date | None:
    """Answer for the subject, whose room records it and moves the date in this transaction.

    `day` belongs to those outcomes that name one. Returns the next date, None where nothing is due any
    more. Raises NotVisible for another's reminder, Conflict for one that was answered, Invalid for a day
    that lacks or is too much, and what the subject's room refuses.
    """
    actor.require(Permission.REMINDER_ANSWER)
    occurrence = _held(actor, occurrence)
    kind = kind_of(occurrence.schedule.subject_kind)
    if kind.answered is None:
        raise Conflict("not_answerable", "This can't be answered from a reminder.")
    if (day is None) is (outcome in kind.dated):
        raise Invalid.field(
            "day", "answer_day", "Name a day with an answer that takes one, and with no other."
        )
    named = {} if day is None else {"day": day}
    return kind.answered(actor, id=occurrence.schedule.subject_id, outcome=outcome, note=note, **named)


@transaction.atomic
def snooze(actor: Actor, *, occurrence: Occurrence, until: date, reason: str) -> Occurrence:
    """Ask to be reminded of this round on a later day, and say why: the date moves to it, once.

    Raises Invalid for a day that is not after today and the due day, or more than 90 days away, and for
    an empty reason; NotVisible and Conflict as `answer`.
    """
    actor.require(Permission.REMINDER_ANSWER)
    reason = readable(reason, name="reason", longest=LONGEST_REASON)
    occurrence = _held(actor, occurrence)
    schedule = occurrence.schedule
    today = schedule.today(actor.now)
    if not max(today, occurrence.due_on) < until <= today + LONGEST_SNOOZE:
        raise Invalid.field(
            "until", "until", "Choose a day after today and after the due day, at most 90 days ahead."
        )
    schedule.put_off(until, actor.now)
    schedule.save()
    occurrence.close(actor, SNOOZED, reason=reason)
    withdraw([occurrence.pk], now=actor.now, remark="answered before it was sent")
    facts: list[Event] = [
        ReminderAnswered(person_id=one, reminder_id=occurrence.pk, outcome=SNOOZED)
        for one in occurrence.people
    ]
    record(actor, *facts, *changed(schedule))
    return occurrence


@transaction.atomic
def hand_over(actor: Actor, *, occurrence: Occurrence) -> Occurrence:
    """Ask the deputy to answer this time: the date stays, and both see the reminder.

    Raises Conflict where nobody stands in for the owner, or the deputy has it already.
    """
    actor.require(Permission.REMINDER_ANSWER)
    occurrence = _held(actor, occurrence)
    deputy_id = Circle([occurrence.schedule], actor.now).deputy_of(occurrence.schedule)
    if deputy_id is None:
        raise Conflict("no_deputy", "Nobody stands in for you here. Name a deputy for your seat first.")
    if occurrence.handed_over_at or actor.user_id == deputy_id:
        raise Conflict("already_handed_over", "The deputy has this reminder already.")
    occurrence.deputy_id, occurrence.handed_over_at = deputy_id, actor.now
    occurrence.save(update_fields=["deputy", "handed_over_at"])
    tell([_to_deputy(occurrence)], now=actor.now)
    record(
        actor,
        ReminderHandedOver(person_id=occurrence.schedule.owner_id, reminder_id=occurrence.pk),
        ReminderDue(
            person_id=deputy_id, reminder_id=occurrence.pk, due_at=occurrence.due_at, step="handed_over"
        ),
    )
    return occurrence


def _to_deputy(occurrence: Occurrence) -> Telling:
    return Telling(
        network_id=occurrence.network_id,
        person_id=occurrence.holder_id,
        cause=Cause.REMINDER_DEPUTY,
        cause_id=occurrence.pk,
        subject=occurrence.schedule.subject,
        on_date=occurrence.due_on,
    )


def _held(actor: Actor, occurrence: Occurrence) -> Occurrence:
    # Every answer takes the schedule's lock first, by whatever door it comes: no two move the date.
    schedule = occurrence.schedule.locked()
    occurrence = Occurrence.objects.get(pk=occurrence.pk)
    occurrence.schedule = schedule
    if not occurrence.is_for(actor):
        raise NotVisible
    if not occurrence.is_open:
        raise Conflict("reminder_already_answered", "This reminder was answered already.")
    return occurrence
