"""Tables of demand as they go over the wire: the exact one, and what was published of it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Case, Count, F, Sum, Value, When
from django.db.models.functions import ExtractYear

from needs.figures import plain
from needs.masking import Shown
from needs.models import DemandItem, DemandLine, Need
from needs.models.demand import stale_on
from networks.models import Membership
from networks.shapes import Named

SHOWN, MASKED = "shown", "masked"
# Where in the table a line lies, beside its item and commitment: the year in which its period begins, and
# year and half-year of its earliest start.
PLACE: dict[str, Any] = {
    "year": ExtractYear("period_from"),
    "starts": ExtractYear("earliest_start"),
    "half": Case(When(earliest_start__month__lte=6, then=Value(1)), default=Value(2)),
}


class ItemShape(TypedDict):
    """One thing in a need's catalogue, and the unit it is counted in."""

    id: str
    name_sv: str
    name_en: str
    cpv: str
    unit: str


class CellShape(TypedDict):
    """A cell of the table. `authorities` is null for fewer than three; figures are null where masked.

    `start` is the half-year of the earliest start. `awaits_renewal` says that some of what was
    declared is not in the figures; `stale` counts lines past their day, in the exact table only.
    """

    item: ItemShape
    year: int
    commitment: str
    start: str
    state: str
    authorities: int | None
    low: str | None
    mid: str | None
    high: str | None
    as_of: str | None
    awaits_renewal: bool
    stale: int | None


class TotalShape(TypedDict):
    """What the shown cells of one item and commitment add up to."""

    item: ItemShape
    commitment: str
    low: str
    mid: str
    high: str


class TableShape(TypedDict):
    """The demand for a need. `view` is `exact` for who coordinates, `published` for everybody else.

    `members_without_annex` and `members_unconfirmed`, who were asked whether their annex still holds and
    have not answered by the day, are null in the published view.
    """

    need: UUID
    view: str
    number: int | None
    published_at: datetime | None
    cells: list[CellShape]
    totals: list[TotalShape]
    members_without_annex: list[Named] | None
    members_unconfirmed: list[Named] | None


def item_shape(item: DemandItem) -> ItemShape:
    """An item."""
    return {
        "id": str(item.pk),
        "name_sv": item.name_sv,
        "name_en": item.name_en,
        "cpv": item.cpv,
        "unit": item.unit,
    }


def published_cell(shown: Shown, item: ItemShape) -> CellShape:
    """A cell as others see it."""
    low, mid, high = map(plain, shown.figures) if shown.figures else (None, None, None)
    return {
        "item": item,
        "year": shown.cell.year,
        "commitment": shown.cell.commitment,
        "start": shown.cell.window,
        "state": MASKED if shown.figures is None else SHOWN,
        "authorities": shown.authorities,
        "low": low,
        "mid": mid,
        "high": high,
        "as_of": shown.as_of,
        "awaits_renewal": shown.awaits,
        "stale": None,
    }


def exact_cells(need: Need, today: date) -> list[CellShape]:
    """Every cell as it is, for who coordinates. One query."""
    members = Membership.objects.active().filter(network_id=need.network_id).values("authority")
    lines: Any = DemandLine.objects.holding().filter(need=need, declared_by__in=members)
    rows = (
        lines.annotate(**PLACE)
        .values("item_id", "year", "commitment", "starts", "half")
        .annotate(
            low=Sum("quantity_low"),
            mid=Sum("quantity_mid"),
            high=Sum("quantity_high"),
            authorities=Count("declared_by", distinct=True),
            stale=Count("pk", filter=stale_on(today)),
            **{name: F(f"item__{name}") for name in ("name_sv", "name_en", "cpv", "unit")},
        )
        .order_by("item_id", "year", "commitment", "starts", "half")
    )
    return [_exact_cell(row) for row in rows]


def _exact_cell(row: Mapping[str, Any]) -> CellShape:
    return {
        "item": {
            "id": str(row["item_id"]),
            "name_sv": row["name_sv"],
            "name_en": row["name_en"],
            "cpv": row["cpv"],
            "unit": row["unit"],
        },
        "year": row["year"],
        "commitment": row["commitment"],
        "start": f"{row['starts']}-H{row['half']}",
        "state": SHOWN,
        "authorities": row["authorities"],
        "low": plain(row["low"]),
        "mid": plain(row["mid"]),
        "high": plain(row["high"]),
        "as_of": None,
        "awaits_renewal": False,
        "stale": row["stale"],
    }


def totals_of(cells: Iterable[CellShape]) -> list[TotalShape]:
    """The sums of shown cells by item and commitment. They add no equation to what is shown."""
    found: dict[tuple[str, str], list[CellShape]] = {}
    for cell in cells:
        if cell["state"] == SHOWN:
            found.setdefault((cell["item"]["id"], cell["commitment"]), []).append(cell)
    return [
        {
            "item": same[0]["item"],
            "commitment": commitment,
            "low": _sum(cell["low"] for cell in same),
            "mid": _sum(cell["mid"] for cell in same),
            "high": _sum(cell["high"] for cell in same),
        }
        for (_item, commitment), same in sorted(found.items())
    ]


def _sum(figures: Iterable[str | None]) -> str:
    return plain(sum((Decimal(figure or 0) for figure in figures), Decimal(0)))
