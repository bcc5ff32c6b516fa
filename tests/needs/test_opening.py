"""A line is opened to the network where nobody else's volume can be worked out from it, and not elsewhere."""

import pytest

from access.actor import Actor
from access.refusals import Invalid
from needs.models import DemandItem
from needs.services.lines import change_line, withdraw_line
from needs.services.publishing import publish_demand, take_snapshot
from needs.services.sheets import plan_sheet
from needs.sheets.columns import LINES
from tests.factories.demand import a_line, an_item, wanting
from tests.factories.needs import a_need
from tests.factories.sheets import csv_sheet
from tests.needs.sheets import faults


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def test_a_line_is_not_opened_where_the_others_of_its_figure_could_be_worked_out(
    goteborg: Actor, stockholm: Actor, orebro: Actor, aalborg: Actor, vans: DemandItem
) -> None:
    line = wanting(stockholm, vans, 10)
    wanting(orebro, vans, 20)
    wanting(aalborg, vans, 30)
    take_snapshot(goteborg, need=vans.need, title="RFI")

    with pytest.raises(Invalid) as refused:
        change_line(stockholm, line=line, visibility="group")

    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/visibility", "tells_of_others")]
    line.refresh_from_db()
    assert line.visibility == "aggregate"
    other = change_line(stockholm, line=line, quantity_high=line.quantity_high + 1, visibility="group")
    assert other.visibility == "group"  # what it says now was never published


def test_of_four_in_a_figure_one_may_open_its_line_and_a_second_may_not(
    goteborg: Actor, stockholm: Actor, orebro: Actor, aalborg: Actor, vans: DemandItem
) -> None:
    actors = (goteborg, stockholm, orebro, aalborg)
    lines = {actor: wanting(actor, vans, 10) for actor in actors}
    publish_demand(goteborg, need=vans.need)

    change_line(orebro, line=lines[orebro], visibility="group")
    # What was published stays known, though it is withdrawn and in no later table.
    withdraw_line(aalborg, line=lines[aalborg])
    publish_demand(goteborg, need=vans.need)

    with pytest.raises(Invalid):
        change_line(stockholm, line=lines[stockholm], visibility="group")


def test_a_line_that_was_never_published_is_opened_at_once(
    goteborg: Actor, stockholm: Actor, vans: DemandItem
) -> None:
    line = wanting(stockholm, vans, 10)
    publish_demand(goteborg, need=vans.need)

    assert change_line(stockholm, line=line, visibility="group").visibility == "group"


def test_no_sheet_opens_a_line_that_would_tell_of_others(
    stockholm: Actor, orebro: Actor, aalborg: Actor, goteborg: Actor, vans: DemandItem
) -> None:
    line = a_line(stockholm, vans)
    for other in (orebro, aalborg):
        a_line(other, vans)
    publish_demand(goteborg, need=vans.need)

    opened = {"id": line.pk, "item_id": vans.pk, "visibility": "group"}
    look = plan_sheet(stockholm, need=vans.need, kind=LINES, content=csv_sheet([opened]))
    assert [fault.code for step in look.steps for fault in step.faults] == ["tells_of_others"]
    assert faults(stockholm, vans, opened) == [("/rows/2/visibility", "tells_of_others")]
