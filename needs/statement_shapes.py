"""The shapes of what a need says: its statement, its goals and stakeholders, its versions and its words."""

from datetime import date, datetime
from typing import TypedDict, cast
from uuid import UUID

from needs.checking import Finding
from needs.keeping import exactly
from needs.models import STATEMENT, EffectGoal, NeedVersion, Overruling, Stakeholder
from networks.shapes import Named


class StatementShape(TypedDict):
    """What a need says, in the order in which it is read."""

    problem: str
    affected_groups: str
    current_state: str
    desired_state: str
    why_current_solutions_fail: str
    trigger: str
    urgency: str
    out_of_scope: str
    constraints_legal: str
    constraints_technical: str
    constraints_integration: str
    constraints_security: str
    consequence_if_unmet: str
    policy_links: str
    involvement_method: str
    involvement_count: int | None
    involvement_on: date | None


class GoalShape(TypedDict):
    """An effect goal; values are decimals as text, exactly as they were given."""

    id: UUID
    need: UUID
    statement: str
    indicator: str
    unit: str
    baseline_value: str | None
    baseline_year: int | None
    target_value: str | None
    target_year: int | None
    measurement_method: str
    owner: Named | None
    added_at: datetime
    withdrawn_at: datetime | None
    version: int


class StakeholderShape(TypedDict):
    """A group with a stake in a need."""

    id: UUID
    need: UUID
    name: str
    kind: str
    interest: str
    influence: int
    attitude: str
    involvement_plan: str
    added_at: datetime
    withdrawn_at: datetime | None
    version: int


class KeptGoal(TypedDict):
    """A goal as a version of its need holds it."""

    id: UUID
    statement: str
    indicator: str
    unit: str
    baseline_value: str | None
    baseline_year: int | None
    target_value: str | None
    target_year: int | None
    measurement_method: str
    owner_id: UUID | None


class KeptStakeholder(TypedDict):
    """A stakeholder as a version of its need holds it."""

    id: UUID
    name: str
    kind: str
    interest: str
    influence: int
    attitude: str
    involvement_plan: str


class NeedVersionShape(StatementShape):
    """The whole of a need as it stood, and the SHA-256 of it."""

    id: UUID
    need: UUID
    number: int
    zone: str
    title_sv: str
    title_en: str
    one_liner: str
    goals: list[KeptGoal]
    stakeholders: list[KeptStakeholder]
    written_by: Named
    written_at: datetime
    digest: str


class OverrulingShape(TypedDict):
    """Who let a product word stand, and why."""

    id: UUID
    place: str
    word: str
    reason: str
    reviewer: Named
    reviewer_authority: Named
    overruled_at: datetime


class ProductWordShape(TypedDict):
    """A product word: `start` and `end` count characters (code points) of the text in its place."""

    place: str
    start: int
    end: int
    word: str
    field: str
    suggestion_sv: str
    suggestion_en: str
    overruled: OverrulingShape | None


class NeutralityShape(TypedDict):
    """Does the need say outcomes alone, or what a reviewer let stand?"""

    is_neutral: bool
    hits: list[ProductWordShape]


def statement_shape(version: NeedVersion) -> StatementShape:
    """What one version says."""
    return cast("StatementShape", {name: getattr(version, name) for name in STATEMENT})


def goal_shape(goal: EffectGoal) -> GoalShape:
    """A goal, read with its owner."""
    return {
        "id": goal.pk,
        "need": goal.need_id,
        "statement": goal.statement,
        "indicator": goal.indicator,
        "unit": goal.unit,
        "baseline_value": exactly(goal.baseline_value),
        "baseline_year": goal.baseline_year,
        "target_value": exactly(goal.target_value),
        "target_year": goal.target_year,
        "measurement_method": goal.measurement_method,
        "owner": {"id": goal.owner.pk, "name": goal.owner.display_name} if goal.owner else None,
        "added_at": goal.added_at,
        "withdrawn_at": goal.withdrawn_at,
        "version": goal.version,
    }


def stakeholder_shape(stakeholder: Stakeholder) -> StakeholderShape:
    """A stakeholder."""
    return {
        "id": stakeholder.pk,
        "need": stakeholder.need_id,
        "name": stakeholder.name,
        "kind": stakeholder.kind,
        "interest": stakeholder.interest,
        "influence": stakeholder.influence,
        "attitude": stakeholder.attitude,
        "involvement_plan": stakeholder.involvement_plan,
        "added_at": stakeholder.added_at,
        "withdrawn_at": stakeholder.withdrawn_at,
        "version": stakeholder.version,
    }


def version_shape(version: NeedVersion) -> NeedVersionShape:
    """A version, read with who wrote it."""
    return {
        **statement_shape(version),
        "id": version.pk,
        "need": version.need_id,
        "number": version.number,
        "zone": version.zone,
        "title_sv": version.title_sv,
        "title_en": version.title_en,
        "one_liner": version.one_liner,
        "goals": cast("list[KeptGoal]", version.goals),
        "stakeholders": cast("list[KeptStakeholder]", version.stakeholders),
        "written_by": {"id": version.written_by_id, "name": version.written_by.display_name},
        "written_at": version.written_at,
        "digest": version.digest,
    }


def overruling_shape(row: Overruling) -> OverrulingShape:
    """An overruling, read with its reviewer."""
    return {
        "id": row.pk,
        "place": row.place,
        "word": row.word,
        "reason": row.reason,
        "reviewer": {"id": row.reviewer_id, "name": row.reviewer.display_name},
        "reviewer_authority": {"id": row.reviewer_authority_id, "name": row.reviewer_authority.name},
        "overruled_at": row.overruled_at,
    }


def neutrality_shape(found: list[Finding]) -> NeutralityShape:
    """What the check found."""
    return {
        "is_neutral": all(one.overruling for one in found),
        "hits": [
            {
                "place": one.hit.place,
                "start": one.hit.start,
                "end": one.hit.end,
                "word": one.hit.word,
                "field": one.hit.field.key,
                "suggestion_sv": one.hit.field.suggestion_sv,
                "suggestion_en": one.hit.field.suggestion_en,
                "overruled": overruling_shape(one.overruling) if one.overruling else None,
            }
            for one in found
        ],
    }
