"""What the contracts ask of annexes and demand: their things, their doors, and what can never be."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from access.policy import Permission
from needs.models import (
    Annex,
    DemandItem,
    DemandLine,
    DemandLineVersion,
    Need,
    Publication,
    PublicTable,
    RealisedVolume,
    Snapshot,
    Trust,
)
from needs.services.annexes import share_annex
from needs.services.lines import change_line
from needs.services.publishing import publish_demand, take_snapshot
from needs.services.realised import begin_trust, note_volume
from tests.contracts import catalogue, sheets
from tests.contracts.doors import needs
from tests.factories.demand import a_line, an_annex, an_item
from tests.factories.needs import a_need
from tests.factories.networks import MembershipFactory

P = Permission
ANNEX, LINE = "api/v1/annexes/<uuid:annex_id>/", "api/v1/demand-lines/<uuid:demandline_id>/"
NEED, NETWORK = "api/v1/needs/<uuid:need_id>/", "api/v1/networks/<uuid:network_id>/"


def _need(estate: Any, zone: str) -> Need:
    need = a_need(estate.stands("member"), zone="network")
    if zone == "members_only":
        need.members_only = True
        need.save(update_fields=["members_only"])
    return need


def annex(estate: Any, zone: str) -> Annex:
    """The member's own, in a zone."""
    member = estate.stands("member")
    made = an_annex(member, _need(estate, zone))
    return made if zone == "authority" else share_annex(member, annex=made)


def line(estate: Any, zone: str) -> DemandLine:
    """The member's own, which everybody sees but in the zone of its authority."""
    shown = "aggregate" if zone == "authority" else "group"
    return a_line(estate.stands("member"), catalogue.seen_item(estate, zone), visibility=shown)


def snapshot(estate: Any, zone: str) -> Snapshot:
    """A table that the coordinator froze, with nothing in it."""
    return take_snapshot(estate.stands("coordinator"), need=_need(estate, zone), title="Till RFI")


WRITES = {
    f"POST {NEED}annexes/": needs(P.ANNEX_WRITE),
    f"PATCH {ANNEX}": needs(P.ANNEX_WRITE),
    f"POST {ANNEX}approve/": needs(P.ANNEX_WRITE),
    f"POST {ANNEX}confirm/": needs(P.ANNEX_WRITE),
    f"POST {ANNEX}share/": needs(P.ANNEX_WRITE),
    f"POST {NEED}review/": needs(P.NEED_MANAGE),
    f"POST {NEED}items/": needs(P.NEED_MANAGE),
    f"POST {NEED}demand-lines/": needs(P.DEMAND_DECLARE),
    f"PATCH {LINE}": needs(P.DEMAND_DECLARE),
    f"DELETE {LINE}": needs(P.DEMAND_DECLARE),
    f"POST {LINE}realised/": needs(P.DEMAND_DECLARE),
    f"POST {NEED}demand/publish/": needs(P.DEMAND_COORDINATE),
    f"POST {NEED}snapshots/": needs(P.DEMAND_COORDINATE),
    **catalogue.WRITES,
    **sheets.WRITES,
    f"PUT {NETWORK}trust/": needs(P.DEMAND_DECLARE),
    f"DELETE {NETWORK}trust/": needs(P.DEMAND_DECLARE),
}
# What an authority declares, it alone changes; the member owns the need.
AUTHORS = {
    **catalogue.AUTHORS,
    f"POST {NEED}items/": "too",
    f"POST {NEED}review/": "too",
    **dict.fromkeys((f"PATCH {ANNEX}", f"POST {ANNEX}approve/"), "alone"),
    **dict.fromkeys((f"POST {ANNEX}confirm/", f"POST {ANNEX}share/"), "alone"),
    **dict.fromkeys((f"PATCH {LINE}", f"DELETE {LINE}", f"POST {LINE}realised/"), "alone"),
}
# The coordinator sees these in whatever zone.
COORDINATED = {"demandline_id"}


def bodies(estate: Any) -> dict[str, Any]:
    """What these doors are sent that nobody could find fault with."""
    found = DemandItem.objects.order_by("-pk").first()
    return {
        f"POST {NEED}annexes/": {"users_count": 40},
        f"PATCH {ANNEX}": {"users_count": 41},
        f"POST {ANNEX}approve/": {"approved_by": "Avdelningschefen", "approved_on": "2026-01-15"},
        f"POST {NEED}review/": {"outcome": "unchanged"},
        f"POST {NEED}items/": {"name_sv": "Skåpbil", "name_en": "Van", "cpv": "34136000", "unit": "st"},
        f"POST {NEED}demand-lines/": {
            "item": str(found.pk) if found else None,
            "period_from": "2031-01-01",
            "period_to": "2031-12-31",
            **dict.fromkeys(("quantity_low", "quantity_mid", "quantity_high"), "10"),
            "commitment": "C1",
            "earliest_start": "2031-03-01",
        },
        f"PATCH {LINE}": {"quantity_high": "30"},
        f"POST {LINE}realised/": {"reference": "Avrop 7", "quantity": "4", "on_date": "2026-01-15"},
        f"POST {NEED}snapshots/": {"title": "Till RFI"},
        **catalogue.BODIES,
        **sheets.bodies(found),
    }


FIELDS: dict[str, tuple[str, ...]] = {
    **catalogue.FIELDS,
    f"POST {NEED}annexes/": (
        "local_problem",
        "users_count",
        "current_contract_end",
        "annual_cost",
        "readiness",
    ),
    f"PATCH {ANNEX}": ("must_haves", "sites_count", "currency", "confidence", "next_confirm_on"),
    f"POST {ANNEX}approve/": ("approved_by", "approved_on"),
    f"POST {NEED}review/": ("outcome",),
    f"POST {NEED}items/": ("name_sv", "name_en", "cpv", "unit"),
    f"POST {NEED}demand-lines/": (
        *("item", "period_from", "period_to", "quantity_low", "quantity_mid", "quantity_high", "budget_low"),
        *("currency", "price_year", "vat_included", "budget_status", "commitment", "decision_ref"),
        "decision_expected_on",
        *("earliest_start", "latest_start", "place", "visibility", "valid_until"),
    ),
    f"PATCH {LINE}": ("quantity_high", "commitment", "decision_ref", "valid_until"),
    f"POST {LINE}realised/": ("reference", "quantity", "value", "currency", "on_date"),
    f"POST {NEED}snapshots/": ("title",),
}
BODILESS = {f"POST {ANNEX}confirm/", f"POST {ANNEX}share/", f"POST {NEED}demand/publish/"} | {
    *catalogue.BODILESS,
    *sheets.BODILESS,
    f"PUT {NETWORK}trust/",
}
OBJECTS: dict[str, Any] = {
    "annex_id": lambda estate, zone: annex(estate, zone).pk,
    "demandline_id": lambda estate, zone: line(estate, zone).pk,
    "snapshot_id": lambda estate, zone: snapshot(estate, zone).pk,
    **catalogue.OBJECTS,
    "sheetimport_id": lambda estate, _zone: sheets.sheet(estate, catalogue.item(estate, "network")).pk,
}
_OTHERS = "a need's demand is fetched with its page, not followed"
ELSEWHERE = {
    f"needs/services/{name}": _OTHERS
    for name in (
        *("annexes.py:open_annex", "annexes.py:change_annex", "annexes.py:approve_annex"),
        *(
            "annexes.py:share_annex",
            "confirming.py:confirm_annex",
            *catalogue.VERBS,
            "lines.py:declare_line",
            "lines.py:change_line",
        ),
        *("lines.py:withdraw_line", "realised.py:note_volume", "realised.py:begin_trust"),
        *("realised.py:end_trust", "publishing.py:publish_demand", "publishing.py:take_snapshot"),
    )
}
# Parts of verbs, which require and record, and a question.
PARTS = sheets.PARTS | {
    "needs/services/annexes.py:need_in_sight": "a part of verbs, which require",
    "needs/services/annexes.py:own_annex": "a part of verbs, which require",
    "needs/services/confirming.py:answer_annex": "the registry's door to the verb `confirm_annex`",
    "needs/services/reviewing.py:answer_need": "the registry's door to the verb `review_need`",
    "needs/services/annexes.py:annex_of": "a part of verbs, which record what it returns",
    "needs/services/lines.py:own_line": "a part of verbs, which require",
    "needs/services/lines.py:is_in_trust": "a question",
}
ELSEWHERE |= {**PARTS, **sheets.ELSEWHERE}


def one_more_annex(estate: Any, objects: dict[str, Any]) -> None:
    """An annex of one more authority, shared."""
    need = Need.objects.get(pk=objects["need_id"])
    having = Annex.objects.filter(need=need).values_list("declared_by", flat=True)
    role = next(
        role
        for role in ("member", "other member", "coordinator", "steering")
        if estate.stands(role).authority_id not in having
    )
    share_annex(estate.stands(role), annex=an_annex(estate.stands(role), need))


def one_more_member(estate: Any, _objects: dict[str, Any]) -> None:
    """One more authority joins."""
    MembershipFactory.create(network=estate.network)


def one_more_line(estate: Any, objects: dict[str, Any]) -> None:
    """One more line of the member."""
    need = Need.objects.get(pk=objects["need_id"])
    a_line(estate.stands("member"), an_item(estate.stands("coordinator"), need))


def one_more_version(estate: Any, objects: dict[str, Any]) -> None:
    """The member confirms a line."""
    change_line(estate.stands("member"), line=DemandLine.objects.get(pk=objects["demandline_id"]))


def one_more_volume(estate: Any, objects: dict[str, Any]) -> None:
    """The member bought one more."""
    found = DemandLine.objects.get(pk=objects["demandline_id"])
    today = timezone.now().date()
    note_volume(
        estate.stands("member"), line=found, reference="Avrop", quantity=found.quantity_low, on_date=today
    )


def one_more_snapshot(estate: Any, objects: dict[str, Any]) -> None:
    """The coordinator freezes the table once more."""
    take_snapshot(
        estate.stands("coordinator"), need=Need.objects.get(pk=objects["need_id"]), title="Till RFI"
    )


def furnish(estate: Any) -> None:
    """One row, at least, of everything."""
    sheets.furnish(estate, catalogue.item(estate, "network"))
    made = line(estate, "authority")
    one_more_volume(estate, {"demandline_id": made.pk})
    snapshot(estate, "network")
    publish_demand(estate.stands("coordinator"), need=made.need)
    catalogue.public_table(estate)
    begin_trust(estate.stands("other member"), network=estate.network)


NEVER: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "annex_names_its_authority_iff_private": (Annex, {"zone": "network"}),
    "annex_counts_are_bounded": (Annex, {"users_count": 2_000_000_000}),
    "annex_grades_are_from_one_to_five": (Annex, {"readiness": 6}),
    "annex_cost_is_of_a_currency": (Annex, {"annual_cost": 1, "currency": ""}),
    "approved_annex_says_by_whom_and_when": (Annex, {"approved_by": "Chefen"}),
    "item_says_what_in_which_unit": (DemandItem, {"unit": ""}),
    "item_has_a_code_with_its_digit": (DemandItem, {"cpv": "34144900"}),
    "demand_quantities_are_in_order": (DemandLine, {"quantity_low": -1}),
    "demand_budget_is_whole_and_in_order": (DemandLine, {"budget_low": 1}),
    "demand_period_ends_after_it_begins": (
        DemandLine,
        {"period_to": models.F("period_from") - timedelta(days=1)},
    ),
    "demand_starts_are_in_order": (
        DemandLine,
        {"latest_start": models.F("earliest_start") - timedelta(days=1)},
    ),
    "demand_from_c3_cites_a_decision": (DemandLine, {"commitment": "C3"}),
    "demand_visibility_and_budget_are_known": (DemandLine, {"visibility": "everybody"}),
    "demand_in_trust_is_not_shown": (DemandLine, {"in_trust": True, "visibility": "group"}),
    "demand_place_is_a_nuts_code": (DemandLine, {"place": "se232"}),
    **sheets.NEVER,
    "realised_volume_says_what": (RealisedVolume, {"reference": ""}),
}


def never(set_to: Any, again: Any) -> dict[str, Any]:
    """How each of these is tried, by whoever sets and copies rows."""
    rows = {name: set_to(model, **fields) for name, (model, fields) in NEVER.items()}
    twice = {
        **catalogue.TWICE,
        **sheets.TWICE,
        "one_annex_per_authority_and_need": Annex,
        "one_trust_per_authority_and_network": Trust,
        "one_row_per_version_of_a_line": DemandLineVersion,
        "one_publication_per_number_of_a_need": Publication,
    }
    return {
        **rows,
        **{name: again(model) for name, model in twice.items()},
        "demand_snapshot_has_name_and_hash": again(Snapshot, title=""),
        "public_table_has_a_hash": again(PublicTable, sha256="none", number=7),
        "private_annex_is_its_authoritys": lambda estate: Annex.objects.update(
            authority=estate.cast.authority("orebro")
        ),
    }


# What one page of each list costs, and how it gets a row more.
LISTS = {
    f"{NEED}annexes/": (5, one_more_annex),
    f"{NEED}annexes/standing/": (6, one_more_member),
    f"{NEED}demand-lines/": (5, one_more_line),
    f"{NEED}snapshots/": (5, one_more_snapshot),
    **catalogue.LISTS,
    **sheets.LISTS,
    f"{LINE}versions/": (5, one_more_version),
    f"{LINE}realised/": (5, one_more_volume),
}
# What answers one thing at the end of such an address, or the members of a network.
SINGLE = {f"{NEED}demand/", f"{NEED}outcomes/", f"{NETWORK}trust/"}
