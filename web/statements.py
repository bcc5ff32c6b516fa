"""A need's statement as pages show it: the names of its fields, and its texts with product words marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from needs.checking import Finding
from needs.comparing import Changed, Effort, Piece, pieces_of
from needs.keeping import exactly
from needs.models import CHOICES, EffectGoal, NeedVersion

Words = Any  # a text, or one that is put into the language of whoever reads
LABELS: dict[str, Words] = {
    "title_sv": _("Title in Swedish"),
    "title_en": _("Title in English"),
    "one_liner": _("In one sentence"),
    "problem": _("The problem"),
    "affected_groups": _("Who is affected"),
    "current_state": _("Current state"),
    "desired_state": _("Desired state"),
    "trigger": _("Why now"),
    "out_of_scope": _("Out of scope"),
    "constraints_legal": _("Legal constraints"),
    "constraints_technical": _("Technical constraints"),
    "constraints_integration": _("Integration constraints"),
    "constraints_security": _("Security constraints"),
    "why_current_solutions_fail": _("Why current solutions fail"),
    "urgency": _("How soon"),
    "consequence_if_unmet": _("If the need is not met"),
    "policy_links": _("Goals and decisions behind it"),
    "involvement_method": _("How end users take part"),
    "involvement_count": _("Number of end users who took part"),
    "involvement_on": _("When they took part"),
}
TITLES = ("title_sv", "title_en", "one_liner")
BEFORE_GOALS = ("problem", "affected_groups", "current_state", "desired_state")
AFTER_GOALS = tuple(name for name in LABELS if name not in (*TITLES, *BEFORE_GOALS))
_GOAL_WORDS: dict[str, Words] = {"statement": _("Effect goal"), "indicator": _("Indicator of a goal")}


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPiece:
    """A run of text, and whether it is a product word that nobody let stand."""

    text: str
    is_product: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field of the statement: its name, and its text in pieces."""

    name: str
    label: Words
    pieces: list[MarkedPiece]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """An effect goal: its text in pieces, and its values as people write them."""

    goal: EffectGoal
    pieces: list[MarkedPiece]
    indicator: list[MarkedPiece]
    baseline: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductWord:
    """A product word on the page: where it stands, what to say instead, and who let it stand."""

    finding: Finding
    where: Words
    suggestion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLine:
    """What differs between two versions in one place, word by word."""

    label: Words
    pieces: list[Piece]


def lines_of(version: NeedVersion, names: Iterable[str], found: list[Finding]) -> list[Line]:
    """The fields that say something, in this order."""
    return [
        Line(name=name, label=LABELS[name], pieces=marked(text, name, found))
        for name in names
        if (text := _shown(version, name))
    ]


def marked(text: str, place: str, found: list[Finding]) -> list[MarkedPiece]:
    """The text with those product words marked that nobody let stand in this place."""
    pieces, at = [], 0
    for one in found:
        if one.hit.place != place or one.overruling is not None:
            continue
        pieces += [MarkedPiece(text=text[at : one.hit.start], is_product=False)]
        pieces += [MarkedPiece(text=text[one.hit.start : one.hit.end], is_product=True)]
        at = one.hit.end
    return [*pieces, MarkedPiece(text=text[at:], is_product=False)]


def goal_line(goal: EffectGoal, found: list[Finding]) -> GoalLine:
    """The goal, with those words of it marked that name products."""
    return GoalLine(
        goal=goal,
        pieces=marked(goal.statement, f"goals/{goal.pk}/statement", found),
        indicator=marked(goal.indicator, f"goals/{goal.pk}/indicator", found),
        baseline=_amount(goal.baseline_value),
        target=_amount(goal.target_value),
    )


def product_words(found: list[Finding]) -> list[ProductWord]:
    """The findings as the page tells them, each word once in a place."""
    once = {(one.hit.place, one.hit.word.casefold()): one for one in reversed(found)}
    swedish = (get_language() or "").startswith("sv")
    return [
        ProductWord(
            finding=one,
            where=where(one.hit.place),
            suggestion=one.hit.field.suggestion_sv if swedish else one.hit.field.suggestion_en,
        )
        for one in reversed(once.values())
    ]


def where(place: str) -> Words:
    """A place as people call it."""
    return LABELS.get(place) or _GOAL_WORDS[place.rsplit("/", 1)[-1]]


def changed_lines(changes: list[Changed], effort: Effort) -> list[ChangedLine]:
    """Changes as the page tells them."""
    kinds: dict[str, Words] = {"goals": _("Effect goal"), "stakeholders": _("Stakeholder")}
    return [
        ChangedLine(
            label=LABELS.get(one.place) or kinds[one.place.split("/", 1)[0]],
            pieces=pieces_of(_chosen(one), effort),
        )
        for one in changes
    ]


def _chosen(change: Changed) -> Changed:
    """A choice in words instead of its name."""
    if change.place not in CHOICES:
        return change
    words = dict(CHOICES[change.place].choices)
    before, after = (str(words.get(name or "", name)) for name in (change.before, change.after))
    return Changed(place=change.place, before=before, after=after)


def _amount(value: Decimal | None) -> str:
    return "" if value is None else number_format(Decimal(exactly(value) or 0), force_grouping=True)


def _shown(version: NeedVersion, name: str) -> str:
    if name in ("trigger", "urgency"):
        return str(getattr(version, f"get_{name}_display")()) if getattr(version, name) else ""
    value = getattr(version, name)
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return "" if value is None else str(value)
