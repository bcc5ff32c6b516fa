"""The pages on which a need's catalogue is corrected."""

import pytest
from django.test import Client as Browser

from access.actor import Actor
from needs.models import DemandItem, DemandLine
from needs.services.items import retire_item
from tests.cast import Cast
from tests.factories.demand import a_line, an_item
from tests.factories.needs import a_need


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """An item that nobody has declared anything of."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


@pytest.fixture
def browser(cast: Cast) -> Browser:
    """Göteborg's, which coordinates."""
    found = Browser(headers={"accept-language": "en"})
    found.force_login(cast.people["goteborg"])
    return found


def page(item: DemandItem, rest: str = "") -> str:
    return f"/needs/{item.need_id}/demand/items/{item.pk}/{rest}"


def said(item: DemandItem, **other: str) -> dict[str, str]:
    usual = {name: getattr(item, name) for name in ("name_sv", "name_en", "cpv", "unit")}
    return {**usual, "version": str(item.version), **other}


def test_an_item_is_corrected_on_its_page(browser: Browser, vans: DemandItem) -> None:
    assert f'href="{page(vans)}"' in browser.get(f"/needs/{vans.need_id}/demand/").content.decode()

    assert browser.post(page(vans), said(vans, name_en="Van", unit="fordon")).status_code == 302

    shown = browser.get(page(vans)).content.decode()
    assert ("Electric van" in shown, "fordon" in shown) == (True, True)


def test_a_unit_that_lines_count_in_is_shown_but_not_changed(
    browser: Browser, stockholm: Actor, vans: DemandItem
) -> None:
    a_line(stockholm, vans)

    browser.post(page(vans), said(vans, unit="hours"))

    assert DemandItem.objects.get().unit == "vehicles"
    assert "retire the item and add another" in browser.get(page(vans)).content.decode()


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [({"cpv": "12"}, 400, "A CPV code has eight digits"), ({"version": "7"}, 412, "Somebody changed this")],
)
def test_what_can_not_be_corrected_is_told_beside_what_was_typed(
    browser: Browser, vans: DemandItem, typed: dict[str, str], status: int, words: str
) -> None:
    answer = browser.post(page(vans), said(vans, name_en="Van", **typed))

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert 'value="Van"' in answer.content.decode()


def test_an_item_is_retired_and_brought_back_on_its_page(
    browser: Browser, stockholm: Actor, vans: DemandItem
) -> None:
    a_line(stockholm, vans, visibility="group")

    browser.post(page(vans, "act/"), {"act": "retire", "version": "1"})
    demand = browser.get(f"/needs/{vans.need_id}/demand/").content.decode()
    assert demand.count("Retired") == 3  # in the table, in the list of lines, in the catalogue
    assert f'<option value="{vans.pk}"' not in demand

    browser.post(page(vans, "act/"), {"act": "restore", "version": "2"})
    assert f'<option value="{vans.pk}"' in browser.get(f"/needs/{vans.need_id}/demand/").content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("goteborg", 200), ("stockholm", 403), ("turku", 403), ("kiruna", 404)]
)
def test_who_opens_the_page(cast: Cast, browser: Browser, vans: DemandItem, name: str, status: int) -> None:
    browser.force_login(cast.people[name])

    assert browser.get(page(vans)).status_code == status


def test_a_page_of_another_needs_item_is_not_there(
    browser: Browser, goteborg: Actor, vans: DemandItem
) -> None:
    other = a_need(goteborg, zone="network")

    assert browser.get(f"/needs/{other.pk}/demand/items/{vans.pk}/").status_code == 404
    assert browser.post(page(vans, "act/"), {"act": "burn", "version": "1"}).status_code == 404


def test_lines_of_a_retired_item_are_changed_on_their_page(
    browser: Browser, goteborg: Actor, vans: DemandItem
) -> None:
    line = a_line(goteborg, vans)
    retire_item(goteborg, item=vans)

    assert browser.get(f"/needs/{vans.need_id}/demand/{line.pk}/").status_code == 200
    assert browser.post(f"/needs/{vans.need_id}/demand/{line.pk}/confirm/").status_code == 302
    assert DemandLine.objects.get().version == 2
