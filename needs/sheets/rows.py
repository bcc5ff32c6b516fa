"""What an authority's own lines and annexes say, as rows of a sheet."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from access.actor import Actor
from access.policy import Permission
from needs.models import Annex, DemandLine, Need
from needs.sheets.columns import ANNEXES, LINES, OF_ANNEXES, OF_LINES, Row

MOST_OUT = 20_000


def rows_out(actor: Actor, kind: str, *, need_id: UUID | None = None) -> Iterator[Row]:
    """What the actor's authority has said, of one need or in the whole network, by need and age.

    Only of needs that the actor may see. One query for each kind.
    """
    actor.require(Permission.PRIVATE_ZONE_USE)
    needs = Need.objects.visible_to(actor)
    needs = needs.filter(pk=need_id) if need_id else needs
    ours = {"need__in": needs, "declared_by_id": actor.represents}
    if kind == LINES:
        lines = DemandLine.objects.visible_to(actor).holding().filter(**ours)
        found = lines.select_related("item", "need").order_by("need_id", "pk")
        return (line_row(line) for line in found[:MOST_OUT])
    annexes = Annex.objects.visible_to(actor).filter(**ours)
    return (annex_row(annex) for annex in annexes.select_related("need").order_by("need_id", "pk")[:MOST_OUT])


def line_row(line: DemandLine) -> Row:
    """A line, read with its item and need."""
    named: dict[str, Any] = {
        "need": line.need.title,
        "item": line.item.name,
        "unit": line.item.unit,
        "cpv": line.item.cpv,
        "item_retired": line.item.is_retired,
    }
    return {**_plain(line, OF_LINES, named), **named}


def annex_row(annex: Annex) -> Row:
    """An annex, read with its need."""
    named = {"need": annex.need.title}
    return {**_plain(annex, OF_ANNEXES, named), **named}


def _plain(row: Any, columns: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in columns if column.name not in named}


KINDS = (LINES, ANNEXES)
