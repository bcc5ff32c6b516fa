"""My authority shows all: what does not stand on the first page is counted, linked and given by the API."""

from datetime import timedelta
from typing import Any

import pytest

import web.views.authority
from decisions.services import answer_question, close_question
from networks.models import Network
from tasks.services import give_task
from tests.cast import Cast
from tests.factories.decisions import put
from tests.factories.demand import a_line, an_annex, an_item
from tests.factories.needs import a_need
from tests.web.conftest import Browser, text_of

URL = "/api/v1/me/authority/"
KINDS = ("annexes", "lines", "tasks", "decisions")


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows of each list, and four deadlines, at once."""
    monkeypatch.setattr(web.views.authority, "MOST", 2)
    monkeypatch.setattr(web.views.authority, "SOON", 4)


@pytest.fixture
def plenty(cast: Cast) -> Cast:
    """Three of each kind for Stockholm: with a line, task and question that end, fifteen deadlines."""
    goteborg, stockholm = cast.actor("goteborg"), cast.actor("stockholm")
    for number in range(3):
        need = a_need(goteborg, zone="network")
        day = stockholm.now.date() + timedelta(days=200 + number)
        confirm_on = stockholm.now.date() + timedelta(days=100 - number)
        an_annex(stockholm, need, current_contract_end=day, next_confirm_on=confirm_on)
        a_line(stockholm, an_item(goteborg, need))
        due_on = goteborg.now.date() + timedelta(days=5)
        give_task(goteborg, title="Räkna", due_on=due_on, authority_id=stockholm.represents)
        put(goteborg)
    return cast


def test_the_page_counts_and_links_what_it_does_not_show(
    browser: Browser, plenty: Cast, network: Network
) -> None:
    visitor = browser("stockholm")

    text = text_of(visitor.get("/authority/"))

    assert text.count("1 to 2 of 3 are shown.") == 4
    assert "1 to 4 of 15 are shown." in text
    for kind in KINDS:
        assert f'href="?{kind}-{network.pk}=2"' in text
    (row,) = visitor.get(f"/authority/?lines-{network.pk}=2").context["standings"]
    assert [len(found) for found in (row.annexes, row.lines, row.tasks, row.put)] == [2, 1, 2, 2]
    (row,) = visitor.get(f"/authority/?lines-{network.pk}=77").context["standings"]
    assert row.lines.first == 3


def test_every_deadline_can_be_reached(browser: Browser, plenty: Cast) -> None:
    pages = [browser("stockholm").get(f"/authority/?deadlines={number}") for number in (1, 2, 3, 4)]

    found = [one for page in pages for one in page.context["deadlines"]]
    assert found == sorted(found)
    counts = {kind: [one.kind for one in found].count(kind) for kind in {one.kind for one in found}}
    assert counts == {"annex": 3, "contract": 3, "line": 3, "task": 3, "decision": 3}


def test_the_api_gives_all_of_it_page_by_page(plenty: Cast) -> None:
    client = plenty.client("stockholm")
    pages: list[Any] = [client.get(URL, {"page": number} if number else {}).json() for number in (0, 2, 3, 4)]

    ours = [page["networks"][0] for page in pages]
    for kind in KINDS:
        assert [(len(one[kind]), one["more"][kind]) for one in ours] == [(2, 1), (1, 0), (0, 0), (0, 0)]
    assert len({row["id"] for one in ours for row in one["lines"]}) == 3
    assert [(len(page["deadlines"]), page["more_deadlines"]) for page in pages] == [
        *((4, 11), (4, 7), (4, 3), (3, 0)),
    ]


@pytest.mark.parametrize("number", ["0", "x", "-1", "1e3", ""])
def test_no_number_is_refused_by_the_api(plenty: Cast, number: str) -> None:
    assert plenty.client("stockholm").get(URL, {"page": number}).status_code == 400


def test_what_waits_for_an_answer_comes_before_what_was_decided(cast: Cast) -> None:
    goteborg, stockholm = cast.actor("goteborg"), cast.actor("stockholm")
    for title in ("Avgjord först", "Avgjord sist"):
        decided = put(goteborg, title=title, authorities=[stockholm.represents])
        answer_question(stockholm, question=decided, stance="support")
        close_question(goteborg, question=decided)
    put(goteborg, title="Öppen")

    shape = cast.client("stockholm").get(URL).json()

    (ours,) = shape["networks"]
    assert [one["decision"]["title"] for one in ours["decisions"]] == ["Öppen", "Avgjord sist"]
    assert ours["more"]["decisions"] == 1
    assert [one["title"] for one in shape["deadlines"]] == ["Öppen"]


def test_what_was_answered_waits_no_more_on_a_later_page_either(cast: Cast) -> None:
    goteborg, stockholm = cast.actor("goteborg"), cast.actor("stockholm")
    for number in range(3):
        question = put(goteborg, title=f"Fråga {number}")
        if number == 1:
            answer_question(stockholm, question=question, stance="support")

    shape = cast.client("stockholm").get(URL).json()

    assert [one["title"] for one in shape["deadlines"]] == ["Fråga 0", "Fråga 2"]
    assert shape["networks"][0]["more"]["decisions"] == 1


@pytest.mark.parametrize("rows", [3, 5])
def test_a_long_list_costs_two_more_queries_however_long(
    cast: Cast, rows: int, django_assert_num_queries: Any
) -> None:
    goteborg, stockholm = cast.actor("goteborg"), cast.actor("stockholm")
    need = a_need(goteborg, zone="network")
    an_annex(stockholm, need)
    for _turn in range(rows):
        a_line(stockholm, an_item(goteborg, need))
    put(goteborg)
    client = cast.client("stockholm")

    with django_assert_num_queries(12):
        shape = client.get(URL).json()

    assert shape["networks"][0]["more"]["lines"] == rows - 2
