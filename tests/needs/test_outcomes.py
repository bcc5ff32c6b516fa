"""What was declared counts at its highest, whatever became of it; what was bought is set against that."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from access.actor import Actor
from needs.models import DemandItem, DemandLine
from needs.outcomes import OutcomeShape, OutcomesShape, outcomes, outcomes_due
from needs.services.lines import change_line, withdraw_line
from needs.services.realised import begin_trust, note_volume
from needs.services.sheets import undo_sheet
from networks.models import Network
from networks.services import end_membership
from tests.cast import Cast
from tests.factories.demand import an_item, wanting
from tests.factories.needs import a_need
from tests.factories.sheets import a_row
from tests.needs.sheets import bring
from tests.reminders import at

Found = list[tuple[str, str, str]]


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def later(actor: Actor, **by: int) -> Actor:
    """The same actor a month later, or by so much."""
    return at(actor, actor.now + (timedelta(**by) if by else timedelta(days=30)))


def saying(actor: Actor, line: DemandLine, mid: int, **other: Any) -> DemandLine:
    changes: dict[str, Any] = dict.fromkeys(("quantity_low", "quantity_mid", "quantity_high"), Decimal(mid))
    return change_line(actor, line=line, **changes, **other)


def buy(actor: Actor, line: DemandLine, quantity: int) -> None:
    note_volume(actor, line=line, reference="Avrop", quantity=Decimal(quantity), on_date=actor.now.date())


def figures(rows: list[OutcomeShape]) -> Found:
    return [(row["declared"], row["bought"], row["ratio"]) for row in rows]


def own(actor: Actor, item: DemandItem) -> Found:
    return figures(outcomes(item.need, actor)["members"])


def whose(found: OutcomesShape) -> list[str]:
    return [row["authority"]["name"] for row in found["members"] if row["authority"]]


def test_a_line_that_was_lowered_before_buying_counts_at_its_highest(
    stockholm: Actor, goteborg: Actor, vans: DemandItem
) -> None:
    line = wanting(stockholm, vans, 14_000, commitment="C2")
    line = saying(later(stockholm), line, 900, commitment="C4", decision_ref="KS 7")
    buy(later(stockholm), line, 900)

    assert own(stockholm, vans) == [("14000", "900", "0.06")]
    assert figures(outcomes(vans.need, goteborg)["all"]) == [("14000", "900", "0.06")]


def test_a_line_that_fell_back_below_c2_counts_at_what_it_stood_at(
    stockholm: Actor, vans: DemandItem
) -> None:
    line = wanting(stockholm, vans, 500)
    line = saying(later(stockholm, days=10), line, 40, commitment="C2")
    saying(later(stockholm, days=20), line, 300, commitment="C1")

    assert own(stockholm, vans) == [("40", "0", "0")]


def test_a_line_that_was_raised_counts_at_what_it_says_now(stockholm: Actor, vans: DemandItem) -> None:
    saying(later(stockholm), wanting(stockholm, vans, 10, commitment="C2"), 25)

    assert own(stockholm, vans) == [("25", "0", "0")]


def test_a_withdrawn_line_counts_and_what_was_bought_of_it_too(stockholm: Actor, vans: DemandItem) -> None:
    line = wanting(stockholm, vans, 80, commitment="C2")
    buy(stockholm, line, 20)
    withdraw_line(later(stockholm), line=saying(later(stockholm, days=10), line, 30))

    assert own(stockholm, vans) == [("80", "20", "0.25")]


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_a_line_that_was_never_above_c1_counts_only_once_something_was_bought(
    stockholm: Actor, vans: DemandItem, *, is_withdrawn: bool
) -> None:
    wanting(stockholm, vans, 1000, commitment="C0")
    line = saying(later(stockholm, days=2), wanting(stockholm, vans, 700), 100)
    assert own(stockholm, vans) == []

    buy(stockholm, line, 4)
    if is_withdrawn:
        withdraw_line(later(stockholm), line=line)

    assert own(stockholm, vans) == [("100", "4", "0.04")]


def test_what_was_bought_by_mistake_and_balanced_brings_no_line_in(
    stockholm: Actor, vans: DemandItem
) -> None:
    line = wanting(stockholm, vans, 100)
    buy(stockholm, line, 4)
    buy(stockholm, line, -4)

    assert own(stockholm, vans) == []


def test_many_volumes_and_versions_count_a_line_once(stockholm: Actor, vans: DemandItem) -> None:
    lines = [wanting(stockholm, vans, mid, commitment="C2") for mid in (10, 30)]
    for days in (10, 20):
        lines = [change_line(later(stockholm, days=days), line=line) for line in lines]
    for line in lines:
        buy(stockholm, line, 3)
        buy(stockholm, line, 4)

    assert own(stockholm, vans) == [("40", "14", "0.35")]


def test_what_was_put_right_within_a_day_was_a_slip(stockholm: Actor, vans: DemandItem) -> None:
    slip = wanting(stockholm, vans, 10_000, commitment="C2")
    slip = saying(later(stockholm, hours=24), slip, 1_000)
    saying(later(stockholm, hours=49), slip, 100)

    assert own(stockholm, vans) == [("1000", "0", "0")]


def test_an_import_that_was_undone_leaves_nothing_declared(stockholm: Actor, vans: DemandItem) -> None:
    sheet = bring(stockholm, vans, a_row(vans, commitment="C2", quantity_mid="20"))
    assert own(stockholm, vans) == [("20", "0", "0")]

    undo_sheet(later(stockholm, hours=24), sheet=sheet)

    assert own(stockholm, vans) == []


def test_an_authority_that_left_counts_for_who_coordinates_alone(
    cast: Cast, stockholm: Actor, orebro: Actor, turku: Actor, goteborg: Actor, vans: DemandItem
) -> None:
    wanting(stockholm, vans, 60, commitment="C2")
    wanting(orebro, vans, 40, commitment="C2")
    buy(orebro, wanting(orebro, vans, 10, commitment="C2"), 10)

    end_membership(goteborg, membership=cast.seats["stockholm"].membership)

    everybody = outcomes(vans.need, goteborg)
    assert whose(everybody) == ["Stockholms stad", "Örebro kommun"]
    assert figures(everybody["members"]) == [("60", "0", "0"), ("50", "10", "0.2")]
    assert figures(everybody["all"]) == [("110", "10", "0.09")]
    seen = outcomes(vans.need, orebro)
    assert (whose(seen), seen["all"]) == (["Örebro kommun"], [])
    assert outcomes(vans.need, turku) == {"need": vans.need.pk, "members": [], "all": []}


def test_demand_in_trust_is_told_to_its_authority_and_who_coordinates(
    stockholm: Actor, orebro: Actor, goteborg: Actor, vans: DemandItem, network: Network
) -> None:
    begin_trust(stockholm, network=network)
    line = wanting(stockholm, vans, 7717, commitment="C2")
    withdraw_line(later(stockholm), line=saying(later(stockholm, days=10), line, 7))

    assert own(stockholm, vans) == own(goteborg, vans) == [("7717", "0", "0")]
    for told in (outcomes, outcomes_due):
        assert told(vans.need, later(orebro, days=4000)) == {"need": vans.need.pk, "members": [], "all": []}


def test_nothing_bought_is_due_from_the_day_after_the_first_latest_start(
    stockholm: Actor, orebro: Actor, goteborg: Actor, vans: DemandItem
) -> None:
    wanting(stockholm, vans, 10, commitment="C2", latest_start=date(2031, 6, 1))
    wanting(stockholm, vans, 20, commitment="C2", latest_start=date(2031, 9, 1))
    wanting(stockholm, vans, 500, commitment="C1", latest_start=date(2031, 4, 1))
    wanting(orebro, vans, 70, commitment="C2", latest_start=date(2031, 12, 1))
    noon = goteborg.now.replace(year=2031, month=6, day=1)

    assert outcomes_due(vans.need, at(goteborg, noon))["members"] == []
    assert outcomes_due(vans.need, at(goteborg, noon))["all"] == []
    due = outcomes_due(vans.need, at(goteborg, noon + timedelta(days=1)))
    assert (whose(due), figures(due["members"])) == (["Stockholms stad"], [("30", "0", "0")])
    assert figures(due["all"]) == [("100", "0", "0")]
    assert len(outcomes(vans.need, goteborg)["members"]) == 2


def test_what_was_bought_early_is_due_at_once(stockholm: Actor, vans: DemandItem) -> None:
    buy(stockholm, wanting(stockholm, vans, 10, commitment="C2"), 4)

    assert figures(outcomes_due(vans.need, stockholm)["members"]) == [("10", "4", "0.4")]


@pytest.mark.parametrize("lines", [1, 3])
def test_outcomes_cost_one_query_however_much_was_declared(
    stockholm: Actor, goteborg: Actor, vans: DemandItem, lines: int, django_assert_num_queries: Any
) -> None:
    for mid in range(lines):
        buy(stockholm, wanting(stockholm, vans, 10 + mid, commitment="C2"), 1)

    with django_assert_num_queries(1):
        assert outcomes(vans.need, goteborg)["all"][0]["bought"] == str(lines)
