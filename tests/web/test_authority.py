"""My authority: everything of one's own, in all networks, and nothing of anybody else's."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Authority
from decisions.services import answer_question
from needs.models import Annex, DemandLine
from needs.services.annexes import share_annex
from networks.models import Network
from tasks.services import give_task
from tests.cast import Cast
from tests.factories.decisions import put
from tests.factories.demand import a_line, an_annex, an_item
from tests.factories.needs import a_need
from tests.factories.networks import MembershipFactory, SeatFactory
from tests.web.conftest import Browser, text_of

URL = "/api/v1/me/authority/"


@pytest.fixture
def furnished(cast: Cast) -> Cast:
    """An annex with a contract, a line, a task and a question for Stockholm, and as much for Örebro."""
    goteborg = cast.actor("goteborg")
    need = a_need(goteborg, zone="network")
    item = an_item(goteborg, need)
    for name in ("stockholm", "orebro"):
        actor = cast.actor(name)
        an_annex(
            actor,
            need,
            current_contract_end=actor.now.date() + timedelta(days=200),
            next_confirm_on=actor.now.date() + timedelta(days=100),
            current_supplier=f"Leverantör till {name}",
        )
        a_line(actor, item)
        give_task(
            goteborg,
            title=f"Räkna leveranser i {name}",
            due_on=actor.now.date() + timedelta(days=5),
            authority_id=actor.represents,
        )
    put(goteborg, title="Ska vi fråga marknaden gemensamt?")
    return cast


ORDER = ["task", "decision", "annex", "contract", "line"]


def test_the_page_shows_what_is_ours_and_what_comes_next(browser: Browser, furnished: Cast) -> None:
    page = browser("stockholm").get("/authority/")

    text = text_of(page)
    assert "Leverantör till stockholm" in text
    assert "Räkna leveranser i stockholm" in text
    assert "Ska vi fråga marknaden gemensamt?" in text
    assert [one.kind for one in page.context["deadlines"]] == ORDER
    assert "orebro" not in text


def test_what_we_answered_is_shown_and_waits_no_more(browser: Browser, furnished: Cast) -> None:
    stockholm = furnished.actor("stockholm")
    question = put(furnished.actor("goteborg"), title="En fråga till")
    answer_question(stockholm, question=question, stance="support")

    page = browser("stockholm").get("/authority/")

    titles = [one.title for one in page.context["deadlines"]]
    assert "En fråga till" not in titles
    assert "Ska vi fråga marknaden gemensamt?" in titles
    assert "We support it (Stockholm)" in text_of(page)


def test_the_api_gives_the_same_and_nothing_of_others(furnished: Cast) -> None:
    shape = furnished.client("stockholm").get(URL).json()

    (ours,) = shape["networks"]
    stockholm = str(furnished.authority("stockholm").pk)
    assert {annex["declared_by"]["id"] for annex in ours["annexes"]} == {stockholm}
    assert {line["declared_by"]["id"] for line in ours["lines"]} == {stockholm}
    assert {task["authority"]["id"] for task in ours["tasks"]} == {stockholm}
    assert ours["decisions"][0]["voice"] is None
    assert [one["kind"] for one in shape["deadlines"]] == ORDER


@pytest.mark.parametrize("name", ["goteborg", "aalborg", "turku"])
def test_even_the_coordinator_sees_only_their_own_here(furnished: Cast, name: str) -> None:
    (ours,) = furnished.client(name).get(URL).json()["networks"]

    assert (ours["annexes"], ours["lines"]) == ([], [])


def test_an_observer_at_a_member_sees_what_is_shared_alone(furnished: Cast) -> None:
    seat = SeatFactory.create(membership=furnished.seats["stockholm"].membership, role="observer")
    furnished.people["observer"] = seat.user
    client = furnished.client("observer")
    before = client.get(URL).json()["networks"][0]

    share_annex(furnished.actor("stockholm"), annex=Annex.objects.get(declared_by__name="Stockholms stad"))

    after = client.get(URL).json()["networks"][0]
    assert (before["annexes"], before["lines"]) == ([], [])
    assert len(after["annexes"]) == 1


def test_all_networks_are_on_one_page_and_a_seat_that_ended_is_not(browser: Browser, furnished: Cast) -> None:
    other = MembershipFactory.create(
        network=furnished.other_network, authority=furnished.authority("stockholm")
    )
    seat = SeatFactory.create(membership=other, user=furnished.people["stockholm"])
    client = browser("stockholm")
    assert [row.network.name_en for row in client.get("/authority/").context["standings"]] == [
        *("Nordic zero-emission delivery", "Welfare technology"),
    ]

    type(seat).objects.filter(pk=seat.pk).update(ended_at=timezone.now())

    assert len(client.get("/authority/").context["standings"]) == 1


def test_lines_past_their_day_are_late(browser: Browser, furnished: Cast) -> None:
    DemandLine.objects.update(valid_until=date(2026, 1, 1))

    first = browser("stockholm").get("/authority/").context["deadlines"].rows[0]

    assert (first.kind, first.is_past) == ("line", True)


@pytest.mark.parametrize("name", ["kiruna", "facilitator"])
def test_who_has_nothing_is_told_so(browser: Browser, furnished: Cast, name: str) -> None:
    page = text_of(browser(name).get("/authority/"))

    assert "Nothing has a day yet." in page
    assert ("You sit for no authority in any network." in page) == (name == "facilitator")


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_however_much_there_is(
    cast: Cast, network: Network, rows: int, django_assert_num_queries: Any
) -> None:
    goteborg, stockholm = cast.actor("goteborg"), cast.actor("stockholm")
    for _turn in range(rows):
        need = a_need(goteborg, zone="network")
        an_annex(stockholm, need)
        a_line(stockholm, an_item(goteborg, need))
        put(goteborg)
    client = cast.client("stockholm")

    with django_assert_num_queries(10):
        shape = client.get(URL).json()

    assert len(shape["networks"][0]["lines"]) == rows
    assert Authority.objects.get(pk=shape["networks"][0]["authority"]["id"]).name == "Stockholms stad"
