"""An authority opens its annex to a need, changes it, has it approved, and shares it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Forbidden, Invalid, NotVisible
from journal.events import (
    AnnexChanged,
    AnnexChangedPrivately,
    AnnexOpenedPrivately,
    AnnexShared,
    Event,
)
from journal.recorder import record
from needs.confirming import IN_SIGHT, ask, ask_on
from needs.following import follow_contract, held
from needs.models import CONTRACT, Annex, Currency, Need
from needs.models.annex import COUNTS, GRADES, MOST, MOST_MONEY, TEXTS
from needs.services.days import not_ahead, within_reach
from networks.zones import Zone
from tasks.models import Schedule
from wire.preconditions import check_version
from wire.text import readable

FIELDS = (*TEXTS, *COUNTS, *GRADES, "current_contract_end", "annual_cost", "currency")


@transaction.atomic
def open_annex(actor: Actor, *, need: Need, **said: Any) -> Annex:
    """Open the annex of the actor's authority to a need, in its private zone.

    `said` are any of the annex's fields, and `next_confirm_on`, the day by which whoever opens it is
    asked whether it still holds: late in May or November, where it is not named. Raises Invalid, and
    Conflict where the authority has one.
    """
    actor.require(Permission.ANNEX_WRITE)
    need = need_in_sight(actor, need)
    if Annex.objects.filter(need=need, declared_by_id=actor.represents).exists():
        raise Conflict("annex_exists", "Your authority has an annex to this need. Change that one.")

    day = said.pop("next_confirm_on", None)
    annex = Annex(**_checked(said), **_beginnings(actor, need))
    annex.schedule = ask(actor, annex, day)
    annex.save(force_insert=True)
    record(actor, *follow_contract(actor, annex, None, None), _opened(annex))
    return annex


@transaction.atomic
def change_annex(actor: Actor, *, annex: Annex, version: int | None = None, **changes: Any) -> Annex:
    """Change what an annex says; what is not named stays. What was approved has to be approved again.

    Saying the same again confirms it, though not the lines: `confirmed_on` moves to today. With
    `next_confirm_on` its people are asked on another day, and with another end of the contract about what
    comes after it. Raises Forbidden for people of other authorities, Stale where `version` is not the
    current one, Invalid.
    """
    actor.require(Permission.ANNEX_WRITE)
    watch = _watch(actor, annex) if "current_contract_end" in changes else None
    annex = own_annex(actor, annex)
    check_version(annex.version, version)
    before = {name: getattr(annex, name) for name in FIELDS}
    day = changes.pop("next_confirm_on", None)
    for name, value in _checked({**before, **changes}).items():
        setattr(annex, name, value)
    if any(getattr(annex, name) != before[name] for name in FIELDS):
        annex.approved_by, annex.approved_on = "", None
    annex.confirmed_on = actor.now.date()
    facts = ask_on(actor, annex, day)
    facts += follow_contract(actor, annex, before["current_contract_end"], watch)
    annex.version += 1
    annex.save()
    record(actor, *facts, changed_fact(annex))
    return annex


@transaction.atomic
def approve_annex(actor: Actor, *, annex: Annex, approved_by: str, approved_on: date) -> Annex:
    """Write down who at the authority has approved what the annex says, and when.

    Raises Invalid for nobody, or a day to come; Forbidden for people of other authorities.
    """
    actor.require(Permission.ANNEX_WRITE)
    annex = own_annex(actor, annex)
    annex.approved_by = readable(approved_by, name="approved_by", longest=200)
    annex.approved_on = not_ahead("approved_on", approved_on, actor.now)
    annex.version += 1
    annex.save(update_fields=["approved_by", "approved_on", "version"])
    record(actor, changed_fact(annex))
    return annex


@transaction.atomic
def share_annex(actor: Actor, *, annex: Annex) -> Annex:
    """Show an annex to the network: a record at every member from now on. There is no way back.

    Raises Conflict for one that is shared, or whose need is not; Forbidden for other authorities.
    """
    actor.require(Permission.ANNEX_WRITE)
    need = annex.need.locked()  # before the annex, as by whoever replaces or shares the need
    watch = held(need.pk, actor.represents, CONTRACT).get(CONTRACT)
    annex = own_annex(actor, annex)
    if not annex.is_private:
        raise Conflict("already_shared", "The whole network sees this annex already.")
    if need.is_private:
        raise Conflict("need_private", "Share the need before its annex.")

    annex.zone, annex.authority = Zone.NETWORK, None
    annex.shared_at = actor.now
    annex.version += 1
    annex.save(update_fields=["zone", "authority", "shared_at", "version"])
    if watch is not None:  # when the contract ends is no secret any more
        watch.policy = IN_SIGHT
        watch.save(update_fields=["policy"])
    record(
        actor,
        AnnexShared(
            network_id=annex.network_id,
            need_id=annex.need_id,
            annex_id=annex.pk,
            authority_id=annex.declared_by_id,
        ),
    )
    return annex


def need_in_sight(actor: Actor, need: Need) -> Need:
    """The need under its row lock. Raises NotVisible."""
    need = need.locked()
    if not need.is_in_sight_of(actor):
        raise NotVisible
    return need


def annex_of(actor: Actor, need: Need) -> tuple[Annex, list[Event]]:
    """The annex of the actor's authority to a locked need, opened where there is none, with the facts."""
    annex = Annex.objects.with_names().filter(need=need, declared_by_id=actor.represents).first()
    if annex is not None:
        return annex, []
    annex = Annex(**_beginnings(actor, need))
    annex.schedule = ask(actor, annex)
    annex.save(force_insert=True)
    return annex, [_opened(annex)]


def _beginnings(actor: Actor, need: Need) -> dict[str, Any]:
    return {
        "network_id": need.network_id,
        "zone": Zone.AUTHORITY,
        "authority_id": actor.represents,
        "members_only": need.members_only,
        "need": need,
        "declared_by_id": actor.represents,
        "opened_by_id": actor.person_id,
        "opened_at": actor.now,
        "confirmed_on": actor.now.date(),
    }


def own_annex(actor: Actor, annex: Annex) -> Annex:
    """The annex under its locks, its schedule's first, if it is the actor's authority's.

    Raises NotVisible, and Forbidden for people of other authorities.
    """
    schedule = annex.schedule.locked() if annex.schedule else None
    annex = annex.locked()
    annex.schedule = schedule or annex.schedule
    if not (annex.is_in_sight_of(actor) and annex.need.is_in_sight_of(actor)):
        raise NotVisible
    if not annex.is_of(actor):
        raise Forbidden(Permission.ANNEX_WRITE, "Only people of its own authority change an annex.")
    return annex


def _watch(actor: Actor, annex: Annex) -> Schedule | None:
    """The schedule of the question before its contract ends, locked, and before it the need."""
    annex.need.locked()
    return held(annex.need_id, actor.represents, CONTRACT).get(CONTRACT)


def _checked(said: dict[str, Any]) -> dict[str, Any]:
    """What is said of the annex, as the database takes it."""
    checked: dict[str, Any] = {
        name: readable(said[name], name=name, longest=TEXTS[name], blank=True)
        for name in TEXTS
        if name in said
    }
    checked |= {name: _between(name, said[name], 0, MOST) for name in COUNTS if name in said}
    checked |= {name: _between(name, said[name], 1, 5) for name in GRADES if name in said}
    if "current_contract_end" in said:
        checked["current_contract_end"] = within_reach("current_contract_end", said["current_contract_end"])
    checked |= _cost(said.get("annual_cost"), said.get("currency", ""))
    return checked


def _between(name: str, number: int | None, least: int, most: int) -> int | None:
    if number is not None and not least <= number <= most:
        raise Invalid.field(name, "range", f"Give a whole number from {least} to {most}.")
    return number


def _cost(cost: Decimal | None, currency: str) -> dict[str, Any]:
    if cost is not None and not (cost.is_finite() and 0 <= cost <= MOST_MONEY):
        raise Invalid.field("annual_cost", "range", f"Give an amount from 0 to {MOST_MONEY}.")
    if currency not in (*Currency.values, "") or (cost is not None and not currency):
        raise Invalid.field("currency", "currency", f"Choose one of {', '.join(Currency.values)}.")
    return {"annual_cost": cost, "currency": "" if cost is None else currency}


def _opened(annex: Annex) -> Event:
    return AnnexOpenedPrivately(
        network_id=annex.network_id,
        authority_id=annex.declared_by_id,
        need_id=annex.need_id,
        annex_id=annex.pk,
    )


def changed_fact(annex: Annex) -> Event:
    """The fact that an annex is another than before, in the stream of those who may read it."""
    if annex.is_private:
        return AnnexChangedPrivately(
            network_id=annex.network_id,
            authority_id=annex.declared_by_id,
            need_id=annex.need_id,
            annex_id=annex.pk,
            version=annex.version,
        )
    return AnnexChanged(
        network_id=annex.network_id, need_id=annex.need_id, annex_id=annex.pk, version=annex.version
    )
