"""A personal link in a real browser: by keyboard, with and without scripts, seen by others at once."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from decisions.codes import code_of
from decisions.mails import link_of
from decisions.models import Question, Signatory, SigningCode
from tests.cast import Cast
from tests.e2e.conftest import Visit
from tests.e2e.test_accessibility import NARROW, faults
from tests.factories.decisions import put
from tests.factories.signing import asked_to_sign

pytestmark = [pytest.mark.slow]


@pytest.fixture
def question(cast: Cast) -> Question:
    """Open for two weeks."""
    return put(cast.actor("goteborg"), text="Samma frågor i alla länder, **samma dag**.\n\n- en\n- två")


def path_of(signatory: Signatory) -> str:
    return urlsplit(link_of(signatory)).path


def faults_of(page: Page) -> list[str]:
    """What axe finds, and whether a telephone has to scroll sideways."""
    found: list[str] = faults(page)
    page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
    is_wide = page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]
    page.set_viewport_size({"width": 1280, "height": 900})
    return [*found, "scrolls sideways"] if is_wide else found


@pytest.mark.timeout(180)
@pytest.mark.parametrize(("language", "options"), [("sv", {}), ("en", {"java_script_enabled": False})])
def test_somebody_without_a_seat_reads_and_signs_by_keyboard(
    visit: Visit, cast: Cast, question: Question, language: str, options: dict[str, Any]
) -> None:
    signatory = asked_to_sign(cast.actor("stockholm"), question, language=language)
    page = visit(None, path_of(signatory), **options)
    assert question.title not in page.content()
    found = faults_of(page) if not options else []

    page.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=code]")).to_be_visible()
    page.locator("[name=code]").fill(code_of(SigningCode.objects.get()))
    found += faults_of(page) if not options else []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(question.title)
    found += faults_of(page) if not options else []
    page.locator("[name=says][value=approved]").check()
    page.locator("form button[type=submit]").last.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".notice[role=status]")).to_be_visible()
    assert signatory.signatures.get().says == "approved"
    assert found == []
    page.goto("/networks/")
    assert question.title not in page.content()


@pytest.mark.timeout(180)
def test_who_asked_sees_the_signature_at_once(visit: Visit, cast: Cast, question: Question) -> None:
    watching = visit("stockholm", f"/decisions/{question.pk}/")
    watching.get_by_text("Ask somebody without a seat").click()
    watching.get_by_label("Name").fill("Karin Berg")
    watching.get_by_label("Role at your authority").fill("Ekonomichef")
    watching.get_by_label("E-mail address").fill("karin@stockholm.example")
    watching.get_by_role("button", name="Send the link").click()
    expect(watching.get_by_text("karin@stockholm.example")).to_be_visible()
    assert faults_of(watching) == []
    page = visit(None, path_of(Signatory.objects.get()))

    page.get_by_role("button").click()
    page.locator("[name=code]").fill(code_of(SigningCode.objects.get()))
    page.keyboard.press("Enter")
    page.locator("[name=says][value=approved]").check()
    page.locator("form button[type=submit]").last.click()

    expect(watching.locator("#answers").get_by_text("Karin Berg, Ekonomichef")).to_be_visible()


@pytest.mark.timeout(180)
def test_an_answer_by_a_lent_mandate_is_the_authoritys_at_once(
    visit: Visit, cast: Cast, question: Question
) -> None:
    watching = visit("goteborg", f"/decisions/{question.pk}/")
    signatory = asked_to_sign(cast.actor("stockholm"), question, language="sv", capacity="answers")
    page = visit(None, path_of(signatory))

    page.get_by_role("button").click()
    page.locator("[name=code]").fill(code_of(SigningCode.objects.get()))
    page.keyboard.press("Enter")
    page.locator("[name=stance][value=with_change]").check()
    page.locator("[name=reason]").fill("Mät kylan.")
    assert faults_of(page) == []
    page.locator("form button[type=submit]").last.click()

    expect(page.locator(".notice[role=status]")).to_be_visible()
    answers = watching.locator("#answers")
    expect(answers.get_by_text("Mät kylan.")).to_be_visible()
    expect(answers.get_by_text("Karin Berg, Ekonomichef, asked by")).to_be_visible()
    expect(watching.get_by_text("Has not answered yet")).to_have_count(3)
