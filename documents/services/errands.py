"""What every errand of documents goes through: leased by one worker, finished once, forgotten later."""

from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from documents.models.errand import Errand, ErrandState, Export, Import
from files import storage

Kind = type[Export] | type[Import]
E = TypeVar("E", Export, Import)
# Longer than the work may take: twice the patience of a conversion, and the storage.
LEASE = timedelta(minutes=4)
MOST_ATTEMPTS = 3
_KEPT_FOR = timedelta(days=1)


@transaction.atomic
def lease_errand(actor: Actor, *, kind: type[E], errand_id: UUID) -> E | None:
    """Take an errand for this worker alone; None where there is nothing to do or another has it.

    One that killed its workers three times is given up.
    """
    actor.require(Permission.CLOCK_TICK)
    free = kind.objects.takeable(actor.now).filter(pk=errand_id)
    errand: E | None = free.select_for_update(of=("self",), skip_locked=True).first()
    if errand is None:
        return None
    if errand.attempts >= MOST_ATTEMPTS:
        _end(errand, actor, "gave_up")
        return None
    errand.attempts += 1
    errand.state, errand.progress = ErrandState.RUNNING, 5
    errand.try_at = actor.now + LEASE
    errand.save(update_fields=["attempts", "state", "progress", "try_at"])
    return errand


@transaction.atomic
def fail_errand(actor: Actor, *, errand: Errand, problem: str) -> None:
    """Write down why nothing came of it, unless another worker took it meanwhile."""
    actor.require(Permission.CLOCK_TICK)
    held = type(errand).objects.held_as(errand).select_for_update().first()
    if held is not None:
        _end(held, actor, problem)


def _end(errand: Errand, actor: Actor, problem: str) -> None:
    errand.state, errand.problem, errand.finished_at = ErrandState.FAILED, problem[:60], actor.now
    errand.save(update_fields=["state", "problem", "finished_at"])


@transaction.atomic
def say_progress(actor: Actor, *, errand: Errand, percent: int) -> None:
    """Say how far it has come, for whoever looks."""
    actor.require(Permission.CLOCK_TICK)
    type(errand).objects.held_as(errand).update(progress=percent)


def due_errands(actor: Actor, *, kind: Kind, most: int = 100) -> list[UUID]:
    """Ids of errands that no worker holds."""
    due = kind.objects.takeable(actor.now).order_by("try_at", "pk")
    return list(due.values_list("pk", flat=True)[:most])


@transaction.atomic
def forget_errands(actor: Actor, *, kind: Kind, most: int = 500) -> int:
    """Forget errands that were finished a day ago, and their bytes. Returns how many."""
    actor.require(Permission.CLOCK_TICK)
    old = kind.objects.filter(finished_at__lt=actor.now - _KEPT_FOR).order_by("pk")
    rows = list(old.select_for_update(skip_locked=True)[:most])
    for row in rows:
        if row.key:
            storage.remove(row.key)
    kind.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
