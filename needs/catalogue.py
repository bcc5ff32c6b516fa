"""The catalogue of a need, read: as it is, and as it was."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from access.actor import Actor
from access.policy import Permission
from needs.models import DemandItem, DemandItemVersion, Need
from needs.services.items import is_counted_in
from needs.tables import ItemShape, item_shape
from networks.shapes import Named


class CatalogueItemShape(ItemShape):
    """An item of a need's catalogue. A retired one keeps its lines, and takes no new ones."""

    need: UUID
    is_retired: bool
    version: int


class ItemDetailShape(CatalogueItemShape):
    """An item with what its reader may do with it; its unit is fixed once a line counts in it."""

    is_unit_fixed: bool
    abilities: list[str]


class ItemVersionShape(TypedDict):
    """What an item was called from one moment on."""

    id: UUID
    item: UUID
    number: int
    name_sv: str
    name_en: str
    cpv: str
    unit: str
    is_retired: bool
    said_by: Named
    said_at: datetime


def catalogue_shape(item: DemandItem) -> CatalogueItemShape:
    """An item as the catalogue holds it."""
    return {
        **item_shape(item),
        "need": item.need_id,
        "is_retired": item.is_retired,
        "version": item.version,
    }


def item_detail(item: DemandItem, actor: Actor) -> ItemDetailShape:
    """An item as its reader sees it, read with its need."""
    edits = Permission.NEED_EDIT if item.need.is_owned_by(actor) else Permission.NEED_MANAGE
    return {
        **catalogue_shape(item),
        "is_unit_fixed": is_counted_in(item),
        "abilities": [str(Permission.NEED_EDIT)] if actor.can(edits) else [],
    }


def version_of_item(version: DemandItemVersion) -> ItemVersionShape:
    """A version, read with who said it."""
    return {
        "id": version.pk,
        "item": version.item_id,
        "number": version.number,
        "name_sv": version.name_sv,
        "name_en": version.name_en,
        "cpv": version.cpv,
        "unit": version.unit,
        "is_retired": version.is_retired,
        "said_by": {"id": version.said_by_id, "name": version.said_by.display_name},
        "said_at": version.said_at,
    }


def catalogue_at(need: Need, moment: datetime) -> list[DemandItemVersion]:
    """The catalogue as it was just before a moment, oldest items first, but for those retired by then."""
    rows = DemandItemVersion.objects.filter(item__need=need, said_at__lt=moment)
    return [row for row in rows.order_by("item_id", "-number").distinct("item_id") if not row.is_retired]
