from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from backend import places
from documents.services import create_document
from market.models import MarketAnalysis
from market.services import add_finding
from messaging.models import Room
from messaging.services import post_message
from networks.services import Wanted, invite_people
from networks.services.invitations import token_of
from notices.kinds import Kind
from notices.links import answer_link, unsubscribe_link
from notices.models import Notice
from tasks.models import Occurrence
from tasks.services import give_task
from tests.cast import Cast
from tests.contracts.clock import SOURCE, in_a_week
from tests.e2e.conftest import Visit
from tests.factories.needs import a_need
from tests.factories.search import findable

pytestmark = [pytest.mark.slow]

AXE = (Path(places.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = {"width": 390, "height": 844}


@pytest.fixture
def addresses(
    cast: Cast, room: Room, private_room: Room, analysis: MarketAnalysis, reminder: Occurrence
) -> dict[str, list[str]]:
    """Every page, by who looks at it."""
    goteborg, network = cast.actor("goteborg"), cast.network.pk
    message = post_message(goteborg, room=room, body="Hur många *leveranser*?\n\n- en\n- två")
    post_message(cast.actor("stockholm"), room=room, body="Sjuttio i veckan.")
    document = create_document(goteborg, network=cast.network, title="Behov")
    need = a_need(goteborg, one_liner="Fram utan utsläpp")
    findable(cast.network, "Hur många leveranser per vecka?")
    task = give_task(
        goteborg, title="Fråga åkerierna", due_on=in_a_week(), person_id=cast.people["stockholm"].pk
    )
    add_finding(goteborg, analysis=analysis, claim="Sex modeller.", sources=[SOURCE])
    wanted = [Wanted(email="ny@bergen.example", authority="212000-1967")]
    invitation = invite_people(goteborg, network=cast.network, wanted=wanted)[0].invitation
    assert invitation
    return {
        "goteborg": [
            "/",
            f"/networks/{network}/",
            f"/networks/{network}/rooms/",
            f"/networks/{network}/people/",
            f"/networks/{network}/documents/",
            f"/networks/{network}/analyses/",
            f"/analyses/{analysis.pk}/change/",
            f"/networks/{network}/tasks/",
            f"/tasks/{task.pk}/",
            f"/tasks/{task.pk}/change/",
            f"/messages/{message.pk}/task/",
            f"/networks/{network}/seats/{cast.seats['goteborg'].pk}/",
            f"/networks/{network}/needs/",
            f"/needs/{need.pk}/",
            f"/needs/{need.pk}/change/",
            "/search/?q=leverans",
            "/search/?q=och",
            f"/rooms/{room.pk}/",
            f"/documents/{document.pk}/",
            f"/messages/{message.pk}/edit/",
            f"/messages/{message.pk}/delete/",
            f"/networks/{network}/follow-up/",
            "/profile/",
            "/profile/notices/",
            "/accounts/password/change/",
            "/nothing/here/",
        ],
        "stockholm": [
            "/reminders/",
            f"/analyses/{analysis.pk}/",
            f"/rooms/{private_room.pk}/",
        ],
        "turku": [f"/rooms/{room.pk}/"],
        "kiruna": [f"/networks/{network}/", f"/invitations/{token_of(invitation)}/"],
        "facilitator": ["/", "/overview/", f"/networks/{network}/"],
        "": [
            "/accounts/login/",
            "/accounts/signup/",
            "/accounts/password/reset/",
            "/accounts/password/reset/done/",
            "/about/",
            f"/invitations/{token_of(invitation)}/",
            "/invitations/made-up/",
            urlsplit(answer_link(Notice.objects.get(cause="reminder_due"))).path,
            "/answer/made-up/",
            urlsplit(unsubscribe_link(cast.people["stockholm"].pk, Kind.MENTION)).path,
        ],
    }


@pytest.mark.timeout(180)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_page_has_a_fault_that_axe_finds(
    visit: Visit, addresses: dict[str, list[str]], language: str
) -> None:
    found: dict[str, list[str]] = {}
    for name, paths in addresses.items():
        page = visit(name or None, paths[0], language)
        for path in paths:
            page.goto(path)
            assert page.locator("html").get_attribute("lang") == language
            found[f"{name} {path}"] = faults(page)

    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.timeout(180)
def test_no_page_scrolls_sideways_on_a_narrow_screen(visit: Visit, addresses: dict[str, list[str]]) -> None:
    wide: list[str] = []
    for name, paths in addresses.items():
        page = visit(name or None, paths[0], viewport=NARROW)
        for path in paths:
            page.goto(path)
            if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
                wide.append(f"{name} {path}")

    assert wide == []


def faults(page: Page) -> list[str]:
    """What axe finds, each with the first element it is about."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found["violations"]]
