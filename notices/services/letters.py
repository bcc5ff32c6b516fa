"""A letter is taken by one worker at a time, and its outcome is written down."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction

from access.actor import Actor
from access.policy import Permission
from notices.models import Digest, Notice, State
from notices.patience import GIVES_UP_AFTER, is_final, wait_after

# Longer than any job may live (CELERY_TASK_TIME_LIMIT): when it has run out, the holder is dead.
LEASE = timedelta(minutes=10)

UNSEEN = "not visible to the person any more"

Mailed = Notice | Digest
L = TypeVar("L", Notice, Digest)


@transaction.atomic
def lease_letter(actor: Actor, *, model: type[L], letter_id: UUID) -> L | None:
    """Take a letter for this worker alone; None where there is nothing to do or another has it."""
    actor.require(Permission.CLOCK_TICK)
    free = model.objects.takeable(actor.now).filter(pk=letter_id)
    taken = free.select_for_update(of=("self",), skip_locked=True, no_key=True)
    letter: L | None = taken.select_related("person").first()
    if letter is None:
        return None
    letter.attempts += 1
    letter.try_at = actor.now + LEASE
    letter.save(update_fields=["attempts", "try_at"])
    return letter


@transaction.atomic
def settle_letter(actor: Actor, *, letter: Mailed, state: State, remark: str = "") -> None:
    """Write the outcome down, unless the lease ran out and another worker took the letter.

    What a digest gathered shares its outcome.
    """
    actor.require(Permission.CLOCK_TICK)
    outcome = {"state": state, "settled_at": actor.now, "remark": remark[:300]}
    if _held(letter).update(**outcome) and isinstance(letter, Digest):
        Notice.objects.filter(digest=letter, state=State.GATHERED).update(**outcome)


@transaction.atomic
def withhold_unseen(actor: Actor, *, digest: Digest, seen: Iterable[UUID]) -> None:
    """Tell nobody of what a digest gathered and its person may not see any more."""
    actor.require(Permission.CLOCK_TICK)
    unseen = Notice.objects.filter(digest=digest, state=State.GATHERED).exclude(pk__in=list(seen))
    unseen.update(state=State.WITHHELD, settled_at=actor.now, remark=UNSEEN)


@transaction.atomic
def put_off_letter(actor: Actor, *, letter: Mailed, error: OSError) -> None:
    """Try again later what a server did not take; give up where that is of no use, or after four days."""
    actor.require(Permission.CLOCK_TICK)
    remark = f"{type(error).__name__}: {error}"
    if is_final(error) or actor.now - letter.created_at >= GIVES_UP_AFTER:
        settle_letter(actor, letter=letter, state=State.FAILED, remark=remark)
        return
    _held(letter).update(try_at=actor.now + wait_after(letter.attempts), remark=remark[:300])


@transaction.atomic
def hold_letter(actor: Actor, *, letter: Mailed, until: datetime) -> None:
    """Keep a letter until its person's quiet hours are over: no try, and no failure."""
    actor.require(Permission.CLOCK_TICK)
    _held(letter).update(try_at=until, attempts=letter.attempts - 1)


def due_letters(actor: Actor, *, model: type[L], most: int = 500) -> list[UUID]:
    """Ids of letters that no worker holds: put off until now, or left behind by one that died."""
    actor.require(Permission.CLOCK_TICK)
    due = model.objects.takeable(actor.now).order_by("try_at", "pk")
    return list(due.values_list("pk", flat=True)[:most])


def due_notices(actor: Actor, *, most: int = 500) -> list[UUID]:
    """Ids of notices that are mailed one by one and that no worker holds."""
    return due_letters(actor, model=Notice, most=most)


def _held(letter: Mailed) -> "models.QuerySet[Any]":
    return type(letter).objects.filter(pk=letter.pk, attempts=letter.attempts, state=State.WAITING)
