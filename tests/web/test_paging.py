"""Long lists on pages: nothing is left out without a word, and everything can be reached."""

import re
from datetime import date
from uuid import UUID

import pytest

import needs.views.radar
import web.paging
import web.views.radar
import web.views.tasks
from access.actor import Actor
from documents.services import create_document
from market.services import add_finding, review
from market.services.findings import SourceRow
from networks.models import Network
from tasks.services import finish_task, give_task
from tests.cast import Cast
from tests.factories.decisions import put
from tests.factories.market import AnalysisFactory
from tests.factories.needs import a_need
from tests.needs.test_radar import contracts
from tests.web.conftest import Browser, text_of

SOURCE = SourceRow(citation="Rapport", accessed_on=date(2026, 2, 27), reliability="B")


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows of each list at once."""
    for module in (web.paging, web.views.radar, needs.views.radar):
        monkeypatch.setattr(module, "MOST", 2)
    monkeypatch.setattr(web.views.tasks, "FINISHED", 2)


def three(cast: Cast, place: str) -> str:
    """Three of what stands on the page, and its address."""
    goteborg, network = cast.actor("goteborg"), cast.network
    due_on = goteborg.now.date()
    for number in range(3):
        match place:
            case "decisions":
                put(goteborg)
            case "needs":
                a_need(goteborg, zone="network")
            case "documents":
                create_document(goteborg, network=network, title=f"Underlag {number}")
            case "analyses":
                AnalysisFactory.create(network=network, owner=cast.people["goteborg"])
            case "tasks":
                give_task(goteborg, title="Räkna", due_on=due_on, person_id=UUID(str(goteborg.user_id)))
    return f"/networks/{network.pk}/{place}/"


@pytest.mark.parametrize("place", ["decisions", "needs", "documents", "analyses", "tasks"])
def test_the_rest_of_a_list_is_a_click_away(browser: Browser, cast: Cast, place: str) -> None:
    path, visitor = three(cast, place), browser("stockholm")
    linked = rf'href="/{place}/([0-9a-f-]{{36}})/"'

    first = text_of(visitor.get(path))
    assert "1 to 2 of 3 are shown." in first
    assert 'href="?page=2"' in first
    second = text_of(visitor.get(f"{path}?page=2"))

    assert "3 to 3 of 3 are shown." in second
    assert 'href="?page=1"' in second
    assert 'href="?page=3"' not in second
    found = [set(re.findall(linked, page)) for page in (first, second)]
    assert (len(found[0]), len(found[1]), len(found[0] | found[1])) == (2, 1, 3)


@pytest.mark.parametrize("number", ["0", "-1", "x", "٣", "9" * 30, ""])
def test_a_number_that_is_none_shows_the_first_rows(browser: Browser, cast: Cast, number: str) -> None:
    path = three(cast, "decisions")

    assert "1 to 2 of 3 are shown." in text_of(browser("stockholm").get(path, {"page": number}))


def test_beyond_the_end_stand_the_last_rows(browser: Browser, cast: Cast) -> None:
    path = three(cast, "decisions")

    assert "3 to 3 of 3 are shown." in text_of(browser("stockholm").get(f"{path}?page=99"))


def test_what_is_shown_whole_says_nothing_of_it(browser: Browser, goteborg: Actor, network: Network) -> None:
    for _turn in range(2):
        put(goteborg)

    assert "are shown." not in text_of(browser("stockholm").get(f"/networks/{network.pk}/decisions/"))


def test_finished_tasks_and_open_ones_are_leafed_through_apart(browser: Browser, cast: Cast) -> None:
    goteborg, path = cast.actor("goteborg"), three(cast, "tasks")
    for _turn in range(3):
        task = give_task(
            goteborg,
            title="Räkna om",
            due_on=goteborg.now.date(),
            person_id=UUID(str(goteborg.user_id)),
        )
        finish_task(goteborg, task=task, state="done")

    page = browser("goteborg").get(f"{path}?page=2")

    assert (len(page.context["open_tasks"]), len(page.context["finished"])) == (1, 2)
    assert 'href="?page=2&amp;finished=2"' in text_of(page)


def test_findings_and_reviews_are_leafed_through_apart(browser: Browser, cast: Cast) -> None:
    goteborg = cast.actor("goteborg")
    analysis = AnalysisFactory.create(network=cast.network, owner=cast.people["goteborg"])
    for number in range(3):
        add_finding(goteborg, analysis=analysis, claim=f"Sju modeller {number}", sources=[SOURCE])
        review(goteborg, analysis=analysis, outcome="unchanged")

    page = browser("stockholm").get(f"/analyses/{analysis.pk}/?findings=2")

    assert [one.claim for one in page.context["findings"]] == ["Sju modeller 0"]
    assert len(page.context["reviews"]) == 2
    assert 'href="?findings=2&amp;reviews=2"' in text_of(page)


def test_the_radar_lists_every_contract_and_its_window_counts_them_all(
    browser: Browser, cast: Cast, network: Network
) -> None:
    contracts(cast, ["goteborg", "stockholm", "orebro"], shared=True)
    path = f"/networks/{network.pk}/radar/"

    first, second = (browser("turku").get(f"{path}?page={number}") for number in (1, 2))
    api = [cast.client("turku").get(f"/api/v1{path}", {"page": number}).json() for number in (1, 2, 3)]

    for page in (first, second):
        assert "These 3 contracts end within 8 months" in text_of(page)
        assert text_of(page).count('class="time-line__dot"') == 3
    assert [len(page.context["contracts"]) for page in (first, second)] == [2, 1]
    assert [(len(page["contracts"]), page["more"]) for page in api] == [(2, 1), (1, 0), (0, 0)]
    assert {page["window"]["contracts"] for page in api} == {3}
    assert cast.client("turku").get(f"/api/v1{path}?page=0").status_code == 400
