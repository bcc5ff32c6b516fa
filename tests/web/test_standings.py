"""Which members have an annex: a list for who coordinates, and for nobody else."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from access.actor import Actor
from needs.models import Need
from needs.services.annexes import share_annex
from networks.models import Membership
from tests.cast import Cast
from tests.factories.accounts import AuthorityFactory
from tests.factories.demand import an_annex
from tests.factories.needs import a_need
from tests.factories.networks import MembershipFactory
from tests.web.conftest import Browser, text_of


@pytest.fixture
def need(goteborg: Actor) -> Need:
    """A need that everybody sees."""
    return a_need(goteborg, zone="network")


def page_of(client: Client, need: Need) -> Any:
    return client.get(f"/needs/{need.pk}/demand/")


def listed(page: Any) -> dict[str, str]:
    """Each member of the list with what its mark says."""
    part = text_of(page).split('id="standings-title"')[1].split("</section>")[0]
    rows = part.split("<li>")[1:]
    names = (re.search(r"rows__main\">\s*(.+?)\s*(<|$)", row) for row in rows)
    marks = (re.findall(r'<span class="mark[^"]*">(.+?)</span>', row) for row in rows)
    return {name[1]: ", ".join(mark) for name, mark in zip(names, marks, strict=True) if name}


def test_who_coordinates_sees_who_has_written_and_not_what(
    browser: Browser, stockholm: Actor, aalborg: Actor, need: Need
) -> None:
    an_annex(stockholm, need, local_problem="Trånga gårdar", current_contract_end=date(2031, 3, 1))
    share_annex(aalborg, annex=an_annex(aalborg, need))

    page = page_of(browser("goteborg"), need)

    rows = listed(page)
    assert rows["Stockholms stad"] == "Not shared"
    assert rows["Aalborg Kommune"] == "The whole network"
    assert rows["Örebro kommun"] == "No annex yet"
    without = list(rows.values()).count("No annex yet")
    assert f"{without} members have not begun an annex." in text_of(page)
    assert "Trånga" not in text_of(page)


@pytest.mark.parametrize("name", ["stockholm", "turku"])
def test_nobody_else_sees_who_has_written(browser: Browser, stockholm: Actor, need: Need, name: str) -> None:
    an_annex(stockholm, need)

    assert "standings-title" not in text_of(page_of(browser(name), need))


def test_the_list_is_in_swedish_too(browser: Browser, need: Need) -> None:
    client = browser("goteborg")
    client.post("/language/", {"language": "sv", "next": "/"})

    assert set(listed(page_of(client, need)).values()) == {"Ingen bilaga än"}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_many_members_there_are(
    browser: Browser, cast: Cast, need: Need, rows: int, django_assert_num_queries: Any
) -> None:
    for _turn in range(rows):
        MembershipFactory.create(network=cast.network, authority=AuthorityFactory.create())
    client = browser("goteborg")

    with django_assert_num_queries(23):
        page = page_of(client, need)

    members = Membership.objects.active().filter(network=cast.network)
    assert len(page.context["standings"]) == members.count()
