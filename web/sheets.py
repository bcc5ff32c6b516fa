"""What a sheet would do, as a page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from needs.sheet_shapes import words_of
from needs.sheets.columns import COLUMNS
from needs.sheets.planning import CHANGED, FAILED, MOST_ERRORS, NEW, UNCHANGED, Plan, Step
from web.sentences import SENTENCES

SHOWN = 500  # rows on the page; wrong ones come first

OUTCOMES: dict[str, Any] = {
    NEW: _("New"),
    CHANGED: _("Changed"),
    UNCHANGED: _("Unchanged"),
    FAILED: _("Wrong"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One row in words."""

    number: int
    outcome: Any
    is_wrong: bool
    title: str
    words: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """A whole sheet in words; `hidden` counts rows that are not shown."""

    counts: list[tuple[Any, int]]
    rows: list[PlanRow]
    hidden: int
    errors: int
    can_be_done: bool


def plan_page(plan: Plan) -> PlanPage:
    """What a sheet would do: what is wrong first, then what changes, then the rest."""
    labels = {column.name: str(column.label) for column in COLUMNS[plan.kind]}
    order = (FAILED, CHANGED, NEW, UNCHANGED)
    steps = sorted(plan.steps, key=lambda step: (order.index(step.outcome), step.number))
    wrong = [step for step in steps if step.faults][:MOST_ERRORS]
    rest = [step for step in steps if not step.faults]
    shown = [*wrong, *rest][:SHOWN]
    return PlanPage(
        counts=[(OUTCOMES[outcome], plan.count(outcome)) for outcome in (NEW, CHANGED, UNCHANGED, FAILED)],
        rows=[_row(step, labels) for step in shown],
        hidden=len(steps) - len(shown),
        errors=len(plan.faults),
        can_be_done=bool(plan.doing) and not plan.faults,
    )


def _row(step: Step, labels: dict[str, str]) -> PlanRow:
    words = list(_faults(step, labels)) if step.faults else list(_changes(step, labels))
    return PlanRow(
        number=step.number,
        outcome=OUTCOMES[step.outcome],
        is_wrong=bool(step.faults),
        title=step.title,
        words=words,
    )


def _faults(step: Step, labels: dict[str, str]) -> Iterable[str]:
    for fault in step.faults:
        known = SENTENCES.get(fault.code)
        sentence = known() if known else fault.detail
        label = labels.get(fault.column)
        yield f"{label}: {sentence}" if label else sentence


def _changes(step: Step, labels: dict[str, str]) -> Iterable[str]:
    for one in step.changes:
        before, after = words_of(one.before) or "\u2013", words_of(one.after) or "\u2013"
        yield f"{labels[one.column]}: {before} \u2192 {after}"
