"""A sheet is imported, all of it or nothing, by the verbs of the forms; and undone by going forward."""

from hashlib import sha256
from typing import Any

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid
from files.names import clean_name
from journal.events import Event, SheetImported, SheetUndone
from journal.recorder import record
from needs.following import follow, held
from needs.models import CONTRACT, Annex, DemandLine, DemandLineVersion, Need, SheetImport
from needs.models.sheet import UNDO_WITHIN, SheetKind
from needs.services.annexes import FIELDS as OF_ANNEX
from needs.services.annexes import change_annex, changed_fact, need_in_sight, open_annex, own_annex
from needs.services.lines import change_line, declare_line, is_in_trust, own_line, withdraw_line
from needs.setting_back import kept_of, set_annex_back, set_line_back
from needs.sheets.columns import COLUMNS
from needs.sheets.lines import plan_lines
from needs.sheets.planning import CHANGED, NEW, UNCHANGED, Plan, Step, plan_annexes, read_rows
from needs.sheets.reading import rows_of
from networks.zones import Zone

_TOLD = 10  # rows that a refusal names


def plan_sheet(actor: Actor, *, need: Need, kind: str, content: bytes, field: str = "file") -> Plan:
    """What a sheet would do, row by row; nothing is written.

    Raises Invalid for a kind that is none or a file that is no sheet, TooLarge, Forbidden.
    """
    actor.require(Permission.DEMAND_DECLARE)
    if kind not in SheetKind.values:
        raise Invalid.field("kind", "kind", f"Choose one of {', '.join(SheetKind.values)}.")
    steps = read_rows(rows_of(content, COLUMNS[kind], field=field), COLUMNS[kind])
    if not steps:
        raise Invalid.field(field, "no_rows", "There is no row below the names of the columns.")
    return (plan_lines if kind == SheetKind.LINES else plan_annexes)(actor, need, steps)


@transaction.atomic
def import_sheet(
    actor: Actor, *, need: Need, kind: str, content: bytes, name: str = "", field: str = "file"
) -> SheetImport:
    """Do what each row of a sheet says, or nothing at all where one can't be done.

    The need is locked until the last row is done: a second or two for 1,000 rows, in which others wait
    who change the need, declare a line for it, or import; nobody waits who reads.
    Raises Invalid, pointing at rows and columns; Conflict where every row says what is said already.
    """
    actor.require(Permission.DEMAND_DECLARE)
    need = need_in_sight(actor, need)  # imports of one need wait for each other: the second sees the first
    plan = plan_sheet(actor, need=need, kind=kind, content=content, field=field)
    plan.check()
    if not plan.doing:
        raise Conflict("nothing_to_import", "Every row says what is said already.")
    sheet = SheetImport.objects.create(
        network_id=need.network_id,
        zone=Zone.AUTHORITY,
        authority_id=actor.represents,
        members_only=need.members_only,
        need=need,
        kind=kind,
        name=clean_name(name) if name else "",
        sha256=sha256(content).hexdigest(),
        added=plan.count(NEW),
        changed=plan.count(CHANGED),
        unchanged=plan.count(UNCHANGED),
        done=[_do(actor, need, step) for step in plan.doing],
        imported_by_id=actor.person_id,
        imported_at=actor.now,
    )
    record(actor, SheetImported(**_names(sheet)))
    return sheet


@transaction.atomic
def undo_sheet(actor: Actor, *, sheet: SheetImport) -> SheetImport:
    """Withdraw the lines that a sheet added, and let what it changed say again what it said before.

    With the days of before: an undo confirms nothing, and answers no question of the clock.
    Raises Conflict for one that was undone, is older than a day, or whose rows changed since.
    """
    actor.require(Permission.DEMAND_DECLARE)
    _lock_first(actor, sheet)
    sheet = sheet.locked()
    if sheet.undone_at is not None:
        raise Conflict("sheet_undone", "This import was undone already.")
    if actor.now > sheet.imported_at + UNDO_WITHIN:
        raise Conflict("undo_too_late", "An import can be undone for a day. Change the lines by hand.")
    facts = _lines_back(actor, sheet) if sheet.kind == SheetKind.LINES else _annex_back(actor, sheet)
    sheet.undone_by_id, sheet.undone_at = actor.person_id, actor.now
    sheet.save(update_fields=["undone_by", "undone_at"])
    record(actor, *facts, SheetUndone(**_names(sheet)))
    return sheet


def _do(actor: Actor, need: Need, step: Step) -> dict[str, Any]:
    try:
        return _done(actor, need, step)
    except Invalid as refusal:  # of a rule that only the verb can check
        step.refuse_as(refusal)
        raise Plan(kind="", steps=[step]).refusal() from None


def _done(actor: Actor, need: Need, step: Step) -> dict[str, Any]:
    found = step.found
    if isinstance(found, DemandLine):
        line = change_line(actor, line=found, version=found.version, **step.said)
        return _entry(step, line, before=found.version)
    if isinstance(found, Annex):
        kept = kept_of(found, OF_ANNEX, held(need.pk, actor.represents, CONTRACT).get(CONTRACT))
        annex = change_annex(actor, annex=found, version=found.version, **step.said)
        return {**_entry(step, annex, before=found.version), **kept}
    if "item_id" in step.said:
        return _entry(step, declare_line(actor, need=need, **step.said))
    return {**_entry(step, open_annex(actor, need=need, **step.said)), "said": {}}


def _entry(step: Step, row: DemandLine | Annex, before: int | None = None) -> dict[str, Any]:
    return {"row": step.number, "id": str(row.pk), "before": before, "after": row.version}


def _lock_first(actor: Actor, sheet: SheetImport) -> None:
    """What the verbs on lines lock before the lines, or those on annexes before the annex."""
    if sheet.kind == SheetKind.LINES:
        is_in_trust(actor, sheet.network_id)
        held(sheet.need_id, actor.represents)
    else:
        sheet.need.locked()


def _lines_back(actor: Actor, sheet: SheetImport) -> list[Event]:
    facts: list[Event] = []
    ids = [entry["id"] for entry in sheet.done]
    rows = DemandLine.objects.filter(pk__in=ids).select_for_update(of=("self",), no_key=True)
    lines = {str(line.pk): line for line in rows.order_by("pk")}
    versions = {
        (str(version.line_id), version.number): version
        for version in DemandLineVersion.objects.filter(line__in=ids).select_related("item").order_by("pk")
    }
    _check_untouched(sheet, {key: line.version for key, line in lines.items()})
    for entry in sheet.done:
        line = lines[entry["id"]]
        if entry["before"] is None:
            withdraw_line(actor, line=line)
        else:
            facts.append(set_line_back(actor, own_line(actor, line), versions[entry["id"], entry["before"]]))
    annexes = {line.annex_id for line in lines.values()}
    schedules = held(sheet.need_id, actor.represents)  # as withdrawing left them
    return [*facts, *(fact for annex_id in annexes for fact in follow(actor, annex_id, schedules))]


def _annex_back(actor: Actor, sheet: SheetImport) -> list[Event]:
    watch = held(sheet.need_id, actor.represents, CONTRACT).get(CONTRACT)
    annex = own_annex(actor, Annex.objects.with_names().get(pk=sheet.done[0]["id"]))
    _check_untouched(sheet, {str(annex.pk): annex.version})
    facts = set_annex_back(actor, annex, OF_ANNEX, sheet.done[0], watch)
    return [*facts, changed_fact(annex)]


def _check_untouched(sheet: SheetImport, versions: dict[str, int]) -> None:
    touched = [entry["row"] for entry in sheet.done if versions.get(entry["id"]) != entry["after"]]
    if touched:
        named = ", ".join(str(number) for number in touched[:_TOLD])
        raise Conflict(
            "changed_since", f"What these rows brought in was changed since: {named}. Change it by hand."
        )


def _names(sheet: SheetImport) -> dict[str, Any]:
    return {
        "network_id": sheet.network_id,
        "authority_id": sheet.authority_id,
        "need_id": sheet.need_id,
        "sheet_id": sheet.pk,
    }
