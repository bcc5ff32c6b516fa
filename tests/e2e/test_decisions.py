"""Deciding in a browser: by keyboard, without scripts, and seen by others at once."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from decisions.models import Question
from decisions.services import accede, answer_question
from documents.services import create_document, name_revision
from notices.links import answer_link
from notices.models import Cause, Notice
from tests.cast import Cast
from tests.e2e.conftest import Visit
from tests.e2e.test_accessibility import NARROW, faults
from tests.factories.decisions import DAY, carried, put, run_out

pytestmark = [pytest.mark.slow]


@pytest.fixture
def question(cast: Cast) -> Question:
    """Open for two weeks."""
    return put(cast.actor("goteborg"), text="Samma frågor i alla länder, **samma dag**.\n\n- en\n- två")


@pytest.fixture
def addresses(cast: Cast, question: Question) -> dict[str, list[str]]:
    """Every page of decisions, by who looks at it."""
    goteborg, stockholm, orebro = map(cast.actor, ("goteborg", "stockholm", "orebro"))
    statement = carried(goteborg, stockholm, title="Avsiktsförklaring", is_open_for_accession=True)
    accede(
        orebro, question=statement, target="20 procent", target_on=timezone.localdate() + timedelta(days=900)
    )
    answer_question(stockholm, question=question, stance="cannot", reason="Avtalet löper till 2029.")
    answer_question(stockholm, question=question, stance="with_change", reason="Mät kylan.")
    decided = put(goteborg, title="Avgjord", quorum=1, closes_at=question.closes_at - DAY)
    answer_question(orebro, question=decided, stance="cannot", reason="Budgeten")
    run_out(decided)
    document = create_document(goteborg, network=cast.network, title="Behov")
    name_revision(goteborg, document=document, name="Till beslut")
    asked = Notice.objects.get(
        cause=Cause.DECISION_ASKED, cause_id=question.pk, person=cast.people["aalborg"]
    )
    return {
        "goteborg": [
            f"/networks/{cast.network.pk}/decisions/",
            f"/networks/{cast.network.pk}/decisions/?about=document:{document.pk}",
            f"/documents/{document.pk}/",
            f"/decisions/{question.pk}/",
            f"/decisions/{decided.pk}/",
            f"/documents/{document.pk}/sign-off/",
        ],
        "aalborg": [f"/decisions/{statement.pk}/", f"/decisions/{question.pk}/"],
        "turku": [f"/decisions/{question.pk}/"],
        "": [urlsplit(answer_link(asked, "decide")).path],
    }


@pytest.mark.timeout(180)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_page_has_a_fault_that_axe_finds_and_none_is_too_wide(
    visit: Visit, addresses: dict[str, list[str]], language: str
) -> None:
    found: dict[str, list[str]] = {}
    for name, paths in addresses.items():
        page = visit(name or None, paths[0], language)
        for path in paths:
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(path)
            found[f"{name} {path}"] = faults(page)
            page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
            if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
                found[f"{name} {path}"].append("scrolls sideways")

    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.timeout(180)
def test_an_answer_by_keyboard_is_seen_by_others_at_once(visit: Visit, question: Question) -> None:
    watching = visit("goteborg", f"/decisions/{question.pk}/")
    expect(watching.get_by_text("Has not answered yet")).to_have_count(4)
    page = visit("stockholm", f"/decisions/{question.pk}/")

    page.get_by_label("We support it", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Reason").fill("Mät kylan.")
    page.get_by_role("button", name="Save the answer").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("The answer of your authority is saved.")).to_be_visible()
    expect(watching.locator("#answers").get_by_text("Mät kylan.")).to_be_visible()
    expect(watching.get_by_text("Has not answered yet")).to_have_count(3)


@pytest.mark.timeout(180)
def test_without_scripts_everything_still_works(visit: Visit, question: Question) -> None:
    page = visit("stockholm", f"/decisions/{question.pk}/", java_script_enabled=False)
    page.get_by_label("We cannot").check()
    page.get_by_role("button", name="Save the answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")

    page.get_by_label("Reason").fill("Avtalet löper till 2029.")
    page.get_by_role("button", name="Save the answer").click()

    expect(page.locator("#answers").get_by_text("Avtalet löper till 2029.")).to_be_visible()
