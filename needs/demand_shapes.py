"""The shapes of demand lines, their versions, what came of them, and snapshots on the wire."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

import orjson

from access.actor import Actor
from access.policy import Permission
from journal.resources import renders
from needs.figures import plain, plain_or_none
from needs.models import DemandLine, DemandLineVersion, RealisedVolume, Snapshot
from needs.models.terms import Terms
from needs.tables import ItemShape, item_shape
from networks.shapes import Named


class TermsShape(TypedDict):
    """What a line says in one version."""

    period_from: date
    period_to: date
    quantity_low: str
    quantity_mid: str
    quantity_high: str
    budget_low: str | None
    budget_mid: str | None
    budget_high: str | None
    currency: str
    price_year: int | None
    vat_included: bool
    budget_status: str
    commitment: str
    decision_ref: str
    decision_expected_on: date | None
    earliest_start: date
    latest_start: date
    place: str
    visibility: str
    reported_on: date
    valid_until: date


class LineShape(TermsShape):
    """What an authority wants of one item."""

    id: UUID
    network: UUID
    need: UUID
    annex: UUID
    item: ItemShape
    declared_by: Named
    in_trust: bool
    declared_at: datetime
    withdrawn_at: datetime | None
    version: int


class LineDetailShape(LineShape):
    """A line with what its reader may do with it.

    `realised`, and its `ratio` to the most likely quantity, are null for whoever is not told them.
    """

    is_stale: bool
    realised: str | None
    ratio: str | None
    abilities: list[str]


class VersionShape(TermsShape):
    """What a line said in an earlier version."""

    id: UUID
    item: UUID
    number: int
    is_withdrawal: bool
    said_by: Named
    said_at: datetime


class VolumeShape(TypedDict):
    """What was bought of what a line declared."""

    id: UUID
    line: UUID
    reference: str
    quantity: str
    value: str | None
    currency: str
    on_date: date
    noted_at: datetime


class SnapshotShape(TypedDict):
    """A published table under a name."""

    id: UUID
    network: UUID
    need: UUID
    title: str
    sha256: str
    taken_by: Named
    taken_at: datetime


class SnapshotDetailShape(SnapshotShape):
    """A snapshot with what it froze: `sha256` is of `canonical` as UTF-8, `content` the same as JSON."""

    canonical: str
    content: dict[str, Any]


def terms_shape(terms: Terms) -> TermsShape:
    """What a line or one of its versions says."""
    return {
        "period_from": terms.period_from,
        "period_to": terms.period_to,
        "quantity_low": plain(terms.quantity_low),
        "quantity_mid": plain(terms.quantity_mid),
        "quantity_high": plain(terms.quantity_high),
        "budget_low": plain_or_none(terms.budget_low),
        "budget_mid": plain_or_none(terms.budget_mid),
        "budget_high": plain_or_none(terms.budget_high),
        "currency": terms.currency,
        "price_year": terms.price_year,
        "vat_included": terms.vat_included,
        "budget_status": terms.budget_status,
        "commitment": terms.commitment,
        "decision_ref": terms.decision_ref,
        "decision_expected_on": terms.decision_expected_on,
        "earliest_start": terms.earliest_start,
        "latest_start": terms.latest_start,
        "place": terms.place,
        "visibility": terms.visibility,
        "reported_on": terms.reported_on,
        "valid_until": terms.valid_until,
    }


def line_shape(line: DemandLine) -> LineShape:
    """A line, read by `with_names()`."""
    return {
        **terms_shape(line),
        "id": line.pk,
        "network": line.network_id,
        "need": line.need_id,
        "annex": line.annex_id,
        "item": item_shape(line.item),
        "declared_by": {"id": line.declared_by_id, "name": line.declared_by.name},
        "in_trust": line.in_trust,
        "declared_at": line.declared_at,
        "withdrawn_at": line.withdrawn_at,
        "version": line.version,
    }


def line_detail(line: DemandLine, actor: Actor) -> LineDetailShape:
    """A line as its reader sees it, read by `with_names()`."""
    told = line.is_told_whole(actor)
    may = line.is_of(actor) and line.is_holding and actor.can(Permission.DEMAND_DECLARE)
    return {
        **line_shape(line),
        "is_stale": line.is_stale(actor.now.date()),
        "realised": plain(line.realised) if told else None,
        "ratio": plain(ratio(line)) if told else None,
        "abilities": [str(Permission.DEMAND_DECLARE)] if may else [],
    }


def ratio(line: DemandLine) -> Decimal:
    """What was bought, as a part of what was most likely: 1 is all of it."""
    return (line.realised / line.quantity_mid).quantize(Decimal("0.01"))


def version_shape(version: DemandLineVersion) -> VersionShape:
    """A version, read with who said it."""
    return {
        **terms_shape(version),
        "id": version.pk,
        "item": version.item_id,
        "number": version.number,
        "is_withdrawal": version.is_withdrawal,
        "said_by": {"id": version.said_by_id, "name": version.said_by.display_name},
        "said_at": version.said_at,
    }


def volume_shape(volume: RealisedVolume) -> VolumeShape:
    """What was bought."""
    return {
        "id": volume.pk,
        "line": volume.line_id,
        "reference": volume.reference,
        "quantity": plain(volume.quantity),
        "value": plain_or_none(volume.value),
        "currency": volume.currency,
        "on_date": volume.on_date,
        "noted_at": volume.noted_at,
    }


def snapshot_shape(snapshot: Snapshot) -> SnapshotShape:
    """A snapshot, read with who took it."""
    return {
        "id": snapshot.pk,
        "network": snapshot.network_id,
        "need": snapshot.need_id,
        "title": snapshot.title,
        "sha256": snapshot.sha256,
        "taken_by": {"id": snapshot.taken_by_id, "name": snapshot.taken_by.display_name},
        "taken_at": snapshot.taken_at,
    }


def snapshot_detail(snapshot: Snapshot) -> SnapshotDetailShape:
    """A snapshot with what it froze."""
    frozen = orjson.loads(snapshot.content)
    return {**snapshot_shape(snapshot), "canonical": snapshot.content, "content": frozen}


def _lines(ids: Iterable[UUID]) -> dict[UUID, LineShape]:
    rows = DemandLine.objects.with_names().filter(pk__in=ids).order_by("pk")
    return {row.pk: line_shape(row) for row in rows}


def register() -> None:
    """Tell the journal which shape stands beside which event."""
    renders(*("demand.declared", "demand.changed", "demand.withdrawn"), id_field="line_id", render=_lines)
