from typing import Any

import pytest

from journal.ids import uuid7
from networks.models import Network
from networks.subjects import Subject
from tests.cast import Cast
from tests.factories.networks import MembershipFactory, SeatFactory
from tests.factories.search import findable
from tests.web.conftest import Browser, text_of, visitor


def test_every_page_has_the_field_and_it_works_without_scripts(browser: Browser, network: Network) -> None:
    client = browser("goteborg")

    home, inside = text_of(client.get("/reminders/")), text_of(client.get(f"/networks/{network.pk}/"))

    assert 'action="/search/"' in home
    assert f'name="network" value="{network.pk}"' in inside
    assert 'action="/search/"' not in text_of(visitor().get("/accounts/login/"))


def test_results_show_the_words_where_they_stand(browser: Browser, network: Network) -> None:
    subject = findable(network, "Nytt <b>ramavtal</b> för laddning", title="Volymer")

    page = browser("stockholm").get("/search/", {"q": "avtal"})

    assert "1 hit for “avtal”" in text_of(page)
    assert "&lt;b&gt;<mark>ramavtal</mark>&lt;/b&gt;" in text_of(page)
    assert f'href="/go/message/{subject.id}/"' in text_of(page)
    assert network.name in text_of(page)


def test_kinds_are_counted_and_can_be_looked_at_alone(browser: Browser, network: Network) -> None:
    findable(network, "larm", title="Rummet")
    findable(network, "", title="Larm i hemmet", is_titled=True, subject=Subject("need", uuid7()))
    client = browser("goteborg")

    every, needs = (
        client.get("/search/", {"q": "larm"}),
        client.get("/search/", {"q": "larm", "kind": "need"}),
    )

    assert [(str(one.name), one.count) for one in every.context["filters"]] == [
        ("All", "2"),
        ("Needs", "1"),
        ("Messages", "1"),
    ]
    assert [hit.title for hit in needs.context["hits"]] == ["Larm i hemmet"]
    assert [one.is_current for one in needs.context["filters"]] == [False, True, False]


def test_more_hits_than_a_page_holds_are_turned_to(browser: Browser, network: Network) -> None:
    for _turn in range(25):
        findable(network, "larm")
    client = browser("goteborg")

    first = client.get("/search/", {"q": "larm"})
    second = client.get("/search/" + first.context["later"])

    assert (len(first.context["hits"]), len(second.context["hits"])) == (20, 5)
    assert second.context["later"] == ""
    assert len(client.get("/search/" + second.context["earlier"]).context["hits"]) == 20


def test_one_network_is_searched_alone(browser: Browser, cast: Cast) -> None:
    membership = MembershipFactory.create(network=cast.other_network, authority=cast.authority("goteborg"))
    SeatFactory.create(membership=membership, user=cast.people["goteborg"])
    findable(cast.network, "larm", title="Här")
    findable(cast.other_network, "larm", title="Där")
    client = browser("goteborg")

    both = client.get("/search/", {"q": "larm"})
    one = client.get("/search/", {"q": "larm", "network": str(cast.other_network.pk)})

    assert {hit.title for hit in both.context["hits"]} == {"Här", "Där"}
    assert [hit.title for hit in one.context["hits"]] == ["Där"]


def test_finding_nothing_says_what_one_can_do(browser: Browser, network: Network) -> None:
    page = text_of(browser("goteborg").get("/search/", {"q": "flygplan"}))

    assert "Nothing was found for “flygplan”." in page
    assert "Try fewer words" in page


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("och att", "These words are everywhere."),
        ("🚚", "Write a word to search for."),
        ("x" * 10_240, "This is too long."),
        ("a\x00b", "hidden control characters"),
    ],
)
def test_what_is_no_question_is_explained_on_the_page(
    browser: Browser, network: Network, q: str, said: str
) -> None:
    page = browser("goteborg").get("/search/", {"q": q})

    assert page.status_code == 400
    assert said in text_of(page)


@pytest.mark.parametrize("asked", [{}, {"q": " "}, {"q": "larm", "kind": "?", "page": "-1", "network": "x"}])
def test_half_a_question_still_shows_the_page(
    browser: Browser, network: Network, asked: dict[str, str]
) -> None:
    assert browser("goteborg").get("/search/", asked).status_code == 200


@pytest.mark.parametrize("name", ["facilitator", "kiruna"])
def test_nobody_else_finds_anything_on_the_page(browser: Browser, network: Network, name: str) -> None:
    findable(network, "larm", title="Hemligt")

    assert "Hemligt" not in text_of(browser(name).get("/search/", {"q": "larm"}))


def test_a_visitor_is_asked_to_sign_in_and_comes_back_to_the_question() -> None:
    answer = visitor().get("/search/", {"q": "larm"})

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/accounts/login/?next=/search/%3Fq%3Dlarm",
    )


def test_the_page_speaks_swedish_too(browser: Browser, network: Network) -> None:
    findable(network, "larm")
    client = browser("goteborg")
    client.post("/language/", {"language": "sv", "next": "/"})

    assert 'lang="sv"' in text_of(client.get("/search/", {"q": "larm"}))


@pytest.mark.parametrize("hits", [1, 3])
def test_the_page_costs_the_same_however_much_is_found(
    browser: Browser, network: Network, hits: int, django_assert_num_queries: Any
) -> None:
    for _turn in range(hits):
        findable(network, "larm")
    client = browser("goteborg")

    with django_assert_num_queries(8):
        page = client.get("/search/", {"q": "larm"})

    assert len(page.context["hits"]) == hits
