"""The shape of annexes on the wire, the same for every reader, and how members stand with theirs."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from journal.resources import renders
from needs.figures import plain_or_none
from needs.models import Annex
from networks.models import Membership
from networks.shapes import Named


class AnnexShape(TypedDict):
    """One authority's annex to a need."""

    id: UUID
    network: UUID
    need: UUID
    declared_by: Named
    zone: str
    local_problem: str
    users_count: int | None
    sites_count: int | None
    current_solution: str
    current_supplier: str
    current_contract_end: date | None
    annual_cost: str | None
    currency: str
    integrations: str
    deviations: str
    must_haves: str
    readiness: int | None
    confidence: int | None
    domain_owner: str
    approved_by: str
    approved_on: date | None
    opened_at: datetime
    shared_at: datetime | None
    confirmed_on: date
    next_confirm_on: date | None
    version: int


class AnnexDetailShape(AnnexShape):
    """An annex with what its reader may do with it. `is_stale`: asked about, and not answered by the day."""

    is_stale: bool
    abilities: list[str]


class StandingShape(TypedDict):
    """Whether a member has an annex to a need: `none`, `private` or `shared`. What it says stays there.

    `is_stale`: its authority was asked whether it still holds, and has not answered by the day.
    """

    id: UUID
    authority: Named
    annex: str
    confirmed_on: date | None
    next_confirm_on: date | None
    is_stale: bool


def annex_shape(annex: Annex) -> AnnexShape:
    """An annex, read by `with_names()`."""
    return {
        "id": annex.pk,
        "network": annex.network_id,
        "need": annex.need_id,
        "declared_by": {"id": annex.declared_by_id, "name": annex.declared_by.name},
        "zone": annex.zone,
        "local_problem": annex.local_problem,
        "users_count": annex.users_count,
        "sites_count": annex.sites_count,
        "current_solution": annex.current_solution,
        "current_supplier": annex.current_supplier,
        "current_contract_end": annex.current_contract_end,
        "annual_cost": plain_or_none(annex.annual_cost),
        "currency": annex.currency,
        "integrations": annex.integrations,
        "deviations": annex.deviations,
        "must_haves": annex.must_haves,
        "readiness": annex.readiness,
        "confidence": annex.confidence,
        "domain_owner": annex.domain_owner,
        "approved_by": annex.approved_by,
        "approved_on": annex.approved_on,
        "opened_at": annex.opened_at,
        "shared_at": annex.shared_at,
        "confirmed_on": annex.confirmed_on,
        "next_confirm_on": annex.next_confirm_on,
        "version": annex.version,
    }


def standing_shape(member: Membership, annex: Annex | None, today: date) -> StandingShape:
    """Where a member stands with its annex, read by `with_names()`."""
    return {
        "id": member.pk,
        "authority": {"id": member.authority_id, "name": member.authority.name},
        "annex": "none" if annex is None else "private" if annex.is_private else "shared",
        "confirmed_on": annex.confirmed_on if annex else None,
        "next_confirm_on": annex.next_confirm_on if annex else None,
        "is_stale": annex.is_stale(today) if annex else False,
    }


def _annexes(ids: Iterable[UUID]) -> dict[UUID, AnnexShape]:
    rows = Annex.objects.with_names().filter(pk__in=ids).order_by("pk")
    return {row.pk: annex_shape(row) for row in rows}


def register() -> None:
    """Tell the journal which shape stands beside which event."""
    renders(
        *("annex.opened_privately", "annex.changed_privately", "annex.changed", "annex.shared"),
        *("annex.confirmed", "annex.confirmed_privately"),
        id_field="annex_id",
        render=_annexes,
    )
