"""What was left behind by somebody who left gets another owner; what an authority took along ends."""

from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from journal.events import Event
from journal.recorder import record
from tasks.models import DEPARTED, Schedule
from tasks.people import heirs_of
from tasks.planning import changed, close_open, opened_again, reopen

MOST = 500


@transaction.atomic
def adopt_orphans(actor: Actor) -> list[UUID]:
    """Give what is still due and whose owner has no seat any more to whoever is next in line.

    The deputy, a colleague at the authority, or the coordinator; the ladder begins anew, so that
    the new owner hears of it. Found by query, so that no other room has to call. Returns the ids
    of the schedules that have another owner now; fewer than 500, and no other orphan is left.
    """
    actor.require(Permission.CLOCK_TICK)
    rows = Schedule.objects.adoptable(actor.now)
    rows = rows.select_for_update(of=("self",), skip_locked=True, no_key=True)
    schedules = list(rows.order_by("pk")[:MOST])
    heirs = heirs_of(schedules, actor.now)
    adopted = [one for one in schedules if one.pk in heirs]
    for one in adopted:
        one.go_to(heirs[one.pk], actor.now)
        one.save()
    facts = reopen(adopted)
    for one in adopted:
        facts += changed(one)
    record(actor, *facts)
    return [one.pk for one in adopted]


@transaction.atomic
def end_departed(actor: Actor) -> list[UUID]:
    """Ask nobody any more about what is private to an authority that has left its network.

    What was open stays unanswered: nobody sees it there any more. Returns the ids of the schedules.
    """
    actor.require(Permission.CLOCK_TICK)
    rows = Schedule.objects.departed().select_for_update(of=("self",), skip_locked=True, no_key=True)
    schedules = list(rows.select_related("owner").order_by("pk")[:MOST])
    for one in schedules:
        one.depart(actor.now)
        one.save(update_fields=["next_on", "next_at", "departed_on"])
    record(actor, *(fact for one in schedules for fact in changed(one)))
    return [one.pk for one in schedules]


@transaction.atomic
def resume_returned(actor: Actor) -> list[UUID]:
    """Ask again about what is private to an authority that is a member of its network again.

    Rounds begin with the next one; what is due once and is past, today. Whose owner has no seat any more
    finds another as any orphan does. Returns the ids of the schedules.
    """
    actor.require(Permission.CLOCK_TICK)
    rows = Schedule.objects.returned().select_for_update(of=("self",), skip_locked=True, no_key=True)
    schedules = list(rows.select_related("owner").order_by("pk")[:MOST])
    facts: list[Event] = []
    for one in schedules:
        one.resume(actor.now)
        one.save()
        facts += [*close_open(actor, one, outcome=DEPARTED), *opened_again(one), *changed(one)]
    record(actor, *facts)
    return [one.pk for one in schedules]
