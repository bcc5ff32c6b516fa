"""The shape of needs on the wire, the same for every reader."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict, cast
from uuid import UUID

from journal.resources import renders
from needs.models import Need
from needs.statement_shapes import StatementShape
from networks.shapes import Named


class NeedShape(TypedDict):
    """A need; its text stands in its document."""

    id: UUID
    network: UUID
    title_sv: str
    title_en: str
    one_liner: str
    language: str
    status: str
    zone: str
    authority: UUID | None
    members_only: bool
    document: UUID
    owner: Named
    owner_authority: Named
    opened_at: datetime
    shared_at: datetime | None
    next_review_on: date | None
    adopted_on: date | None
    adopted_version: int | None
    version: int


class Owned(TypedDict):
    """Is it the reader's to answer for?"""

    owner: bool


class NeedDetailShape(NeedShape, StatementShape):
    """A need with its statement, what its reader may do with it, and the statuses that may follow."""

    abilities: list[str]
    next_steps: list[str]
    mine: Owned


def need_shape(need: Need) -> NeedShape:
    """A need without its document's content."""
    return {
        "id": need.pk,
        "network": need.network_id,
        "title_sv": need.title_sv,
        "title_en": need.title_en,
        "one_liner": need.one_liner,
        "language": need.language,
        "status": need.status,
        "zone": need.zone,
        "authority": need.authority_id,
        "members_only": need.members_only,
        "document": cast("UUID", need.document_id),  # every need that was opened has one
        "owner": {"id": need.owner_id, "name": need.owner.display_name},
        "owner_authority": {"id": need.owner_authority_id, "name": need.owner_authority.name},
        "opened_at": need.opened_at,
        "shared_at": need.shared_at,
        "next_review_on": need.next_review_on,
        "adopted_on": need.adopted_on,
        "adopted_version": need.adopted_version,
        "version": need.version,
    }


def _needs(ids: Iterable[UUID]) -> dict[UUID, NeedShape]:
    rows = Need.objects.with_names().filter(pk__in=ids).order_by("pk")
    return {row.pk: need_shape(row) for row in rows}


def register() -> None:
    """Tell the journal which shape stands beside which event."""
    renders(
        *("need.opened", "need.opened_privately", "need.changed", "need.changed_privately", "need.shared"),
        *("need.reviewed", "need.reviewed_privately"),
        *("goal.changed", "goal.changed_privately"),
        *("stakeholder.changed", "stakeholder.changed_privately"),
        *("word.overruled", "word.overruled_privately"),
        id_field="need_id",
        render=_needs,
    )
