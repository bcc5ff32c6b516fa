"""What a line of demand may say."""

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

from access.refusals import InputError, Invalid
from needs import ageing
from needs.models.annex import MOST_MONEY, Currency
from needs.models.demand import MOST_QUANTITY, PLACE
from needs.models.terms import DECIDED, PROMISING, BudgetStatus, Commitment, Terms, Visibility
from needs.services.days import within_reach
from wire.text import readable

QUANTITIES = ("quantity_low", "quantity_mid", "quantity_high")
BUDGETS = ("budget_low", "budget_mid", "budget_high")
DAYS = ("period_from", "period_to", "earliest_start", "latest_start", "valid_until")
FIELDS = tuple(field.name for field in Terms._meta.get_fields() if field.name != "reported_on")
HOLDS = ageing.HOLDS
FURTHEST = relativedelta(years=5)  # as far as the clock asks ahead
_CHOICES = {
    "commitment": Commitment.values,
    "budget_status": BudgetStatus.values,
    "visibility": Visibility.values,
}
Said = dict[str, Any]
Faults = Iterator[InputError]


def checked(said: Said, now: datetime, before: Terms | None = None) -> Said:
    """Whole terms of a line as the database takes them; `before` is what the line says now, if it is there.

    A decision that was expected is not expected any more once the commitment was raised, unless
    another day is named. Raises Invalid, pointing at everything that is wrong.
    """
    whole = {**said, "decision_expected_on": still_expected(said, before)}
    found = faults_of(whole, now, before)
    if found:
        raise Invalid(*found)
    if whole["budget_mid"] is None:
        whole |= {"currency": "", "price_year": None}
    texts = {"decision_ref": _reference(whole), "place": _code(whole)}
    return {**whole, **texts, "reported_on": now.date()}


def faults_of(
    said: Said, now: datetime, before: Terms | None = None, *, unread: Collection[str] = ()
) -> list[InputError]:
    """Everything that is wrong with terms, but for rules about what could not be read."""
    whole = {**said, "now": now, "before": before}
    return [fault for names, rule in _RULES if not set(names).intersection(unread) for fault in rule(whole)]


def beginnings(said: Said, now: datetime) -> Said:
    """What a new line says where its authority says nothing."""
    first: date = said["earliest_start"]
    return {
        **dict.fromkeys((*BUDGETS, "price_year", "decision_expected_on")),
        **dict.fromkeys(("currency", "decision_ref", "place"), ""),
        "vat_included": False,
        "budget_status": BudgetStatus.NONE.value,
        "visibility": Visibility.AGGREGATE.value,
        "latest_start": first,
        "valid_until": now.date() + HOLDS,
        **said,
    }


def still_expected(said: Said, before: Terms | None) -> date | None:
    """The day of a decision, which is past where the commitment was raised and no other day is named."""
    day: date | None = said["decision_expected_on"]
    if before is None or day != before.decision_expected_on:
        return day
    return day if said["commitment"] in PROMISING and said["commitment"] <= before.commitment else None


def _fault(name: str, code: str, detail: str) -> InputError:
    return InputError(pointer=f"/{name}", code=code, detail=detail)


def _choice(name: str) -> Callable[[Said], Faults]:
    def rule(said: Said) -> Faults:
        if said[name] not in _CHOICES[name]:
            yield _fault(name, name, f"Choose one of {', '.join(_CHOICES[name])}.")

    return rule


def _reach(name: str) -> Callable[[Said], Faults]:
    def rule(said: Said) -> Faults:
        try:
            within_reach(name, said[name])
        except Invalid as refusal:
            yield from refusal.errors

    return rule


def _period(said: Said) -> Faults:
    if said["period_to"] < said["period_from"]:
        yield _fault("period_to", "period", "The period ends before it begins.")


def _starts(said: Said) -> Faults:
    if said["latest_start"] < said["earliest_start"]:
        yield _fault("latest_start", "starts", "The latest start lies before the earliest.")


def _held(said: Said) -> Faults:
    if said["valid_until"] < said["now"].date():
        yield _fault("valid_until", "date_past", "Say until when this holds: a day to come.")


def _expected(said: Said) -> Faults:
    name, before, today = "decision_expected_on", said["before"], said["now"].date()
    day: date | None = said[name]
    if day is None or (before is not None and day == before.decision_expected_on):
        return
    if said["commitment"] not in PROMISING:
        yield _fault(name, "expected_at", "Only lines at C2 and C3 say when a decision is expected.")
    if not today <= day <= today + FURTHEST:
        yield _fault(name, "expected_when", "Give a day from today on, at most five years ahead.")


def _quantity(name: str) -> Callable[[Said], Faults]:
    def rule(said: Said) -> Faults:
        if not _is_quantity(said[name]):
            yield _fault(name, "range", f"Give a quantity above 0 and up to {MOST_QUANTITY}.")

    return rule


def _is_quantity(number: Decimal) -> bool:
    return number.is_finite() and 0 < number <= MOST_QUANTITY


def _quantities(said: Said) -> Faults:
    numbers: list[Decimal] = [said[name] for name in QUANTITIES]
    if all(map(_is_quantity, numbers)):
        yield from _in_order(QUANTITIES, numbers)


def _budget(said: Said) -> Faults:
    numbers: list[Decimal | None] = [said[name] for name in BUDGETS]
    if numbers == [None] * 3:
        return
    given = [one for one in numbers if one is not None and one.is_finite() and 0 <= one <= MOST_MONEY]
    if len(given) < len(BUDGETS):
        bad = next(name for name, one in zip(BUDGETS, numbers, strict=True) if one not in given)
        yield _fault(bad, "budget", "Give all three amounts of the budget, or none.")
    else:
        yield from _in_order(BUDGETS, given)
    if said["currency"] not in Currency.values:
        yield _fault("currency", "currency", f"Choose one of {', '.join(Currency.values)}.")
    if said["price_year"] is None or not 1990 <= said["price_year"] <= 2100:
        yield _fault("price_year", "price_year", "Say of which year the prices are.")


def _in_order(names: tuple[str, ...], numbers: list[Decimal]) -> Faults:
    for name, less, more in zip(names[1:], numbers, numbers[1:], strict=False):
        if more < less:
            yield _fault(name, "order", "None of the three is below the one before.")


def _decision(said: Said) -> Faults:
    try:
        reference = _reference(said)
    except Invalid as refusal:
        yield from refusal.errors
        return
    if said["commitment"] in DECIDED and not reference:
        yield _fault(
            "decision_ref", "decision_ref", "From C3 on, name the decision: its number, or where it stands."
        )


def _place(said: Said) -> Faults:
    code = _code(said)
    if code and not re.fullmatch(PLACE, code):
        yield _fault("place", "place", "Give a NUTS code, such as SE232, or nothing.")


def _reference(said: Said) -> str:
    return readable(said["decision_ref"], name="decision_ref", longest=200, blank=True)


def _code(said: Said) -> str:
    code: str = said["place"].strip().upper()
    return code


# Each rule, and what it is about: where any of that could not be read, the rule has nothing to say.
_RULES: tuple[tuple[tuple[str, ...], Callable[[Said], Faults]], ...] = (
    *(((name,), _choice(name)) for name in _CHOICES),
    *(((name,), _reach(name)) for name in DAYS),
    (("period_from", "period_to"), _period),
    (("earliest_start", "latest_start"), _starts),
    (("valid_until",), _held),
    (("decision_expected_on", "commitment"), _expected),
    *(((name,), _quantity(name)) for name in QUANTITIES),
    (QUANTITIES, _quantities),
    ((*BUDGETS, "currency", "price_year"), _budget),
    (("decision_ref", "commitment"), _decision),
    (("place",), _place),
)
