"""A line as everybody reads it who may see it: all that it says, and of what it said what was shown."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from access.actor import Actor
from needs.models import DemandItem, DemandLine
from needs.services.lines import change_line, withdraw_line
from needs.services.realised import begin_trust, note_volume
from tests.cast import Cast
from tests.factories.demand import a_line, an_item
from tests.factories.needs import a_need
from tests.web.conftest import Browser, text_of

SAID: dict[str, Any] = {
    "commitment": "C3",
    "decision_ref": "KS 2030/117 <1>",
    "place": "SE232",
    "budget_low": Decimal(1000000),
    "budget_mid": Decimal(1500000),
    "budget_high": Decimal(2000000),
    "currency": "SEK",
    "price_year": 2030,
    "vat_included": False,
    "visibility": "group",
}


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def url(line: DemandLine) -> str:
    return f"/needs/{line.need_id}/demand/{line.pk}/"


def swedish(client: Client) -> Client:
    client.post("/language/", {"language": "sv", "next": "/"})
    return client


def test_others_read_all_that_a_shown_line_says(browser: Browser, stockholm: Actor, vans: DemandItem) -> None:
    line = a_line(stockholm, vans, **SAID)
    member = browser("orebro")

    page = member.get(url(line))
    assert page.status_code == 200
    text = text_of(page)
    for words in ("KS 2030/117 &lt;1&gt;", "SE232", "1,500,000 SEK", "2030", "10 vehicles", "1 March 2031"):
        assert words in text, words
    assert f'href="{url(line)}"' in member.get(f"/needs/{line.need_id}/demand/").content.decode()
    assert "<form" not in page.content.decode().split("<main")[1].split("</main")[0]
    assert "1\xa0500\xa0000 SEK" in text_of(swedish(member).get(url(line)))


def test_without_a_budget_nothing_is_said_of_its_prices(
    browser: Browser, stockholm: Actor, vans: DemandItem
) -> None:
    text = text_of(browser("orebro").get(url(a_line(stockholm, vans, visibility="group"))))

    assert "VAT" not in text
    assert "Budget: most likely" not in text


def test_what_a_line_said_before_it_was_shown_is_read_by_who_coordinates(
    browser: Browser, stockholm: Actor, vans: DemandItem
) -> None:
    hidden = a_line(stockholm, vans, quantity_mid=Decimal(13))
    line = change_line(stockholm, line=hidden, visibility="group", quantity_mid=Decimal(11))
    line = change_line(stockholm, line=line, quantity_mid=Decimal(12))
    note_volume(stockholm, line=line, reference="Avrop 17", quantity=Decimal(4), on_date=line.reported_on)

    others, coordinator = (text_of(browser(name).get(url(line))) for name in ("orebro", "goteborg"))
    for words in ("5 – 11 – 20 vehicles", "5 – 12 – 20 vehicles"):  # noqa: RUF001 - as the page says it
        assert words in others
        assert words in coordinator
    assert "13" not in others.split("What the line says")[1]
    assert "Avrop 17" not in others
    assert "5 – 13 – 20 vehicles" in coordinator  # noqa: RUF001 - as above
    assert "Avrop 17" in coordinator


@pytest.mark.parametrize(
    ("name", "status"), [("turku", 200), ("orebro", 200), ("kiruna", 404), ("facilitator", 404)]
)
def test_who_reads_a_shown_line(
    browser: Browser, stockholm: Actor, vans: DemandItem, name: str, status: int
) -> None:
    assert browser(name).get(url(a_line(stockholm, vans, visibility="group"))).status_code == status


def test_a_line_in_trust_or_in_sums_only_is_read_by_nobody_else(
    browser: Browser, stockholm: Actor, orebro: Actor, vans: DemandItem, cast: Cast
) -> None:
    begin_trust(orebro, network=cast.network)
    summed, line = a_line(stockholm, vans), a_line(orebro, vans)

    for hidden in (summed, line):
        assert browser("aalborg").get(url(hidden)).status_code == 404
        assert browser("goteborg").get(url(hidden)).status_code == 200
    assert "In trust" in text_of(browser("goteborg").get(url(line)))


def test_a_line_of_another_need_is_not_here(
    browser: Browser, goteborg: Actor, stockholm: Actor, vans: DemandItem
) -> None:
    line, other = a_line(stockholm, vans, visibility="group"), a_need(goteborg, zone="network")

    assert browser("orebro").get(f"/needs/{other.pk}/demand/{line.pk}/").status_code == 404


def test_a_withdrawn_line_says_so(browser: Browser, stockholm: Actor, vans: DemandItem) -> None:
    line = withdraw_line(stockholm, line=a_line(stockholm, vans, visibility="group"))

    text = text_of(browser("goteborg").get(url(line)))
    assert "Withdrawn" in text
    assert "Holds until" not in text
