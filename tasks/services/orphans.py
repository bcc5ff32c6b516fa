"""What was left behind by somebody who left gets another owner."""

from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from journal.recorder import record
from tasks.models import Schedule
from tasks.people import heirs_of
from tasks.planning import changed, reopen

MOST = 500


@transaction.atomic
def adopt_orphans(actor: Actor) -> list[UUID]:
    """Give what is still due and whose owner has no seat any more to whoever is next in line.

    The deputy, a colleague at the authority, or the coordinator; the ladder begins anew, so that
    the new owner hears of it. Found by query, so that no other room has to call. Returns the ids
    of the schedules that have another owner now; fewer than 500, and no other orphan is left.
    """
    actor.require(Permission.CLOCK_TICK)
    rows = Schedule.objects.adoptable(actor.now).select_for_update(of=("self",), skip_locked=True)
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
