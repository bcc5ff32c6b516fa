"""How what a need says is kept: what verbs share, in whose transaction it runs."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from access.actor import Actor
from access.refusals import Conflict, NotVisible
from needs.models import STATEMENT, TITLES, EffectGoal, Need, NeedVersion, Part, Stakeholder

GOAL = (
    *("statement", "indicator", "unit", "baseline_value", "baseline_year", "target_value", "target_year"),
    *("measurement_method", "owner_id"),
)
STAKEHOLDER = ("name", "kind", "interest", "influence", "attitude", "involvement_plan")


def in_sight(actor: Actor, need: Need) -> Need:
    """The need under its row lock. Raises NotVisible where the actor may not see it."""
    need = need.locked()
    if not need.is_in_sight_of(actor):
        raise NotVisible
    return need


def check_open(need: Need) -> None:
    """Raise Conflict for a need that was adopted: what it says stands."""
    if need.is_frozen:
        raise Conflict(
            "need_adopted", "This need was adopted; what it says stands. Open another to replace it."
        )


def latest(need: Need) -> NeedVersion:
    """What the need says now."""
    found: NeedVersion = NeedVersion.objects.filter(need=need).latest("number")
    return found


def said_in(part: Part) -> dict[str, Any]:
    """What a goal or stakeholder says, ready for JSON; decimals and ids as text."""
    names = GOAL if isinstance(part, EffectGoal) else STAKEHOLDER
    return {name: _ready(getattr(part, name)) for name in ("id", *names)}


def exactly(value: Decimal | None) -> str | None:
    """A decimal as people write it: no zeros at its end, no exponent."""
    return None if value is None else format(value.normalize() + 0, "f")


def keep_version(actor: Actor, need: Need, before: NeedVersion | None, **changes: Any) -> NeedVersion:
    """Write what the need says from now on, under its present version number, which is a new one.

    `changes` are of the statement; titles come from the need, goals and stakeholders from their rows.
    """
    kept: NeedVersion = NeedVersion.objects.create(
        need=need,
        number=need.version,
        **zone_of(need),
        **{name: getattr(need, name) for name in TITLES},
        **{name: getattr(before, name) for name in STATEMENT if before and name not in changes},
        **changes,
        goals=_said(EffectGoal, need),
        stakeholders=_said(Stakeholder, need),
        written_by_id=actor.person_id,
        written_for_id=actor.authority_id,
        written_at=actor.now,
    )
    return kept


def zone_of(need: Need) -> dict[str, Any]:
    """Where what belongs to a need lies: where the need does."""
    return {
        "network_id": need.network_id,
        "zone": need.zone,
        "authority_id": need.authority_id,
        "members_only": need.members_only,
    }


def _said(model: type[Part], need: Need) -> list[dict[str, Any]]:
    return [said_in(part) for part in model.objects.filter(need=need).holding().order_by("pk")]


def _ready(value: Any) -> Any:
    if isinstance(value, Decimal):
        return exactly(value)
    return str(value) if isinstance(value, UUID) else value
