"""What rows of a sheet would do to an authority's demand lines."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from access.actor import Actor
from access.refusals import Invalid
from needs.models import DemandItem, DemandLine, Need, Trust, Visibility
from needs.opening import TELLS_OF_OTHERS, tells_of_others
from needs.services.terms import BUDGETS, FIELDS, HOLDS, beginnings, faults_of, still_expected
from needs.sheets.planning import (
    FAILED,
    NEW,
    Plan,
    Step,
    changed,
    check_fresh,
    check_place,
    named_twice,
    settle,
)

# What tells one line of an authority from another where a row brings no id.
KEY = ("item_id", "period_from", "period_to", "earliest_start", "latest_start")
REQUIRED = (
    *("period_from", "period_to", "quantity_low", "quantity_mid", "quantity_high"),
    *("commitment", "earliest_start"),
)
# Left as they are, or as a new line begins, where a cell is empty.
_KEPT = ("latest_start", "valid_until", "budget_status", "visibility")


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What there is: the need's catalogue, and the authority's own lines by id and by what they say."""

    items: list[DemandItem]
    lines: dict[UUID, DemandLine]
    in_trust: bool
    by_key: dict[tuple[Any, ...], list[DemandLine]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for line in self.lines.values():
            self.by_key.setdefault(tuple(getattr(line, name) for name in KEY), []).append(line)

    def item(self, name: str) -> list[DemandItem]:
        """The items of this name in either language; those that take new lines, if there are any."""
        bare = name.casefold()
        named = [one for one in self.items if bare in (one.name_sv.casefold(), one.name_en.casefold())]
        return [one for one in named if not one.is_retired] or named

    def alike(self, said: dict[str, Any]) -> list[DemandLine]:
        """The lines of the same item, period and window of starts."""
        return self.by_key.get(tuple(said[name] for name in KEY), [])


def plan_lines(actor: Actor, need: Need, steps: list[Step]) -> Plan:
    """What these rows would do. Three queries, however many rows there are."""
    shelf = _Shelf(
        items=list(DemandItem.objects.filter(need=need).order_by("pk")),
        lines={line.pk: line for line in _own(actor, need)},
        in_trust=Trust.objects.filter(network_id=need.network_id, held_for_id=actor.represents).exists(),
    )
    for step in steps:
        check_place(step, need)
        _find(step, shelf)
        if isinstance(step.found, DemandLine):
            _plan_change(step, step.found, actor)
        else:
            _plan_new(step, actor, shelf)
    named_twice(steps)
    _check_new_ones(steps)
    return Plan(kind="lines", steps=steps)


def _own(actor: Actor, need: Need) -> Iterable[DemandLine]:
    rows = DemandLine.objects.visible_to(actor).holding().filter(need=need, declared_by_id=actor.represents)
    return rows.select_related("item").order_by("pk")


def _find(step: Step, shelf: _Shelf) -> None:
    """The line that a row is about, by its id, or by item, period and window of starts."""
    wanted, unit = step.said.pop("id", None), step.said.pop("unit", "")
    for name in ("cpv", "item_retired"):
        step.said.pop(name, None)
    item = _item(step, shelf)
    if wanted is not None:
        line = shelf.lines.get(wanted)
        if line is None:
            step.refuse("id", "unknown_id", "Your authority has no line of this id here. Leave it empty.")
            return
        step.found = line
        if item is not None and item.pk != line.item_id:
            step.refuse("item", "item_stays", "A line keeps its item. Withdraw it, and declare another.")
        item = line.item
    if item is not None:
        step.title = item.name
        step.said["item_id"] = item.pk
        _check_unit(step, item, unit)
    elif not _is_blamed(step, "item", "item_id"):
        step.refuse("item", "item", "Choose an item of this need's catalogue.")
    if step.found is None and all(step.said.get(name) for name in KEY[:4]):
        _match(step, shelf)


def _match(step: Step, shelf: _Shelf) -> None:
    latest: date = step.said.get("latest_start") or step.said["earliest_start"]
    alike = shelf.alike({**step.said, "latest_start": latest})
    if len(alike) > 1:
        step.refuse("id", "several_lines", "Several of your lines say this. Give the id of the one you mean.")
    step.found = alike[0] if alike else None


def _item(step: Step, shelf: _Shelf) -> DemandItem | None:
    name, wanted = step.said.pop("item", ""), step.said.pop("item_id", None)
    if wanted is not None:
        found = [one for one in shelf.items if one.pk == wanted]
    else:
        found = shelf.item(name) if name else []
    if len(found) > 1:
        step.refuse("item", "several_items", "Several items are named so. Give the item's id.")
    elif not found and (name or wanted is not None):
        step.refuse("item", "item", "Choose an item of this need's catalogue.")
    return found[0] if len(found) == 1 else None


def _check_unit(step: Step, item: DemandItem, unit: str) -> None:
    if unit and unit.casefold() != item.unit.casefold():
        step.refuse("unit", "unit", f"This item is counted in {item.unit}.")


def _check_takes_lines(step: Step, shelf: _Shelf) -> None:
    if any(one.is_retired and one.pk == step.said.get("item_id") for one in shelf.items):
        step.refuse("item", "retired", "This item is retired: it takes no new lines.")


def _is_blamed(step: Step, *columns: str) -> bool:
    return any(fault.column in columns for fault in step.faults)


def _plan_new(step: Step, actor: Actor, shelf: _Shelf) -> None:
    said = _without_empty(step.said)
    said.pop("version", None)
    step.said = said
    for name in REQUIRED:
        if said.get(name) in (None, "") and not _is_blamed(step, name):
            step.refuse(name, "required", "Fill this in.")
    _check_takes_lines(step, shelf)
    terms = {"earliest_start": None, **said}
    terms.pop("item_id", None)
    _check(step, beginnings(terms, actor.now), actor, in_trust=shelf.in_trust)
    step.outcome = FAILED if step.faults else NEW


def _plan_change(step: Step, line: DemandLine, actor: Actor) -> None:
    version = step.said.pop("version", None)
    said = {name: value for name, value in _without_empty(step.said).items() if name != "item_id"}
    now = {name: getattr(line, name) for name in FIELDS}
    for name in REQUIRED:
        if name in said and said[name] in (None, "") and not _is_blamed(step, name):
            step.refuse(name, "required", "Fill this in.")
    if _says_no_budget({**now, **said}):
        said |= {name: now[name] for name in ("currency", "price_year") if name in said}
    step.changes = changed(now, said)
    if step.changes:
        check_fresh(step, version, line.version)
        wanted = {change.column: change.after for change in step.changes}
        step.said = _with_its_day(wanted, said, actor)
        later = {"valid_until": max(line.valid_until, actor.now.date() + HOLDS)}
        _check(step, {**now, **later, **step.said}, actor, in_trust=line.in_trust, line=line)
    settle(step)


def _with_its_day(wanted: dict[str, Any], said: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """A day that the sheet names and that has not come stays; a past one moves as with any change."""
    until = said.get("valid_until")
    return {**wanted, "valid_until": until} if until and until >= actor.now.date() else wanted


def _says_no_budget(terms: dict[str, Any]) -> bool:
    return all(terms[name] is None for name in BUDGETS)


def _without_empty(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if not (name in _KEPT and value in (None, ""))}


def _check(
    step: Step, terms: dict[str, Any], actor: Actor, *, in_trust: bool, line: DemandLine | None = None
) -> None:
    """Note everything that the rules find wrong with what could be read."""
    unread = {fault.column for fault in step.faults}
    whole = {**terms, "decision_expected_on": still_expected(terms, line)}
    found = faults_of(whole, actor.now, line, unread=unread)
    if found:
        step.refuse_as(Invalid(*found))
    if terms["visibility"] != Visibility.GROUP:
        _check_stays_seen(step, line)
    elif in_trust:
        step.refuse("visibility", "in_trust", "Your authority's demand is held in trust: sums only.")
    else:
        _check_may_be_seen(step, terms, line)


def _check_stays_seen(step: Step, line: DemandLine | None) -> None:
    if line is not None and line.visibility == Visibility.GROUP:
        step.refuse("visibility", "shown", "The network has seen this line: it stays seen.")


def _check_may_be_seen(step: Step, terms: dict[str, Any], line: DemandLine | None) -> None:
    """A line that is opened must not tell what the others of a published sum declared."""
    if line is None or line.visibility == Visibility.GROUP or step.faults:
        return
    if tells_of_others(line, terms):
        step.refuse("visibility", *TELLS_OF_OTHERS)


def _check_new_ones(steps: list[Step]) -> None:
    """Two new rows that say the same item, period and window are one line written twice."""
    fresh = [step for step in steps if step.outcome == NEW]
    keys = {step.number: tuple(str(step.said.get(name)) for name in KEY) for step in fresh}
    often = Counter(keys.values())
    for step in fresh:
        if often[keys[step.number]] > 1:
            step.refuse("item", "row_twice", "Another row says the same item, period and start. Keep one.")
