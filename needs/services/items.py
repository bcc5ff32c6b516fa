"""What a need's demand is counted in: its catalogue grows, is corrected, and lets items rest."""

from typing import Any

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid
from journal.events import (
    DemandItemAdded,
    DemandItemAddedPrivately,
    DemandItemCorrected,
    DemandItemCorrectedPrivately,
    DemandItemRestored,
    DemandItemRestoredPrivately,
    DemandItemRetired,
    DemandItemRetiredPrivately,
    Event,
)
from journal.recorder import record
from needs.cpv import cpv as checked_cpv
from needs.indexing import need_piece
from needs.models import NAMING, DemandItem, DemandItemVersion, DemandLineVersion, Need
from needs.services.annexes import need_in_sight
from search.indexing import index
from wire.preconditions import check_version
from wire.text import readable

_LONGEST = {"name_sv": 200, "name_en": 200, "unit": 40}


@transaction.atomic
def add_item(actor: Actor, *, need: Need, name_sv: str, name_en: str, cpv: str, unit: str) -> DemandItem:
    """Add to a need's catalogue what members may declare demand for, counted in `unit`.

    A coordinator does so, or the need's owner. Raises Invalid for a text that can't be kept or a
    code that is no CPV code.
    """
    actor.require(Permission.NEED_EDIT if need.is_owned_by(actor) else Permission.NEED_MANAGE)
    need = need_in_sight(actor, need)
    said = _checked({"name_sv": name_sv, "name_en": name_en, "cpv": cpv, "unit": unit})
    item = DemandItem.objects.create(
        network_id=need.network_id,
        need=need,
        added_by_id=actor.person_id,
        added_at=actor.now,
        **said,
    )
    _keep(actor, item)
    record(actor, _added(item))
    return item


@transaction.atomic
def correct_item(actor: Actor, *, item: DemandItem, version: int | None = None, **changes: str) -> DemandItem:
    """Correct `name_sv`, `name_en`, `cpv` or `unit`; what is not named stays, and what was said is kept.

    Whoever may add to the catalogue does so. Published and frozen tables keep the words that they
    were published with. Raises Stale where `version` is not the current one, Invalid, and Conflict
    for another unit once a line was ever counted in it.
    """
    actor.require(Permission.NEED_EDIT if item.need.is_owned_by(actor) else Permission.NEED_MANAGE)
    item = _held(actor, item, version)
    said = _checked({**{name: getattr(item, name) for name in NAMING}, **changes})
    if said["unit"] != item.unit and is_counted_in(item):
        raise Conflict("unit_in_use", "Lines count in this unit. Retire the item, and add another.")
    if all(getattr(item, name) == value for name, value in said.items()):
        return item

    _change(actor, item, **said)
    record(actor, _corrected(item))
    return item


@transaction.atomic
def retire_item(actor: Actor, *, item: DemandItem, version: int | None = None) -> DemandItem:
    """Let an item take no new lines; those that it has stay, count and can be changed.

    Whoever may add to the catalogue does so. Raises Stale, and Conflict for one that is retired.
    """
    actor.require(Permission.NEED_EDIT if item.need.is_owned_by(actor) else Permission.NEED_MANAGE)
    item = _held(actor, item, version)
    if item.is_retired:
        raise Conflict("item_retired", "This item is retired already.")
    _change(actor, item, is_retired=True)
    record(actor, _retired(item))
    return item


@transaction.atomic
def restore_item(actor: Actor, *, item: DemandItem, version: int | None = None) -> DemandItem:
    """Let a retired item take new lines again. Raises Stale, and Conflict for one that is not retired."""
    actor.require(Permission.NEED_EDIT if item.need.is_owned_by(actor) else Permission.NEED_MANAGE)
    item = _held(actor, item, version)
    if not item.is_retired:
        raise Conflict("item_not_retired", "This item takes new lines.")
    _change(actor, item, is_retired=False)
    record(actor, _restored(item))
    return item


def is_counted_in(item: DemandItem) -> bool:
    """Did a line ever count in its unit?"""
    return DemandLineVersion.objects.filter(item=item).exists()


def _held(actor: Actor, item: DemandItem, version: int | None) -> DemandItem:
    """The item as it stands, under its need's lock, for which who declares a line waits too."""
    need = need_in_sight(actor, item.need)
    row = DemandItem.objects.get(pk=item.pk)
    row.need = need
    check_version(row.version, version)
    return row


def _change(actor: Actor, item: DemandItem, **values: Any) -> None:
    for name, value in values.items():
        setattr(item, name, value)
    item.version += 1
    item.save(update_fields=[*values, "version"])
    _keep(actor, item)


def _keep(actor: Actor, item: DemandItem) -> None:
    """Write what it says from now on, and let the need be found by it."""
    DemandItemVersion.objects.create(
        network_id=item.network_id,
        item=item,
        number=item.version,
        is_retired=item.is_retired,
        said_by_id=actor.person_id,
        said_at=actor.now,
        **{name: getattr(item, name) for name in NAMING},
    )
    index(need_piece(item.need, actor.now))


def _checked(said: dict[str, str]) -> dict[str, str]:
    texts = {name: readable(said[name], name=name, longest=longest) for name, longest in _LONGEST.items()}
    return {**texts, "cpv": _code(said["cpv"])}


def _code(text: str) -> str:
    try:
        return checked_cpv(text)
    except ValueError as error:
        raise Invalid.field("cpv", "cpv", str(error)) from None


def _added(item: DemandItem) -> Event:
    ids: dict[str, Any] = {"network_id": item.network_id, "need_id": item.need_id, "item_id": item.pk}
    if item.need.authority_id is None:
        return DemandItemAdded(**ids)
    return DemandItemAddedPrivately(authority_id=item.need.authority_id, **ids)


def _corrected(item: DemandItem) -> Event:
    if item.need.authority_id is None:
        return DemandItemCorrected(**_ids(item))
    return DemandItemCorrectedPrivately(authority_id=item.need.authority_id, **_ids(item))


def _retired(item: DemandItem) -> Event:
    if item.need.authority_id is None:
        return DemandItemRetired(**_ids(item))
    return DemandItemRetiredPrivately(authority_id=item.need.authority_id, **_ids(item))


def _restored(item: DemandItem) -> Event:
    if item.need.authority_id is None:
        return DemandItemRestored(**_ids(item))
    return DemandItemRestoredPrivately(authority_id=item.need.authority_id, **_ids(item))


def _ids(item: DemandItem) -> dict[str, Any]:
    return {
        "network_id": item.network_id,
        "need_id": item.need_id,
        "item_id": item.pk,
        "version": item.version,
    }
