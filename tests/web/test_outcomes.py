"""Declared and bought on the page of a need's demand."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from access.actor import Actor
from needs.models import DemandItem
from tests.factories.demand import an_item, wanting
from tests.factories.needs import a_need
from tests.web.conftest import Browser, text_of


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def beginning(actor: Actor, item: DemandItem, mid: int, day: date) -> None:
    """So much, planned, to begin by that day."""
    wanting(actor, item, mid, commitment="C2", earliest_start=day, latest_start=day)


@pytest.mark.parametrize(
    ("language", "title", "everybody", "name"),
    [
        ("en", "Declared and bought", "All members", "Electric van"),
        ("sv", "Anmält och köpt", "Alla medlemmar", "Eldriven skåpbil"),
    ],
)
def test_nothing_bought_is_shown_once_it_should_have_begun_and_not_before(
    browser: Browser,
    stockholm: Actor,
    orebro: Actor,
    vans: DemandItem,
    language: str,
    title: str,
    everybody: str,
    name: str,
) -> None:
    today, page = timezone.now().date(), f"/needs/{vans.need_id}/demand/"
    client = browser("goteborg")
    client.post("/language/", {"language": language, "next": "/"})

    beginning(orebro, vans, 30, today + timedelta(days=9))
    before = client.get(page)
    assert (before.context["outcomes"], title in text_of(before)) == ([], False)
    beginning(stockholm, vans, 50, today - timedelta(days=9))
    shown = client.get(page)

    assert title in text_of(shown)
    assert [
        (row.who, row.item, row.declared, row.bought, row.percent) for row in shown.context["outcomes"]
    ] == [
        ("Stockholms stad", name, "50", "0", 0),
        (everybody, name, "80", "0", 0),
    ]
    assert 'value="0"' in text_of(shown)
    assert browser("orebro").get(page).context["outcomes"] == []
