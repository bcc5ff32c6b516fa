"""What a sheet would do, row by row, before anything is done: nothing is written here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from access.actor import Actor
from access.refusals import InputError, Invalid
from needs.models import Annex, DemandLine, Need
from needs.sheets import cells
from needs.sheets.columns import Column
from needs.sheets.reading import Raw

NEW, CHANGED, UNCHANGED, FAILED = "new", "changed", "unchanged", "failed"
MOST_ERRORS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one cell, or with the row as a whole where `column` is empty."""

    column: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one column says now, and what it would say."""

    column: str
    before: Any
    after: Any


@dataclass(slots=True, kw_only=True)
class Step:
    """What one row would do. `said` is for the verb; `found` the line or annex that it is about."""

    number: int
    said: dict[str, Any] = field(default_factory=dict)
    outcome: str = FAILED
    title: str = ""
    found: DemandLine | Annex | None = None
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, column: str, code: str, detail: str) -> None:
        """Note what is wrong."""
        self.faults.append(Fault(column=column, code=code, detail=detail))
        self.outcome = FAILED

    def refuse_as(self, refusal: Invalid) -> None:
        """Note what a verb's own rule found wrong."""
        for error in refusal.errors:
            self.refuse(error.pointer.removeprefix("/"), error.code, error.detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a whole sheet would do."""

    kind: str
    steps: list[Step]

    def count(self, outcome: str) -> int:
        """How many rows come to this."""
        return sum(step.outcome == outcome for step in self.steps)

    @property
    def doing(self) -> list[Step]:
        """The rows that do anything."""
        return [step for step in self.steps if step.outcome in (NEW, CHANGED)]

    @property
    def faults(self) -> list[tuple[Step, Fault]]:
        """Everything that is wrong, by row."""
        return [(step, fault) for step in self.steps for fault in step.faults]

    def check(self) -> None:
        """Raise Invalid where anything is wrong."""
        if self.faults:
            raise self.refusal()

    def refusal(self) -> Invalid:
        """What is wrong, pointing at the first 200 faults."""
        faults = self.faults
        return Invalid(
            *(
                InputError(
                    pointer=f"/rows/{step.number}/{fault.column}".rstrip("/"),
                    code=fault.code,
                    detail=fault.detail,
                )
                for step, fault in faults[:MOST_ERRORS]
            ),
            detail=f"{len(faults)} things in {self.count(FAILED)} rows are wrong. Nothing was imported.",
        )


def read_rows(raws: Iterable[Raw], columns: tuple[Column, ...]) -> list[Step]:
    """Each row with what its cells say; a cell that can't be read is a fault of the row."""
    return [_read(raw, {column.name: column for column in columns}) for raw in raws]


def _read(raw: Raw, columns: dict[str, Column]) -> Step:
    step = Step(number=raw.number)
    for name, value in raw.cells.items():
        try:
            step.said[name] = columns[name].read(cells.said(value))
        except cells.Unfit as unfit:
            step.refuse(name, unfit.code, unfit.detail)
    return step


def check_place(step: Step, need: Need) -> None:
    """Refuse a row of another need."""
    if step.said.pop("need_id", None) not in (None, need.pk):
        step.refuse("need_id", "other_need", "This row is of another need. Import it there.")
    step.said.pop("need", None)


def check_fresh(step: Step, version: int | None, current: int) -> None:
    """Refuse to change what somebody changed since the sheet was fetched."""
    if version is not None and version != current:
        step.refuse("version", "stale", "Somebody changed this since the sheet was fetched. Fetch it again.")


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """What would say something else than now."""
    return [
        Change(column=name, before=before[name], after=value)
        for name, value in after.items()
        if before[name] != value
    ]


def settle(step: Step) -> None:
    """Say what comes of a row about something that is there."""
    step.outcome = FAILED if step.faults else CHANGED if step.changes else UNCHANGED


def named_twice(steps: Iterable[Step]) -> None:
    """Refuse rows after the first that are about one and the same."""
    seen: set[UUID] = set()
    for step in steps:
        if step.found is not None and step.found.pk in seen:
            step.refuse("id", "row_twice", "Another row above is about the same. Keep one of them.")
        elif step.found is not None:
            seen.add(step.found.pk)


def plan_annexes(actor: Actor, need: Need, steps: list[Step]) -> Plan:
    """What these rows would do to the annex of the actor's authority. One query."""
    annexes = Annex.objects.visible_to(actor).with_names()
    annex = annexes.filter(need=need, declared_by_id=actor.represents).first()
    for place, step in enumerate(steps):
        _plan_annex(step, need, annex)
        if place:
            step.refuse("", "row_twice", "An authority has one annex to a need. Keep one row.")
    return Plan(kind="annexes", steps=steps)


def _plan_annex(step: Step, need: Need, annex: Annex | None) -> None:
    check_place(step, need)
    wanted, version = step.said.pop("id", None), step.said.pop("version", None)
    step.title, step.found = need.title, annex
    if wanted is not None and (annex is None or annex.pk != wanted):
        step.refuse("id", "unknown_id", "Your authority has no annex of this id here.")
    _check_cost(step, annex)
    if annex is None:
        step.outcome = FAILED if step.faults else NEW
        return
    step.changes = changed({name: getattr(annex, name) for name in step.said}, step.said)
    if step.changes:
        check_fresh(step, version, annex.version)
    step.said = {change.column: change.after for change in step.changes}
    settle(step)


def _check_cost(step: Step, annex: Annex | None) -> None:
    now = {"annual_cost": getattr(annex, "annual_cost", None), "currency": getattr(annex, "currency", "")}
    whole = {**now, **{name: step.said[name] for name in now if name in step.said}}
    if whole["annual_cost"] is not None and not whole["currency"]:
        step.refuse("currency", "currency", "Say in which currency the cost is.")
    if whole["annual_cost"] is None and "currency" in step.said:
        step.said["currency"] = ""
