"""Lines of demand in bulk, written by the database itself. Import it once Django is set up."""

from datetime import date
from typing import Any

from django.db import connection

from access.actor import Actor
from accounts.models import Authority
from bench.cast import gather
from needs.models import Annex, DemandItem, Need
from networks.models import Membership

ITEMS, YEARS = 5, 4
TODAY = date(2030, 3, 20)
# Every authority declares each item in all years, with every commitment below a decision.
_WRITE = """
INSERT INTO needs_demandline (id, network_id, need_id, annex_id, declared_by_id, item_id, in_trust,
    declared_at, period_from, period_to, quantity_low, quantity_mid, quantity_high, currency, vat_included,
    budget_status, commitment, decision_ref, earliest_start, latest_start, place, visibility, reported_on,
    valid_until, version, said_since)
SELECT uuidv7(), annex.network_id, annex.need_id, annex.id, annex.declared_by_id,
    (%(items)s::uuid[])[1 + turn %% %(many)s], false, annex.opened_at, day, day + 364, 1 + turn, 2 + turn * 2,
    3 + turn * 3, '', false, 'none', 'C' || turn %% 3, '', day, day + 90, '', 'aggregate', %(today)s,
    %(today)s::date + 365, 1, 1
FROM needs_annex AS annex, generate_series(1, %(lines)s) AS turn,
    LATERAL (SELECT make_date(2030 + turn %% %(years)s, 1 + turn %% 12, 1) AS day) AS starts
WHERE annex.need_id = %(need)s
"""
_CHANGE = """
UPDATE needs_demandline AS line SET version = version + 1, said_since = version + 1,
    quantity_high = quantity_high + 1
FROM accounts_authority AS authority
WHERE authority.id = line.declared_by_id AND hashtext(authority.number) %% %s = 0 AND line.need_id = %s
"""


def gather_authorities(many: int) -> tuple[Actor, list[Authority]]:
    """Who coordinates one network, and the authorities that are members of it."""
    cast = gather(posters=1, listeners=0, networks=1)
    actor = cast.poster_in(cast.rooms[0].network_id)
    members = [
        Authority(country="SE", number=f"{2120000000 + nth}", name=f"Bench {nth}", kind="municipality")
        for nth in range(many)
    ]
    Authority.objects.bulk_create(members)
    Membership.objects.bulk_create(
        Membership(network_id=cast.rooms[0].network_id, authority=member, joined_at=actor.now)
        for member in members
    )
    return actor, members


def declare(actor: Actor, authorities: list[Authority], lines: int) -> Need:
    """A need for which these authorities have declared so many lines each."""
    need = Need.objects.create(
        network_id=str(actor.network_id),
        title_sv="Bench",
        title_en="Bench",
        language="en",
        owner_id=actor.person_id,
        owner_authority_id=actor.represents,
        opened_by_id=actor.person_id,
        opened_at=actor.now,
    )
    Annex.objects.bulk_create(
        Annex(
            network_id=need.network_id,
            need=need,
            declared_by=member,
            opened_by_id=need.opened_by_id,
            opened_at=actor.now,
            confirmed_on=TODAY,
        )
        for member in authorities
    )
    items = [_item(need, nth).pk for nth in range(ITEMS)]
    values: dict[str, Any] = {
        "items": items,
        "many": ITEMS,
        "lines": lines,
        "years": YEARS,
        "need": need.pk,
        "today": TODAY,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, {**values, "today": TODAY})
        cursor.execute("ANALYZE needs_demandline")
    return need


def _item(need: Need, nth: int) -> DemandItem:
    return DemandItem.objects.create(
        network_id=need.network_id,
        need=need,
        name_sv=f"Bench {nth}",
        name_en=f"Bench {nth}",
        cpv="34144900-7",
        unit="pcs",
        added_by_id=need.opened_by_id,
        added_at=need.opened_at,
    )


def say_anew(need: Need, *, one_in: int) -> None:
    """Let one authority in so many say something new in all its lines."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE, [one_in, need.pk])
