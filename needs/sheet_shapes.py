"""The shapes of sheets on the wire: what one would do, and what was imported."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from access.actor import Actor
from access.policy import Permission
from needs.figures import plain
from needs.models import SheetImport
from needs.models.sheet import UNDO_WITHIN
from needs.sheets.planning import CHANGED, FAILED, MOST_ERRORS, NEW, UNCHANGED, Plan, Step
from networks.shapes import Named


class FaultShape(TypedDict):
    """What is wrong with a cell; `column` is empty where it is the whole row."""

    column: str
    code: str
    detail: str


class ChangeShape(TypedDict):
    """What a column says now, and what it would say."""

    column: str
    before: str | None
    after: str | None


class RowShape(TypedDict):
    """What one row would do: `new`, `changed`, `unchanged` or `failed`. `row` is its number in the file."""

    row: int
    outcome: str
    title: str
    about: UUID | None
    changes: list[ChangeShape]
    errors: list[FaultShape]


class PlanShape(TypedDict):
    """What a sheet would do; nothing was written. The first 200 errors are told, all are counted."""

    kind: str
    new: int
    changed: int
    unchanged: int
    failed: int
    errors_total: int
    rows: list[RowShape]


class SheetShape(TypedDict):
    """One sheet that was imported, and how many rows added, changed or only confirmed something."""

    id: UUID
    network: UUID
    need: UUID
    kind: str
    name: str
    sha256: str
    added: int
    changed: int
    unchanged: int
    imported_by: Named
    imported_at: datetime
    undo_until: datetime
    undone_by: Named | None
    undone_at: datetime | None


class SheetDetailShape(SheetShape):
    """An imported sheet with what its reader may do with it."""

    abilities: list[str]


def plan_shape(plan: Plan) -> PlanShape:
    """What a sheet would do, row by row."""
    told = {id(fault) for _step, fault in plan.faults[:MOST_ERRORS]}
    return {
        "kind": plan.kind,
        "new": plan.count(NEW),
        "changed": plan.count(CHANGED),
        "unchanged": plan.count(UNCHANGED),
        "failed": plan.count(FAILED),
        "errors_total": len(plan.faults),
        "rows": [_row(step, told) for step in plan.steps],
    }


def sheet_shape(sheet: SheetImport) -> SheetShape:
    """An imported sheet, read by `with_names()`."""
    undone_by = sheet.undone_by
    return {
        "id": sheet.pk,
        "network": sheet.network_id,
        "need": sheet.need_id,
        "kind": sheet.kind,
        "name": sheet.name,
        "sha256": sheet.sha256,
        "added": sheet.added,
        "changed": sheet.changed,
        "unchanged": sheet.unchanged,
        "imported_by": {"id": sheet.imported_by_id, "name": sheet.imported_by.display_name},
        "imported_at": sheet.imported_at,
        "undo_until": sheet.imported_at + UNDO_WITHIN,
        "undone_by": {"id": undone_by.pk, "name": undone_by.display_name} if undone_by else None,
        "undone_at": sheet.undone_at,
    }


def sheet_detail(sheet: SheetImport, actor: Actor) -> SheetDetailShape:
    """An imported sheet as its reader sees it."""
    may = sheet.can_be_undone(actor.now) and actor.can(Permission.DEMAND_DECLARE)
    return {**sheet_shape(sheet), "abilities": [str(Permission.DEMAND_DECLARE)] if may else []}


def words_of(value: Any) -> str | None:
    """A value as it stands in a sheet."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _row(step: Step, told: set[int]) -> RowShape:
    return {
        "row": step.number,
        "outcome": step.outcome,
        "title": step.title,
        "about": step.found.pk if step.found else None,
        "changes": [
            {"column": one.column, "before": words_of(one.before), "after": words_of(one.after)}
            for one in step.changes
        ],
        "errors": [
            {"column": fault.column, "code": fault.code, "detail": fault.detail}
            for fault in step.faults
            if id(fault) in told
        ],
    }
