"""What was declared against what was bought, by member and item."""

from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from access.actor import Actor
from access.policy import Permission
from needs.figures import plain
from needs.models import DemandLine, DemandLineVersion, Need, RealisedVolume
from needs.models.sheet import UNDO_WITHIN
from needs.models.terms import BOUGHT, PROMISING
from needs.tables import ItemShape
from networks.shapes import Named

FIRM = (*PROMISING, *BOUGHT)  # from C2 on a line is a plan, and what becomes of it is counted


class OutcomeShape(TypedDict):
    """What became of demand for one item: `ratio` is bought through declared, 1 being all of it.

    `declared` adds up, over the lines, the highest most likely quantity that each ever stood at from C2
    on: also of lines that were lowered, weakened or withdrawn since, and, for who coordinates, of
    authorities that left. A line that was always below C2 counts, as it is, once something was bought of
    it. `authority` is null in the sum over all members, which only who coordinates gets.
    """

    authority: Named | None
    item: ItemShape
    declared: str
    bought: str
    ratio: str


class OutcomesShape(TypedDict):
    """Outcomes by member and item, and of all members together."""

    need: UUID
    members: list[OutcomeShape]
    all: list[OutcomeShape]


_ITEM = ("item_id", "item__name_sv", "item__name_en", "item__cpv", "item__unit")
_WHOSE = ("declared_by_id", "declared_by__name")


def outcomes(need: Need, actor: Actor) -> OutcomesShape:
    """One's own authority's outcomes; for who coordinates everybody's. One query."""
    return _outcomes(need, *_rows(need, actor))


def outcomes_due(need: Need, actor: Actor) -> OutcomesShape:
    """Those of them where something was bought, or a line's latest start is past on the actor's day."""
    today = actor.now.date()
    members, together = (
        [row for row in rows if row["bought"] or row["begins"] < today] for rows in _rows(need, actor)
    )
    return _outcomes(need, members, together)


def _rows(need: Need, actor: Actor) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """By member and item, and by item of all members, which only who coordinates gets."""
    members = _members(need, actor)
    return members, _together(members) if actor.can(Permission.DEMAND_COORDINATE) else []


def _outcomes(need: Need, members: list[dict[str, Any]], together: list[dict[str, Any]]) -> OutcomesShape:
    return {
        "need": need.pk,
        "members": [_shape(row) for row in members],
        "all": [_shape(row) for row in together],
    }


def _members(need: Need, actor: Actor) -> list[dict[str, Any]]:
    """What was declared and bought by member and item, and by when the first line should have begun."""
    bought = RealisedVolume.objects.filter(line=OuterRef("pk")).order_by().values("line")
    lines: Any = DemandLine.objects.told_whole_to(actor).filter(need=need)
    lines = lines.annotate(
        most=_stood().order_by().values("line").annotate(most=Max("quantity_mid")).values("most"),
        got=Coalesce(bought.annotate(got=Sum("quantity")).values("got"), Decimal(0)),
    ).filter(Q(most__isnull=False) | ~Q(got=0))
    sums = (
        lines.order_by()
        .values(*_WHOSE, *_ITEM)
        .annotate(
            declared=Sum(Coalesce("most", "quantity_mid")), bought=Sum("got"), begins=Min("latest_start")
        )
    )
    return list(sums.order_by("declared_by__name", "declared_by_id", "item_id"))


def _stood() -> QuerySet[DemandLineVersion]:
    """What a line said at C2 or firmer. What was said anew within a day was a slip, as an undone import."""
    next_said = DemandLineVersion.objects.filter(
        line=OuterRef("line"),
        number=OuterRef("number") + 1,
        said_at__lte=OuterRef("said_at") + UNDO_WITHIN,
    )
    said = DemandLineVersion.objects.filter(line=OuterRef("pk"), commitment__in=FIRM, is_withdrawal=False)
    return said.filter(~Exists(next_said))


def _together(members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sums: dict[UUID, dict[str, Any]] = {}
    for row in members:
        item = {name: row[name] for name in (*_ITEM, "begins")}
        whole = sums.setdefault(row["item_id"], {**item, "declared": Decimal(0), "bought": Decimal(0)})
        whole["declared"] += row["declared"]
        whole["bought"] += row["bought"]
        whole["begins"] = min(whole["begins"], row["begins"])
    return list(sums.values())


def _shape(row: dict[str, Any]) -> OutcomeShape:
    whose = "declared_by_id" in row
    return {
        "authority": {"id": row["declared_by_id"], "name": row["declared_by__name"]} if whose else None,
        "item": {
            "id": str(row["item_id"]),
            "name_sv": row["item__name_sv"],
            "name_en": row["item__name_en"],
            "cpv": row["item__cpv"],
            "unit": row["item__unit"],
        },
        "declared": plain(row["declared"]),
        "bought": plain(row["bought"]),
        "ratio": plain((row["bought"] / row["declared"]).quantize(Decimal("0.01"))),
    }
