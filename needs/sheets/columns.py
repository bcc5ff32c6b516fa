"""The columns of sheets: in which order, under which names, and how each cell is read.

A column's `name` is what programs go by and never changes; its `label` is in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from needs.models import BudgetStatus, Commitment, Currency, Visibility
from needs.models.annex import MOST, MOST_MONEY, TEXTS
from needs.sheets import cells

LINES, ANNEXES = "lines", "annexes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; what is only shown is read, and compared with what is there, but never written."""

    name: str
    label: str | Promise
    read: cells.Reader
    width: int = 14


def _column(name: str, label: str | Promise, read: cells.Reader, width: int = 14) -> Column:
    return Column(name=name, label=label, read=read, width=width)


def _text(name: str, label: str | Promise, longest: int = 500, width: int = 30) -> Column:
    return _column(name, label, cells.text(name, longest), width)


_FIRST = (_column("id", _("Id"), cells.uid, 38), _text("need", _("Need")))
_LAST = (_column("need_id", _("Need's id"), cells.uid, 38),)
_VERSION = _column("version", _("Version"), cells.whole(1, 2_000_000_000), 9)
_CURRENCY = _column("currency", _("Currency"), cells.one_of(Currency.choices), 9)

OF_LINES = (
    *_FIRST,
    _text("item", _("Item")),
    _text("unit", _("Unit"), width=12),
    _text("cpv", _("CPV code"), width=12),
    _column("period_from", _("The period begins"), cells.day),
    _column("period_to", _("The period ends"), cells.day),
    _column("quantity_low", _("At least"), cells.number),
    _column("quantity_mid", _("Most likely"), cells.number),
    _column("quantity_high", _("At most"), cells.number),
    _column("commitment", _("How firm is it?"), cells.one_of(Commitment.choices)),
    _text("decision_ref", _("Decision"), 200),
    _column("decision_expected_on", _("Decision expected on"), cells.day),
    _column("earliest_start", _("Earliest start"), cells.day),
    _column("latest_start", _("Latest start"), cells.day),
    _column("place", _("Where (NUTS code)"), cells.code("place", 5)),
    _column("budget_low", _("Budget: at least"), cells.amount(MOST_MONEY)),
    _column("budget_mid", _("Budget: most likely"), cells.amount(MOST_MONEY)),
    _column("budget_high", _("Budget: at most"), cells.amount(MOST_MONEY)),
    _CURRENCY,
    _column("price_year", _("Prices of the year"), cells.whole(1990, 2100)),
    _column("vat_included", _("VAT is included"), cells.yes_no),
    _column("budget_status", _("Where the money stands"), cells.one_of(BudgetStatus.choices), 18),
    _column("visibility", _("Who sees it"), cells.one_of(Visibility.choices), 18),
    _column("valid_until", _("Holds until"), cells.day),
    _VERSION,
    _column("item_id", _("Item's id"), cells.uid, 38),
    _column("item_retired", _("Item is retired"), cells.yes_no, 9),
    *_LAST,
)
OF_ANNEXES = (
    *_FIRST,
    _text("local_problem", _("The problem here"), TEXTS["local_problem"], 50),
    _column("users_count", _("Users"), cells.whole(0, MOST)),
    _column("sites_count", _("Sites"), cells.whole(0, MOST)),
    _text("current_solution", _("How it is solved today"), TEXTS["current_solution"], 50),
    _text("current_supplier", _("Supplier today"), TEXTS["current_supplier"]),
    _column("current_contract_end", _("Today's contract ends"), cells.day),
    _column("annual_cost", _("Cost a year today"), cells.amount(MOST_MONEY)),
    _CURRENCY,
    _text("integrations", _("What it has to work together with"), TEXTS["integrations"], 50),
    _text("deviations", _("Where we differ from the shared need"), TEXTS["deviations"], 50),
    _text("must_haves", _("What we can't do without"), TEXTS["must_haves"], 50),
    _column("readiness", _("How ready we are, 1 to 5"), cells.whole(1, 5)),
    _column("confidence", _("How sure we are of this, 1 to 5"), cells.whole(1, 5)),
    _text("domain_owner", _("Who answers for the operation"), TEXTS["domain_owner"]),
    _VERSION,
    *_LAST,
)
COLUMNS: Mapping[str, tuple[Column, ...]] = {LINES: OF_LINES, ANNEXES: OF_ANNEXES}
Row = Mapping[str, Any]
