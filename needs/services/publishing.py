"""The coordinator publishes the masked table of a need's demand, and freezes it under a name."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import orjson
from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict
from journal.events import DemandPublished, PublicTablePublished, SnapshotTaken
from journal.recorder import moment, record
from needs import masking
from needs.gathering import said_of
from needs.ledgers import as_json, from_json
from needs.models import DemandItem, Need, Publication, PublicTable, Snapshot
from needs.ocds import is_public
from needs.services.annexes import need_in_sight
from needs.tables import CellShape, item_shape, published_cell, totals_of
from wire.text import readable


@transaction.atomic
def publish_demand(actor: Actor, *, need: Need) -> Publication:
    """Show the others what was declared since the last time, as far as the mask lets it be seen.

    Raises Conflict for a need that the network does not see.
    """
    actor.require(Permission.DEMAND_COORDINATE)
    publication, _everything = _publish(actor, need)
    record(actor, _published(publication))
    return publication


@transaction.atomic
def take_snapshot(actor: Actor, *, need: Need, title: str) -> Snapshot:
    """Publish the table, and freeze it under a name with the hash of its bytes: never changed again.

    Raises Invalid for a title that can't be kept, Conflict for a need that the network does not see.
    """
    actor.require(Permission.DEMAND_COORDINATE)
    title = readable(title, name="title", longest=200)
    publication, _everything = _publish(actor, need)
    content = _canonical(_content(publication, publication.cells), title=title)
    snapshot = Snapshot.objects.create(
        network_id=publication.network_id,
        need_id=publication.need_id,
        title=title,
        content=content.decode(),
        sha256=sha256(content).hexdigest(),
        taken_by_id=actor.person_id,
        taken_at=actor.now,
    )
    taken = SnapshotTaken(network_id=snapshot.network_id, need_id=snapshot.need_id, snapshot_id=snapshot.pk)
    record(actor, _published(publication), taken)
    return snapshot


@transaction.atomic
def publish_for_all(actor: Actor, *, need: Need) -> PublicTable:
    """Publish the table, and freeze for anybody to read what of it adds up lines that may be made public.

    Raises Conflict for a need that the public may not read: one that was not adopted, or for members alone.
    """
    actor.require(Permission.DEMAND_COORDINATE)
    publication, everything = _publish(actor, need)
    need = publication.need
    if not is_public(need):
        raise Conflict("need_not_adopted", "Only an adopted need, shared with the network, is published.")
    found = masking.public_table(everything, from_json(publication.ledger))
    cells = _cells(need, found)
    named = {"title_sv": need.title_sv, "title_en": need.title_en, "network": need.network.name_en}
    content = _canonical(_content(publication, cells), **named)
    table = PublicTable.objects.create(
        network_id=publication.network_id,
        need=need,
        number=publication.number,
        content=content.decode(),
        sha256=sha256(content).hexdigest(),
        published_by_id=actor.person_id,
        published_at=actor.now,
    )
    made = PublicTablePublished(network_id=table.network_id, need_id=table.need_id, table_id=table.pk)
    record(actor, _published(publication), made)
    return table


def _publish(actor: Actor, need: Need) -> tuple[Publication, list[masking.Said]]:
    """What the network sees from now on, and what it was made of."""
    need = need_in_sight(actor, need)  # locked: one table after another
    if need.is_private:
        raise Conflict("need_private", "Share the need first: nobody else would see the table.")
    last = Publication.objects.filter(need=need).order_by("-number").first()
    ledger = from_json(last.ledger) if last else masking.Ledger()
    everything = list(said_of(need))
    table, ledger = masking.publish(everything, ledger, on=moment(actor.now))
    publication = Publication.objects.create(
        network_id=need.network_id,
        need=need,
        number=last.number + 1 if last else 1,
        cells=_cells(need, table),
        ledger=as_json(ledger),
        published_by_id=actor.person_id,
        published_at=actor.now,
    )
    return publication, everything


def _cells(need: Need, table: Iterable[masking.Shown]) -> list[CellShape]:
    items = {str(item.pk): item_shape(item) for item in DemandItem.objects.filter(need=need).order_by("pk")}
    return [published_cell(shown, items[shown.cell.item]) for shown in table]


def _content(publication: Publication, cells: list[CellShape]) -> dict[str, Any]:
    """What is frozen of a publication: these cells of it."""
    return {
        "need": str(publication.need_id),
        "number": publication.number,
        "published_at": moment(publication.published_at),
        "cells": cells,
        "totals": totals_of(cells),
    }


def _canonical(content: dict[str, Any], **named: str) -> bytes:
    """The same byte for byte: keys in order, no blanks."""
    return orjson.dumps({**content, **named}, option=orjson.OPT_SORT_KEYS)


def _published(publication: Publication) -> DemandPublished:
    return DemandPublished(
        network_id=publication.network_id, need_id=publication.need_id, number=publication.number
    )
