"""What the contracts ask of needs in full: their things, their doors, and their verbs."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils import timezone

from access.policy import Permission
from journal.ids import uuid7
from needs.models import EffectGoal, Need, NeedVersion, Overruling, Stakeholder
from needs.services import (
    add_goal,
    add_stakeholder,
    change_goal,
    change_need,
    change_stakeholder,
    overrule_word,
    withdraw_goal,
    withdraw_stakeholder,
)
from tests.contracts import catalogue
from tests.contracts.doors import needs

P = Permission
Act = tuple[list[str], Callable[..., object]]
OVERRULED = {"place": "problem", "word": "kamera", "reason": "Lagen nämner den vid namn."}


def a_goal(estate: Any, zone: str) -> EffectGoal:
    """A goal of the member's need in a zone."""
    need = Need.objects.get(pk=estate.named(["need_id"], zone)["need_id"])
    return add_goal(estate.stands("member"), need=need, statement="Färre stopp vid lastkajen")


def a_stakeholder(estate: Any, zone: str) -> Stakeholder:
    """A stakeholder of the member's need in a zone."""
    need = Need.objects.get(pk=estate.named(["need_id"], zone)["need_id"])
    return add_stakeholder(estate.stands("member"), need=need, name="Vaktmästare", kind="operations")


NEED = "api/v1/needs/<uuid:need_id>"
GOAL, STAKEHOLDER = "api/v1/goals/<uuid:effectgoal_id>/", "api/v1/stakeholders/<uuid:stakeholder_id>/"
WRITES = {
    f"POST {NEED}/goals/": needs(P.NEED_MANAGE),
    f"PATCH {GOAL}": needs(P.NEED_MANAGE),
    f"DELETE {GOAL}": needs(P.NEED_MANAGE),
    f"POST {NEED}/stakeholders/": needs(P.NEED_MANAGE),
    f"PATCH {STAKEHOLDER}": needs(P.NEED_MANAGE),
    f"DELETE {STAKEHOLDER}": needs(P.NEED_MANAGE),
    f"POST {NEED}/neutrality/": needs(P.NEED_REVIEW),
}
# The member opened the need.
AUTHORS = dict.fromkeys((door for door in WRITES if "neutrality" not in door), "too")
BODIES: dict[str, Any] = {
    f"POST {NEED}/goals/": {"statement": "Färre stopp vid lastkajen"},
    f"PATCH {GOAL}": {"indicator": "Stopp per vecka"},
    f"POST {NEED}/stakeholders/": {"name": "Vaktmästare", "kind": "operations"},
    f"PATCH {STAKEHOLDER}": {"influence": 4},
    f"POST {NEED}/neutrality/": OVERRULED,
}
STATEMENT = (
    *(
        "problem",
        "affected_groups",
        "current_state",
        "desired_state",
        "why_current_solutions_fail",
        "trigger",
    ),
    *("urgency", "out_of_scope", "constraints_legal", "constraints_technical", "constraints_integration"),
    *("constraints_security", "consequence_if_unmet", "policy_links", "involvement_method"),
    *("involvement_count", "involvement_on"),
)
_GOAL = (
    *("statement", "indicator", "unit", "baseline_value", "baseline_year", "target_value", "target_year"),
    *("measurement_method", "owner"),
)
_STAKEHOLDER = ("name", "kind", "interest", "influence", "attitude", "involvement_plan")
FIELDS: dict[str, tuple[str, ...]] = {
    f"POST {NEED}/goals/": _GOAL,
    f"PATCH {GOAL}": _GOAL,
    f"POST {NEED}/stakeholders/": _STAKEHOLDER,
    f"PATCH {STAKEHOLDER}": _STAKEHOLDER,
    f"POST {NEED}/neutrality/": ("place", "word", "reason"),
}


def one_more_goal(estate: Any, objects: dict[str, Any]) -> None:
    """Another goal of the need."""
    member = estate.stands("member")
    need = Need.objects.get(pk=objects["need_id"])
    add_goal(member, need=need, statement="Färre stopp", owner_id=member.person_id)


def one_more_stakeholder(estate: Any, objects: dict[str, Any]) -> None:
    """Another stakeholder of the need, which makes another version of it."""
    need = Need.objects.get(pk=objects["need_id"])
    add_stakeholder(estate.stands("member"), need=need, name="Vaktmästare", kind="operations")


LISTS = {
    f"{NEED}/goals/": (5, one_more_goal),
    f"{NEED}/stakeholders/": (5, one_more_stakeholder),
    f"{NEED}/versions/": (5, one_more_stakeholder),
}
SINGLE = {
    f"{NEED}/diff/",
    f"{NEED}/neutrality/",
    f"{NEED}/ocds/",
    "api/v1/networks/<uuid:network_id>/radar/",
}
# Nothing of a need is published before it is adopted.
NOT_ADOPTED = {f"GET {NEED}/ocds/", f"POST {NEED}/public-tables/"}
NOT_YET = NOT_ADOPTED | catalogue.NOT_YET


def make_ready(estate: Any, door: str, objects: dict[str, Any]) -> None:
    """Adopt the need, where the door asks for an adopted one; of items their own."""
    catalogue.make_ready(estate, door, objects)
    if door in NOT_ADOPTED:
        need = Need.objects.get(pk=objects["need_id"])
        for status in ("internal_review", "hearing", "adopted"):
            need = change_need(estate.stands("coordinator"), need=need, status=status)


def _every_need(estate: Any, do: Callable[..., object]) -> None:
    for need in Need.objects.order_by("pk"):
        do(estate.stands("member"), need)


ACTS: dict[str, Act] = {
    "needs/services/parts.py:add_goal": (
        ["need_id", "private need"],
        lambda estate, _: _every_need(estate, lambda actor, need: add_goal(actor, need=need, statement="A")),
    ),
    "needs/services/parts.py:change_goal": (
        ["effectgoal_id"],
        lambda estate, _: change_goal(
            estate.stands("member"), goal=EffectGoal.objects.select_related("need").get(), unit="st"
        ),
    ),
    "needs/services/parts.py:withdraw_goal": (
        ["effectgoal_id"],
        lambda estate, _: withdraw_goal(
            estate.stands("member"), goal=EffectGoal.objects.select_related("need").get()
        ),
    ),
    "needs/services/parts.py:add_stakeholder": (
        ["need_id", "private need"],
        lambda estate, _: _every_need(
            estate, lambda actor, need: add_stakeholder(actor, need=need, name="A", kind="legal")
        ),
    ),
    "needs/services/parts.py:change_stakeholder": (
        ["stakeholder_id"],
        lambda estate, _: change_stakeholder(
            estate.stands("member"),
            stakeholder=Stakeholder.objects.select_related("need").get(),
            influence=5,
        ),
    ),
    "needs/services/parts.py:withdraw_stakeholder": (
        ["stakeholder_id"],
        lambda estate, _: withdraw_stakeholder(
            estate.stands("member"), stakeholder=Stakeholder.objects.select_related("need").get()
        ),
    ),
    "needs/services/neutral.py:overrule_word": (
        ["need_id"],
        lambda estate, _: overrule_word(estate.stands("coordinator"), need=Need.objects.get(), **OVERRULED),
    ),
}


def everything(estate: Any) -> None:
    """A goal, a stakeholder and an overruled word, in the network's zone."""
    a_goal(estate, "network")
    row = a_stakeholder(estate, "network")
    overrule_word(estate.stands("coordinator"), need=row.need, **OVERRULED)


def _again(model: type[models.Model], **changes: Any) -> Callable[[Any], None]:
    """Write a row a second time: what is kept takes no change."""

    def copy(_estate: Any) -> None:
        row = model._default_manager.filter().order_by("pk").last()
        assert row is not None
        row.pk = uuid7()
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(force_insert=True)

    return copy


def _set(model: type[models.Model], **fields: Any) -> Callable[[Any], object]:
    """Set fields of every row but those of an adopted need, of which nothing can be changed at all."""
    status = "status" if model is Need else "need__status"
    return lambda _estate: model._default_manager.exclude(**{status: "adopted"}).update(**fields)


NEVER: dict[str, Callable[[Any], object]] = {
    "need_names_its_authority_iff_private": _set(Need, zone="authority", authority=None),
    "need_is_named_in_both_languages": _set(Need, title_en=""),
    "need_status_is_known": _set(Need, status="forgotten"),
    "need_language_is_known": _set(Need, language="de"),
    "need_is_shared_before_it_is_heard": lambda estate: Need.objects.exclude(status="adopted").update(
        zone="authority", authority=estate.cast.authority("stockholm"), status="hearing"
    ),
    "need_says_when_and_what_was_adopted": _set(Need, status="adopted"),
    "needversion_names_its_authority_iff_private": _again(NeedVersion, number=99, zone="authority"),
    "one_version_of_a_need_per_number": _again(NeedVersion),
    "need_trigger_is_known": _again(NeedVersion, number=99, trigger="whim"),
    "need_urgency_is_known": _again(NeedVersion, number=99, urgency="yesterday"),
    "effectgoal_names_its_authority_iff_private": _set(EffectGoal, zone="authority"),
    "withdrawn_effectgoal_says_by_whom": _set(EffectGoal, withdrawn_at=timezone.now()),
    "goal_says_what": _set(EffectGoal, statement=""),
    "goal_baseline_has_value_and_year": _set(EffectGoal, baseline_value=1),
    "goal_target_has_value_and_year": _set(EffectGoal, target_year=2030),
    "goal_is_reached_after_its_baseline": _set(
        EffectGoal, baseline_value=1, baseline_year=2030, target_value=2, target_year=2029
    ),
    "stakeholder_names_its_authority_iff_private": _set(Stakeholder, zone="authority"),
    "withdrawn_stakeholder_says_by_whom": _set(Stakeholder, withdrawn_at=timezone.now()),
    "stakeholder_has_a_name": _set(Stakeholder, name=""),
    "stakeholder_kind_is_known": _set(Stakeholder, kind="king"),
    "stakeholder_attitude_is_known": _set(Stakeholder, attitude="fond"),
    "stakeholder_influence_is_1_to_5": _set(Stakeholder, influence=6),
    "overruling_names_its_authority_iff_private": _set(Overruling, zone="authority"),
    "one_overruling_per_word_and_place": _again(Overruling),
    "overruling_says_what_and_why": _set(Overruling, reason=""),
}
OBJECTS = {
    "effectgoal_id": lambda estate, zone: a_goal(estate, zone).pk,
    "stakeholder_id": lambda estate, zone: a_stakeholder(estate, zone).pk,
}
