"""Demand, declared through its verbs."""

from datetime import date
from decimal import Decimal
from typing import Any

from access.actor import Actor
from needs.models import Annex, DemandItem, DemandLine, Need
from needs.services.annexes import open_annex
from needs.services.items import add_item
from needs.services.lines import declare_line

VANS: dict[str, Any] = {
    "name_sv": "Eldriven skåpbil",
    "name_en": "Electric van",
    "cpv": "34144900",
    "unit": "vehicles",
}
TERMS: dict[str, Any] = {
    "period_from": date(2031, 1, 1),
    "period_to": date(2031, 12, 31),
    "quantity_low": Decimal(5),
    "quantity_mid": Decimal(10),
    "quantity_high": Decimal(20),
    "commitment": "C1",
    "earliest_start": date(2031, 3, 1),
}


def an_item(actor: Actor, need: Need, **other: Any) -> DemandItem:
    """An item of the need's catalogue, added by its owner or a coordinator."""
    return add_item(actor, need=need, **{**VANS, **other})


def an_annex(actor: Actor, need: Need, **said: Any) -> Annex:
    """The annex of the actor's authority."""
    return open_annex(actor, need=need, **said)


def a_line(actor: Actor, item: DemandItem, **other: Any) -> DemandLine:
    """What the actor's authority wants of an item."""
    return declare_line(actor, need=item.need, item_id=item.pk, **{**TERMS, **other})


def wanting(actor: Actor, item: DemandItem, mid: int, **other: Any) -> DemandLine:
    """So much, for sure."""
    return a_line(
        actor, item, **dict.fromkeys(("quantity_low", "quantity_mid", "quantity_high"), Decimal(mid)), **other
    )
