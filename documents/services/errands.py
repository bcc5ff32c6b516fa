"""What every errand goes through: leased by one worker, finished once, forgotten later."""

from typing import TypeVar, cast
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from documents.models.errand import Errand, ErrandQuerySet, ErrandState
from files import storage

E = TypeVar("E", bound=Errand)
MOST_ATTEMPTS = 3


@transaction.atomic
def lease_errand(actor: Actor, *, kind: type[E], errand_id: UUID) -> E | None:
    """Take an errand for this worker alone; None where there is nothing to do or another has it.

    One that killed its workers three times is given up.
    """
    actor.require(Permission.CLOCK_TICK)
    free = _errands(kind).takeable(actor.now).filter(pk=errand_id)
    errand: E | None = free.select_for_update(of=("self",), skip_locked=True, no_key=True).first()
    if errand is None:
        return None
    if errand.attempts >= MOST_ATTEMPTS:
        _end(errand, actor, "gave_up")
        return None
    errand.attempts += 1
    errand.state, errand.progress = ErrandState.RUNNING, 0
    errand.try_at = actor.now + errand.LEASE
    errand.save(update_fields=["attempts", "state", "progress", "try_at"])
    return errand


@transaction.atomic
def fail_errand(actor: Actor, *, errand: Errand, problem: str) -> None:
    """Write down why nothing came of it, unless another worker took it meanwhile."""
    actor.require(Permission.CLOCK_TICK)
    held = _errands(type(errand)).held_as(errand).select_for_update(no_key=True).first()
    if held is not None:
        _end(held, actor, problem)


def _end(errand: Errand, actor: Actor, problem: str) -> None:
    errand.state, errand.problem, errand.finished_at = ErrandState.FAILED, problem[:60], actor.now
    errand.save(update_fields=["state", "problem", "finished_at"])


@transaction.atomic
def say_progress(actor: Actor, *, errand: Errand, percent: int) -> bool:
    """Say how far it has come, and go on holding it. False where another worker holds it by now."""
    actor.require(Permission.CLOCK_TICK)
    held = _errands(type(errand)).held_as(errand)
    return bool(held.update(progress=percent, try_at=actor.now + errand.LEASE))


def due_errands(actor: Actor, *, kind: type[Errand], most: int = 100) -> list[UUID]:
    """Ids of errands that no worker holds."""
    due = _errands(kind).takeable(actor.now).order_by("try_at", "pk")
    return list(due.values_list("pk", flat=True)[:most])


@transaction.atomic
def forget_errands(actor: Actor, *, kind: type[Errand], most: int = 500) -> int:
    """Forget errands that have been kept for their days, and their bytes. Returns how many."""
    actor.require(Permission.CLOCK_TICK)
    old = _errands(kind).filter(finished_at__lte=actor.now - kind.KEPT_FOR).order_by("pk")
    rows = list(old.select_for_update(skip_locked=True, no_key=True)[:most])
    for row in rows:
        if row.key:
            storage.remove(row.key)
    _errands(kind).filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _errands(kind: type[Errand]) -> ErrandQuerySet:
    return cast("ErrandQuerySet", kind._default_manager.all())
