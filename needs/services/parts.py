"""Effect goals and stakeholders are added to a need, changed, withdrawn; each makes a version."""

from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid
from journal.events import (
    EffectGoalChanged,
    EffectGoalChangedPrivately,
    Event,
    StakeholderChanged,
    StakeholderChangedPrivately,
)
from journal.recorder import record
from needs.indexing import need_piece
from needs.keeping import (
    GOAL,
    STAKEHOLDER,
    check_open,
    in_sight,
    keep_version,
    latest,
    zone_of,
)
from needs.models import Attitude, EffectGoal, Kind, Need, Part, Stakeholder
from needs.models.parts import BEYOND, FIRST_YEAR, LAST_YEAR
from needs.owners import seat_of
from search.indexing import index
from wire.preconditions import check_version
from wire.text import readable

MOST = 100  # of each kind for one need
_GOAL_TEXTS = {"statement": 500, "indicator": 300, "unit": 60, "measurement_method": 1000}
_STAKEHOLDER_TEXTS = {"name": 200, "interest": 1000, "involvement_plan": 1000}
_NEEDED = {"statement", "name"}
P = TypeVar("P", bound=Part)


@transaction.atomic
def add_goal(actor: Actor, *, need: Need, statement: str, **more: Any) -> EffectGoal:
    """Add an effect goal: what is to be achieved, from which baseline to which target.

    `more` as change_goal takes it. Raises Invalid, and Conflict for a need that was adopted.
    """
    actor.require(Permission.NEED_EDIT if need.is_owned_by(actor) else Permission.NEED_MANAGE)
    need = _open(actor, need)
    values = _goal(actor, need, {"statement": statement, **more})
    _check_measured(EffectGoal(need=need, **values))
    goal = _added(actor, need, EffectGoal, values)
    record(actor, _goal_fact(need, goal))
    return goal


@transaction.atomic
def change_goal(actor: Actor, *, goal: EffectGoal, version: int | None = None, **changes: Any) -> EffectGoal:
    """Change what a goal says, by the names of its fields and `owner_id`; what is not named stays.

    Raises Stale, Invalid, and Conflict for a goal that was withdrawn or a need that was adopted.
    """
    actor.require(Permission.NEED_EDIT if goal.need.is_owned_by(actor) else Permission.NEED_MANAGE)
    need = _open(actor, goal.need)
    goal = _holding(goal, version)
    before = [getattr(goal, name) for name in GOAL]
    for name, value in _goal(actor, need, changes).items():
        setattr(goal, name, value)
    _check_measured(goal)
    if before == [getattr(goal, name) for name in GOAL]:
        return goal
    _changed(actor, need, goal, GOAL)
    record(actor, _goal_fact(need, goal))
    return goal


@transaction.atomic
def withdraw_goal(actor: Actor, *, goal: EffectGoal) -> EffectGoal:
    """Take a goal back; it stays to be read in older versions. Raises Conflict, as changing does."""
    actor.require(Permission.NEED_EDIT if goal.need.is_owned_by(actor) else Permission.NEED_MANAGE)
    need = _open(actor, goal.need)
    goal = _withdrawn(actor, need, goal)
    record(actor, _goal_fact(need, goal))
    return goal


@transaction.atomic
def add_stakeholder(actor: Actor, *, need: Need, name: str, kind: str, **more: Any) -> Stakeholder:
    """Add a group with a stake in the need. `more` as change_stakeholder takes it.

    Raises Invalid, and Conflict for a need that was adopted.
    """
    actor.require(Permission.NEED_EDIT if need.is_owned_by(actor) else Permission.NEED_MANAGE)
    need = _open(actor, need)
    stakeholder = _added(actor, need, Stakeholder, _stakeholder({"name": name, "kind": kind, **more}))
    record(actor, _stakeholder_fact(need, stakeholder))
    return stakeholder


@transaction.atomic
def change_stakeholder(
    actor: Actor, *, stakeholder: Stakeholder, version: int | None = None, **changes: Any
) -> Stakeholder:
    """Change `name, kind, interest, influence, attitude, involvement_plan`; what is not named stays.

    Raises Stale, Invalid, and Conflict for one that was withdrawn or a need that was adopted.
    """
    actor.require(Permission.NEED_EDIT if stakeholder.need.is_owned_by(actor) else Permission.NEED_MANAGE)
    need = _open(actor, stakeholder.need)
    stakeholder = _holding(stakeholder, version)
    before = [getattr(stakeholder, name) for name in STAKEHOLDER]
    for name, value in _stakeholder(changes).items():
        setattr(stakeholder, name, value)
    if before == [getattr(stakeholder, name) for name in STAKEHOLDER]:
        return stakeholder
    _changed(actor, need, stakeholder, STAKEHOLDER)
    record(actor, _stakeholder_fact(need, stakeholder))
    return stakeholder


@transaction.atomic
def withdraw_stakeholder(actor: Actor, *, stakeholder: Stakeholder) -> Stakeholder:
    """Take a stakeholder back; it stays to be read in older versions. Raises Conflict, as changing does."""
    actor.require(Permission.NEED_EDIT if stakeholder.need.is_owned_by(actor) else Permission.NEED_MANAGE)
    need = _open(actor, stakeholder.need)
    stakeholder = _withdrawn(actor, need, stakeholder)
    record(actor, _stakeholder_fact(need, stakeholder))
    return stakeholder


def _open(actor: Actor, need: Need) -> Need:
    need = in_sight(actor, need)
    check_open(need)
    return need


def _added(actor: Actor, need: Need, model: type[P], values: dict[str, Any]) -> P:
    if model.objects.filter(need=need).holding().count() >= MOST:
        raise Conflict("too_many_parts", f"A need has {MOST} of these at most.")
    part: P = model.objects.create(
        need=need, added_by_id=actor.person_id, added_at=actor.now, **values, **zone_of(need)
    )
    _keep(actor, need)
    return part


def _holding(part: P, version: int | None) -> P:
    """The part under its need's lock, as it stands. Raises Stale, and Conflict where it was withdrawn."""
    row: P = type(part).objects.with_names().get(pk=part.pk)
    check_version(row.version, version)
    if row.withdrawn_at is not None:
        raise Conflict("part_withdrawn", "This was withdrawn already.")
    return row


def _changed(actor: Actor, need: Need, part: Part, names: tuple[str, ...]) -> None:
    part.version += 1
    part.save(update_fields=[*names, "version"])
    _keep(actor, need)


def _withdrawn(actor: Actor, need: Need, part: P) -> P:
    row = _holding(part, None)
    row.withdrawn_at, row.withdrawn_by_id = actor.now, actor.person_id
    row.version += 1
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "version"])
    _keep(actor, need)
    return row


def _keep(actor: Actor, need: Need) -> None:
    before = latest(need)
    need.version += 1
    need.save(update_fields=["version"])
    keep_version(actor, need, before)
    index(need_piece(need, actor.now))


def _texts(given: dict[str, Any], lengths: dict[str, int]) -> dict[str, Any]:
    return {
        name: readable(given[name], name=name, longest=longest, blank=name not in _NEEDED)
        for name, longest in lengths.items()
        if name in given
    }


def _goal(actor: Actor, need: Need, given: dict[str, Any]) -> dict[str, Any]:
    values = {name: given[name] for name in given if name in GOAL} | _texts(given, _GOAL_TEXTS)
    for name in ("baseline_value", "target_value"):
        if values.get(name) is not None:
            values[name] = _number(name, values[name])
    for name in ("baseline_year", "target_year"):
        if values.get(name) is not None and not FIRST_YEAR <= values[name] <= LAST_YEAR:
            raise Invalid.field(name, "year", f"Give a year from {FIRST_YEAR} to {LAST_YEAR}.")
    owner_id: UUID | None = values.get("owner_id")
    if owner_id is not None:
        seat_of(actor, owner_id, is_private=need.is_private)
    return values


def _number(name: str, given: Decimal | int) -> Decimal:
    value = Decimal(given)
    if not value.is_finite() or abs(value) >= BEYOND:
        raise Invalid.field(name, "number", "Give a number with at most 14 digits before the point.")
    if value != round(value, 4):
        raise Invalid.field(name, "number", "Give at most 4 decimals.")
    return value


def _check_measured(goal: EffectGoal) -> None:
    for name in ("baseline", "target"):
        value, year = getattr(goal, f"{name}_value"), getattr(goal, f"{name}_year")
        if (value is None) != (year is None):
            missing = f"{name}_value" if value is None else f"{name}_year"
            raise Invalid.field(missing, "value_and_year", "Give the value together with its year.")
    if goal.baseline_year and goal.target_year and goal.target_year < goal.baseline_year:
        raise Invalid.field("target_year", "before_baseline", "The target comes after the baseline.")


def _stakeholder(given: dict[str, Any]) -> dict[str, Any]:
    values = {name: given[name] for name in given if name in STAKEHOLDER} | _texts(given, _STAKEHOLDER_TEXTS)
    for name, choices in {"kind": Kind, "attitude": Attitude}.items():
        if values.get(name, choices.values[0]) not in choices.values:
            raise Invalid.field(name, name, f"Choose one of {', '.join(filter(None, choices.values))}.")
    if not 1 <= values.get("influence", 1) <= 5:
        raise Invalid.field("influence", "influence", "Choose 1 to 5.")
    return values


def _goal_fact(need: Need, goal: EffectGoal) -> Event:
    ids: dict[str, Any] = {"network_id": need.network_id, "need_id": need.pk, "version": need.version}
    if need.authority_id is None:
        return EffectGoalChanged(goal_id=goal.pk, **ids)
    return EffectGoalChangedPrivately(authority_id=need.authority_id, goal_id=goal.pk, **ids)


def _stakeholder_fact(need: Need, row: Stakeholder) -> Event:
    ids: dict[str, Any] = {"network_id": need.network_id, "need_id": need.pk, "version": need.version}
    if need.authority_id is None:
        return StakeholderChanged(stakeholder_id=row.pk, **ids)
    return StakeholderChangedPrivately(authority_id=need.authority_id, stakeholder_id=row.pk, **ids)
