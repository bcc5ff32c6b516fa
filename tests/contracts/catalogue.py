"""What the contracts ask of a need's catalogue and public tables: their doors, and how they get ready."""

from typing import Any

from access.policy import Permission
from needs.models import DemandItem, DemandItemVersion, Need, PublicTable
from needs.services import change_need
from needs.services.items import correct_item, retire_item
from needs.services.publishing import publish_for_all
from tests.contracts.doors import needs
from tests.factories.demand import an_item
from tests.factories.needs import a_need, adopted

ITEM = "api/v1/demand-items/<uuid:demanditem_id>/"
PUBLIC = "api/v1/needs/<uuid:need_id>/public-tables/"
RESTORE = f"POST {ITEM}restore/"
DOORS = (f"PATCH {ITEM}", f"POST {ITEM}retire/", RESTORE)
WRITES = {
    **dict.fromkeys(DOORS, needs(Permission.NEED_MANAGE)),
    f"POST {PUBLIC}": needs(Permission.DEMAND_COORDINATE),
}
AUTHORS = dict.fromkeys(DOORS, "too")  # the member owns the need
BODILESS = {f"POST {ITEM}retire/", RESTORE, f"POST {PUBLIC}"}
BODIES = {f"PATCH {ITEM}": {"name_en": "Battery van"}}
FIELDS = {f"PATCH {ITEM}": ("name_sv", "name_en", "cpv", "unit")}
NOT_YET = {RESTORE}  # nothing of a fresh estate is retired
TWICE = {
    "one_row_per_version_of_an_item": DemandItemVersion,
    "one_public_table_per_number_of_a_need": PublicTable,
}
VERBS = (
    *("items.py:add_item", "items.py:correct_item", "items.py:retire_item", "items.py:restore_item"),
    "publishing.py:publish_for_all",
)


def item(estate: Any, zone: str) -> DemandItem:
    """An item of the member's need in a zone."""
    need = a_need(estate.stands("member"), zone="authority" if zone == "authority" else "network")
    Need.objects.filter(pk=need.pk).update(members_only=zone == "members_only")
    return an_item(estate.stands("member"), Need.objects.get(pk=need.pk))


def seen_item(estate: Any, zone: str) -> DemandItem:
    """An item of a need that the network sees, or its members."""
    return item(estate, "members_only" if zone == "members_only" else "network")


def public_table(estate: Any, need: Need | None = None) -> PublicTable:
    """A table that the coordinator made public, with nothing in it."""
    coordinator = estate.stands("coordinator")
    return publish_for_all(coordinator, need=need or adopted(coordinator))


OBJECTS: dict[str, Any] = {
    "demanditem_id": lambda estate, zone: item(estate, zone).pk,
    "publictable_id": lambda estate, _zone: public_table(estate).pk,
}


def make_ready(estate: Any, door: str, objects: dict[str, Any]) -> None:
    """Retire the item, where the door brings one back."""
    if door in NOT_YET:
        found = DemandItem.objects.select_related("need").get(pk=objects["demanditem_id"])
        retire_item(estate.stands("coordinator"), item=found)


def one_more_item(estate: Any, objects: dict[str, Any]) -> None:
    """One more item in the catalogue."""
    an_item(estate.stands("coordinator"), Need.objects.get(pk=objects["need_id"]))


def one_more_version(estate: Any, objects: dict[str, Any]) -> None:
    """The coordinator corrects an item once more."""
    found = DemandItem.objects.select_related("need").get(pk=objects["demanditem_id"])
    correct_item(estate.stands("coordinator"), item=found, name_en=f"Van {found.version}")


def one_more_public_table(estate: Any, objects: dict[str, Any]) -> None:
    """The coordinator makes one more table public, of what the network has adopted by now."""
    need = Need.objects.get(pk=objects["need_id"])
    if not need.is_frozen:
        for status in ("internal_review", "hearing", "adopted"):
            need = change_need(estate.stands("coordinator"), need=need, status=status)
    public_table(estate, need)


LISTS = {
    "api/v1/needs/<uuid:need_id>/items/": (5, one_more_item),
    f"{ITEM}versions/": (5, one_more_version),
    PUBLIC: (5, one_more_public_table),
}
