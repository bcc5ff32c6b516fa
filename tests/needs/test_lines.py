from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid, NotVisible, Stale
from needs.cpv import cpv
from needs.models import Annex, DemandItem, DemandLine, DemandLineVersion, Trust
from needs.services.lines import change_line, declare_line, withdraw_line
from needs.services.realised import begin_trust, end_trust, note_volume
from networks.models import Network
from tests.answers import footprint
from tests.factories.demand import TERMS, a_line, an_item, wanting
from tests.factories.needs import a_need

Journal = Callable[[str], list[str]]
D = Decimal


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def test_a_line_opens_the_annex_it_stands_in_and_is_told_to_its_own_people_only(
    stockholm: Actor, vans: DemandItem, journal_of: Journal
) -> None:
    line = a_line(stockholm, vans)

    annex = Annex.objects.get()
    assert (line.annex_id, annex.declared_by_id, annex.zone) == (
        annex.pk,
        stockholm.authority_id,
        "authority",
    )
    assert (line.visibility, line.latest_start, line.version) == ("aggregate", date(2031, 3, 1), 1)
    own = journal_of(f"authority:{vans.network_id}:{stockholm.authority_id}")
    assert own[-2:] == ["annex.opened_privately", "demand.declared"]
    assert journal_of(f"network:{vans.network_id}")[-1] == "item.added"
    assert a_line(stockholm, vans).annex_id == annex.pk


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("coordinator_only", {"stockholm", "goteborg"}),
        ("aggregate", {"stockholm", "goteborg"}),
        ("public_aggregate", {"stockholm", "goteborg"}),
        ("group", {"stockholm", "goteborg", "orebro", "turku"}),
    ],
)
def test_who_sees_a_line(
    cast: Any, stockholm: Actor, vans: DemandItem, visibility: str, seen_by: set[str]
) -> None:
    line = a_line(stockholm, vans, visibility=visibility)

    people = {name: cast.actor(name) for name in ("stockholm", "goteborg", "orebro", "turku")}
    assert {name for name, one in people.items() if DemandLine.objects.visible_to(one).exists()} == seen_by
    assert {name for name, one in people.items() if line.is_in_sight_of(one)} == seen_by


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"quantity_low": D(-1)}, "/quantity_low", "range"),
        ({"quantity_low": D(0)}, "/quantity_low", "range"),
        ({"quantity_mid": D("NaN")}, "/quantity_mid", "range"),
        ({"quantity_high": D("Infinity")}, "/quantity_high", "range"),
        ({"quantity_high": D("1000000000.01")}, "/quantity_high", "range"),
        ({"quantity_mid": D(4)}, "/quantity_mid", "order"),
        ({"quantity_high": D(9)}, "/quantity_high", "order"),
        ({"period_to": date(2030, 12, 31)}, "/period_to", "period"),
        ({"period_from": date(1900, 1, 1)}, "/period_from", "date_reach"),
        ({"latest_start": date(2031, 2, 28)}, "/latest_start", "starts"),
        ({"valid_until": date(2020, 1, 1)}, "/valid_until", "date_past"),
        ({"commitment": "C3"}, "/decision_ref", "decision_ref"),
        ({"commitment": "C5", "decision_ref": "  "}, "/decision_ref", "decision_ref"),
        ({"commitment": "C6"}, "/commitment", "commitment"),
        ({"visibility": "everybody"}, "/visibility", "visibility"),
        ({"budget_status": "rich"}, "/budget_status", "budget_status"),
        ({"budget_mid": D(5)}, "/budget_low", "budget"),
        ({"budget_low": D(5), "budget_mid": D(4), "budget_high": D(9)}, "/budget_mid", "order"),
        ({"budget_low": D(1), "budget_mid": D(1), "budget_high": D(1)}, "/currency", "currency"),
        (
            {"budget_low": D(1), "budget_mid": D(1), "budget_high": D(1), "currency": "SEK"},
            "/price_year",
            "price_year",
        ),
        ({"place": "Närke"}, "/place", "place"),
    ],
)
def test_what_can_not_be_is_pointed_at(
    stockholm: Actor, vans: DemandItem, wrong: dict[str, Any], pointer: str, code: str
) -> None:
    before = footprint()

    with pytest.raises(Invalid) as refusal:
        a_line(stockholm, vans, **wrong)

    assert (refusal.value.errors[0].pointer, refusal.value.errors[0].code) == (pointer, code)
    assert footprint() == before


def test_a_line_is_of_an_item_of_its_own_need(stockholm: Actor, goteborg: Actor, vans: DemandItem) -> None:
    other = an_item(goteborg, a_need(goteborg, zone="network"))

    with pytest.raises(Invalid, match="catalogue"):
        declare_line(stockholm, need=vans.need, item_id=other.pk, **TERMS)


def test_the_database_takes_no_quantity_that_is_none(stockholm: Actor, vans: DemandItem) -> None:
    a_line(stockholm, vans)

    refused = pytest.raises(IntegrityError, match="demand_quantities_are_in_order")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE needs_demandline SET quantity_high = 'NaN'")


def test_the_ladder_is_climbed_with_a_decision(stockholm: Actor, vans: DemandItem) -> None:
    line = a_line(stockholm, vans, commitment="C2")

    with pytest.raises(Invalid, match="name the decision"):
        change_line(stockholm, line=line, commitment="C3")
    changed = change_line(stockholm, line=line, commitment="C3", decision_ref="KS 2027/114 § 8")

    assert (changed.commitment, changed.version) == ("C3", 2)


def test_every_version_is_kept_as_it_was(stockholm: Actor, vans: DemandItem, journal_of: Journal) -> None:
    line = a_line(stockholm, vans)
    change_line(stockholm, line=line, version=1, quantity_high=D(40))
    withdraw_line(stockholm, line=line)

    kept = list(
        DemandLineVersion.objects.order_by("number").values_list("number", "quantity_high", "is_withdrawal")
    )
    assert kept == [(1, D(20), False), (2, D(40), False), (3, D(40), True)]
    assert journal_of(f"authority:{vans.network_id}:{stockholm.authority_id}")[-2:] == [
        "demand.changed",
        "demand.withdrawn",
    ]
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        DemandLineVersion.objects.update(quantity_high=1)
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        DemandLineVersion.objects.all().delete()
    with pytest.raises(Conflict, match="line_withdrawn"):
        change_line(stockholm, line=line)


def test_a_line_goes_stale_and_is_confirmed_for_another_year(stockholm: Actor, vans: DemandItem) -> None:
    line = a_line(stockholm, vans)
    DemandLine.objects.update(valid_until=date(2020, 6, 30))
    line.refresh_from_db()
    today = stockholm.now.date()
    assert line.is_stale(today)

    confirmed = change_line(stockholm, line=line)

    assert confirmed.valid_until == today + timedelta(days=365)
    assert (confirmed.reported_on, confirmed.is_stale(today)) == (today, False)


def test_a_change_is_of_the_version_that_was_read(stockholm: Actor, vans: DemandItem) -> None:
    line = a_line(stockholm, vans)
    change_line(stockholm, line=line, version=1)

    with pytest.raises(Stale):
        change_line(stockholm, line=line, version=1)


def test_what_the_network_saw_is_not_hidden_again(stockholm: Actor, vans: DemandItem) -> None:
    line = a_line(stockholm, vans, visibility="group")

    with pytest.raises(Invalid, match="stays seen"):
        change_line(stockholm, line=line, visibility="aggregate")


def test_others_do_not_touch_a_line(
    stockholm: Actor, orebro: Actor, goteborg: Actor, turku: Actor, vans: DemandItem
) -> None:
    line = a_line(stockholm, vans)

    with pytest.raises(NotVisible):
        change_line(orebro, line=line)
    with pytest.raises(Forbidden):
        withdraw_line(goteborg, line=line)
    with pytest.raises(Forbidden):
        note_volume(goteborg, line=line, reference="A", quantity=D(1), on_date=date(2026, 1, 1))
    with pytest.raises(Forbidden, match=r"demand\.declare"):
        a_line(turku, vans)


def test_an_authority_in_trust_shows_no_line_to_anybody_else(
    stockholm: Actor, orebro: Actor, goteborg: Actor, vans: DemandItem, network: Network, journal_of: Journal
) -> None:
    before = a_line(stockholm, vans)
    begin_trust(stockholm, network=network)
    after = a_line(stockholm, vans)

    for line in DemandLine.objects.order_by("pk"):
        assert line.in_trust
        assert (line.is_in_sight_of(stockholm), line.is_in_sight_of(goteborg)) == (True, True)
        assert not line.is_in_sight_of(orebro)
    with pytest.raises(Invalid, match="in trust"):
        a_line(stockholm, vans, visibility="group")
    with pytest.raises(Invalid, match="in trust"):
        change_line(stockholm, line=before, visibility="group")
    assert after.in_trust
    assert "trust.begun" not in journal_of(f"network:{network.pk}")


def test_a_trust_waits_until_no_line_is_shown_and_ends_as_it_began(
    stockholm: Actor, vans: DemandItem, network: Network
) -> None:
    line = a_line(stockholm, vans, visibility="group")
    with pytest.raises(Conflict, match="lines_shown"):
        begin_trust(stockholm, network=network)

    withdraw_line(stockholm, line=line)
    begin_trust(stockholm, network=network)
    with pytest.raises(Conflict, match="in_trust"):
        begin_trust(stockholm, network=network)
    end_trust(stockholm, network=network)
    end_trust(stockholm, network=network)

    assert not Trust.objects.exists()
    assert not DemandLine.objects.filter(in_trust=True).exists()


def test_what_was_bought_is_noted_and_balanced(stockholm: Actor, vans: DemandItem) -> None:
    line = wanting(stockholm, vans, 8)
    day = stockholm.now.date()
    note_volume(
        stockholm, line=line, reference="Avrop 7", quantity=D(6), on_date=day, value=D(90), currency="SEK"
    )
    note_volume(stockholm, line=line, reference="Avrop 7, rättelse", quantity=D(-2), on_date=day)

    assert DemandLine.objects.with_names().get().realised == D(4)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"quantity": D("NaN")}, "/quantity"),
        ({"quantity": D(10) ** 10}, "/quantity"),
        ({"value": D("Infinity"), "currency": "SEK"}, "/value"),
        ({"value": D(5)}, "/currency"),
        ({"reference": " "}, "/reference"),
        ({"on_date": date(2099, 1, 1)}, "/on_date"),
    ],
)
def test_a_volume_that_can_not_be_is_pointed_at(
    stockholm: Actor, vans: DemandItem, wrong: dict[str, Any], pointer: str
) -> None:
    line = a_line(stockholm, vans)
    good = {"reference": "Avrop", "quantity": D(1), "on_date": stockholm.now.date()}

    with pytest.raises(Invalid) as refusal:
        note_volume(stockholm, line=line, **{**good, **wrong})

    assert refusal.value.errors[0].pointer == pointer


@pytest.mark.parametrize("code", ["34144900", "34144900-7", " 34144900-7 "])
def test_a_cpv_code_gets_its_check_digit(code: str) -> None:
    assert cpv(code) == "34144900-7"


@pytest.mark.parametrize(
    "known", ["03000000-1", "34136000-9", "45000000-7", "60160000-7", "72000000-5", "98000000-3"]
)
def test_codes_of_the_regulation_have_the_digit_we_count(known: str) -> None:
    assert cpv(known[:8]) == known


@pytest.mark.parametrize(
    "wrong", ["", "3414490", "34144900-8", "341449000", "el-bilar!", "00144900", "\uff13\uff14144900"]
)
def test_what_is_no_cpv_code_is_refused(goteborg: Actor, wrong: str) -> None:
    need = a_need(goteborg, zone="network")

    with pytest.raises(Invalid, match="CPV"):
        an_item(goteborg, need, cpv=wrong)


def test_only_owner_and_coordinator_add_to_the_catalogue(
    stockholm: Actor, goteborg: Actor, orebro: Actor
) -> None:
    need = a_need(stockholm, zone="network")

    an_item(stockholm, need)
    an_item(goteborg, need)
    with pytest.raises(Forbidden, match=r"need\.manage"):
        an_item(orebro, need)
