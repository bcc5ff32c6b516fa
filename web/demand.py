"""The table of demand as a page shows it: rows in words, and a picture of each item."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.dateparse import parse_datetime
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from needs.models import Commitment
from needs.outcomes import OutcomesShape
from needs.tables import SHOWN, CellShape, ItemShape, TotalShape

LABEL, PLOT, BAR, GAP, TOP = 64, 560, 26, 14, 8  # the picture's measures, in its own units
LEAST = 3  # a bar is never too narrow to be seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A part of one year's bar: what is declared as firmly as `commitment` says."""

    commitment: str
    x: int
    width: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearBar:
    """One year of the picture; `masked` counts cells that add nothing to it."""

    year: int
    y: int
    middle: int
    bars: list[Bar]
    end: int
    words: str
    masked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Bars of one item by year, drawn from the shown cells."""

    years: list[YearBar]
    width: int
    height: int
    used: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One cell in words; figures are None where it is masked."""

    year: int
    start: str
    commitment: str
    authorities: int | None
    figures: tuple[str, str, str] | None
    as_of: datetime | None
    awaits: bool
    stale: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTable:
    """Everything about one item of the catalogue."""

    id: str
    name: str
    unit: str
    cpv: str
    is_retired: bool
    rows: list[Row]
    totals: list[tuple[str, tuple[str, str, str]]]
    picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """What one member, or all, bought of what they declared."""

    who: str
    item: str
    declared: str
    bought: str
    percent: int


def item_tables(
    cells: Iterable[CellShape], totals: Iterable[TotalShape], retired: Container[str] = ()
) -> list[ItemTable]:
    """The cells by item, by year and commitment within it; `retired` are ids of items."""
    by_item: dict[str, list[CellShape]] = {}
    for cell in cells:
        by_item.setdefault(cell["item"]["id"], []).append(cell)
    sums = list(totals)
    return [
        _item_table(same, [one for one in sums if one["item"]["id"] == item], is_retired=item in retired)
        for item, same in by_item.items()
    ]


def outcome_rows(found: OutcomesShape) -> list[OutcomeRow]:
    """What was bought against what was declared, of those found: by member, and in all."""
    return [
        OutcomeRow(
            who=row["authority"]["name"] if row["authority"] else _("All members"),
            item=_name(row["item"]),
            declared=words_of(row["declared"]),
            bought=words_of(row["bought"]),
            percent=round(100 * Decimal(row["ratio"])),
        )
        for row in (*found["members"], *found["all"])
    ]


def words_of(figure: str) -> str:
    """A figure as readers of the page's language write it."""
    return number_format(Decimal(figure), force_grouping=True)


def _item_table(cells: list[CellShape], totals: list[TotalShape], *, is_retired: bool) -> ItemTable:
    item = cells[0]["item"]
    ordered = sorted(cells, key=lambda cell: (cell["year"], cell["commitment"], cell["start"]))
    return ItemTable(
        id=item["id"],
        name=_name(item),
        unit=item["unit"],
        cpv=item["cpv"],
        is_retired=is_retired,
        rows=[_row(cell) for cell in ordered],
        totals=[(one["commitment"], _three(one)) for one in totals],
        picture=_picture(ordered, item["unit"]),
    )


def _name(item: ItemShape) -> str:
    return item["name_sv"] if (get_language() or "").startswith("sv") else item["name_en"]


def _three(figures: CellShape | TotalShape) -> tuple[str, str, str]:
    low, mid, high = (words_of(figures[name] or "0") for name in ("low", "mid", "high"))
    return low, mid, high


def _row(cell: CellShape) -> Row:
    return Row(
        year=cell["year"],
        start=cell["start"],
        commitment=cell["commitment"],
        authorities=cell["authorities"],
        figures=_three(cell) if cell["state"] == SHOWN else None,
        as_of=parse_datetime(cell["as_of"]) if cell["as_of"] else None,
        awaits=cell["awaits_renewal"],
        stale=cell["stale"] or 0,
    )


def _picture(cells: list[CellShape], unit: str) -> Picture | None:
    years = sorted({cell["year"] for cell in cells})
    sums = {year: _by_commitment(cells, year) for year in years}
    longest = max((sum(found.values()) for found in sums.values()), default=Decimal(0))
    if not longest:
        return None
    bars = [_year(place, year, sums[year], longest, cells, unit) for place, year in enumerate(years)]
    used = sorted({commitment for found in sums.values() for commitment in found})
    return Picture(
        years=bars, width=LABEL + PLOT + LABEL * 2, height=TOP * 2 + len(years) * (BAR + GAP), used=used
    )


def _by_commitment(cells: list[CellShape], year: int) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for cell in cells:
        if cell["year"] == year and cell["mid"] is not None:
            found[cell["commitment"]] = found.get(cell["commitment"], Decimal(0)) + Decimal(cell["mid"])
    return dict(sorted(found.items()))


def _year(
    place: int, year: int, sums: dict[str, Decimal], longest: Decimal, cells: list[CellShape], unit: str
) -> YearBar:
    bars, x = [], LABEL
    for commitment, amount in sums.items():
        width = max(LEAST, round(PLOT * amount / longest))
        words = _("%(commitment)s: %(amount)s %(unit)s") % {
            "commitment": Commitment(commitment).label,
            "amount": words_of(f"{amount:f}"),
            "unit": unit,
        }
        bars.append(Bar(commitment=commitment, x=x, width=width, words=words))
        x += width
    y = TOP + place * (BAR + GAP)
    total = words_of(f"{sum(sums.values(), Decimal(0)):f}")
    masked = sum(cell["year"] == year and cell["state"] != SHOWN for cell in cells)
    return YearBar(year=year, y=y, middle=y + BAR // 2 + 5, bars=bars, end=x + 8, words=total, masked=masked)
