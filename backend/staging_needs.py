"""The demo's needs in full: what they say, their goals and stakeholders, and words that may stand."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from access.actor import Actor
from needs.models import Need
from needs.services import add_goal, add_stakeholder, change_need, overrule_word

Part = dict[str, Any]
_NUMBERS = ("baseline_value", "target_value")


def _said(part: Part) -> Part:
    """What the part says, without who says it, of what, and when."""
    return {name: value for name, value in part.items() if name not in ("of", "by", "at")}


def describe(actor: Actor, need: Need, part: Part) -> None:
    """Write a need's statement."""
    change_need(actor, need=need, **_said(part))


def set_goal(actor: Actor, need: Need, part: Part) -> None:
    """Add an effect goal; its values are written as texts."""
    said = _said(part)
    add_goal(actor, need=need, **{**said, **{name: Decimal(said[name]) for name in _NUMBERS if name in said}})


def name_stakeholder(actor: Actor, need: Need, part: Part) -> None:
    """Add a stakeholder."""
    add_stakeholder(actor, need=need, **_said(part))


def let_stand(actor: Actor, need: Need, part: Part) -> None:
    """Let a product word stand."""
    overrule_word(actor, need=need, **_said(part))


# Sections of a demo file, each of which is about one need (`of`, its Swedish title).
SECTIONS: dict[str, Callable[[Actor, Need, Part], None]] = {
    "statements": describe,
    "goals": set_goal,
    "stakeholders": name_stakeholder,
    "overrulings": let_stand,
}
