"""Needs in full in a browser: no faults that axe finds, by keyboard, and without scripts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from needs.models import Need
from needs.services import add_goal, add_stakeholder, change_need, overrule_word
from needs.services.annexes import share_annex
from needs.services.publishing import take_snapshot
from tests.cast import Cast
from tests.e2e.conftest import Visit
from tests.e2e.test_accessibility import NARROW, faults
from tests.factories.decisions import put
from tests.factories.demand import a_line, an_annex, an_item
from tests.factories.needs import a_need

pytestmark = [pytest.mark.slow]
SAID: dict[str, Any] = {
    "problem": "Varor kommer med många små leveranser. Ett åkeri vågar inte byta till ellastbilar.",
    "affected_groups": "Den som tar emot varorna, köken och boende nära lastplatserna.",
    "current_state": "Varje stad har egna ramavtal och egna leveransfönster.",
    "desired_state": "Varorna kommer fram utan utsläpp, med färre stopp, när någon kan ta emot dem.",
    "trigger": "policy",
    "urgency": "medium",
    "out_of_scope": "Avfallstransporter, post och persontransporter.",
    "consequence_if_unmet": "Nya varuavtal tecknas på de gamla villkoren.",
}


@pytest.fixture
def need(cast: Cast) -> Need:
    """A need in full, with contracts around it."""
    goteborg = cast.actor("goteborg")
    need = change_need(goteborg, need=a_need(goteborg, zone="network"), **SAID)
    measured = {
        "baseline_value": Decimal(6),
        "baseline_year": 2025,
        "target_value": Decimal(80),
        "target_year": 2030,
    }
    add_goal(
        goteborg,
        need=need,
        statement="Varorna kommer fram utan utsläpp",
        unit="%",
        indicator="Andel leveranser utan utsläpp",
        owner_id=goteborg.person_id,
        **measured,
    )
    add_goal(goteborg, need=need, statement="Tyst leverans", indicator="Antal laddstolpar")
    add_stakeholder(goteborg, need=need, name="Mottagare i kök", kind="operations", interest="Hel kylkedja")
    reason = "Ordet beskriver åkeriernas läge i dag."
    overrule_word(goteborg, need=need, place="problem", word="ellastbilar", reason=reason)
    item = an_item(goteborg, need)
    for number, name in enumerate(("goteborg", "stockholm", "orebro", "aalborg")):
        actor = cast.actor(name)
        ends = actor.now.date() + timedelta(days=150 + 45 * number)
        annex = an_annex(actor, need, current_contract_end=ends, current_supplier="Åkeriet")
        if name != "aalborg":
            share_annex(actor, annex=annex)
        a_line(actor, item)
    put(goteborg)
    return need


@pytest.mark.timeout(240)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_page_of_needs_has_a_fault_that_axe_finds(
    visit: Visit, cast: Cast, need: Need, language: str
) -> None:
    found: dict[str, list[str]] = {}
    page = visit("goteborg", "/", language)
    shared = need.annexes.get(declared_by=cast.authority("stockholm"))
    coordinator = cast.actor("goteborg")
    item, line = need.items.get(), a_line(coordinator, need.items.get())
    theirs = need.lines.exclude(declared_by=coordinator.authority_id).earliest("pk")
    snapshot = take_snapshot(coordinator, need=need, title="RFI")
    for path in (
        f"/needs/{need.pk}/annex/",
        f"/needs/{need.pk}/demand/",
        f"/needs/{need.pk}/demand/{line.pk}/",
        f"/needs/{need.pk}/demand/{theirs.pk}/",
        f"/needs/{need.pk}/demand/items/{item.pk}/",
        f"/needs/{need.pk}/demand/sheet/",
        f"/needs/{need.pk}/snapshots/{snapshot.pk}/",
        f"/needs/{need.pk}/",
        f"/needs/{need.pk}/statement/",
        f"/needs/{need.pk}/goals/",
        f"/needs/{need.pk}/stakeholders/",
        f"/needs/{need.pk}/versions/",
        f"/needs/{need.pk}/annexes/{shared.pk}/",
        f"/networks/{cast.network.pk}/radar/",
        "/authority/",
    ):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(path)
        found[path] = faults(page)
        page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
        if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
            found[path].append("scrolls sideways")

    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.timeout(180)
def test_without_scripts_a_goal_is_added_and_a_word_let_stand(visit: Visit, need: Need) -> None:
    page = visit("goteborg", f"/needs/{need.pk}/", java_script_enabled=False)

    page.get_by_role("link", name="Add an effect goal").click()
    page.get_by_label("Effect goal").fill("Färre stopp vid varje adress")
    page.locator("#id_baseline_value").fill("8")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Give the value together with its year.")
    page.get_by_label("Year of the baseline").fill("2025")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#goals").get_by_text("Färre stopp vid varje adress")).to_be_visible()

    page.get_by_text("Let “laddstolpar” stand").click()
    page.get_by_label("Why it may stand").fill("Mottagningarna har dem redan.")
    page.get_by_role("button", name="Let it stand, in my name").click()
    expect(page.locator("#product-words").get_by_text("Mottagningarna har dem redan.")).to_be_visible()


@pytest.mark.timeout(180)
def test_a_statement_is_written_by_keyboard(visit: Visit, need: Need) -> None:
    page = visit("goteborg", f"/needs/{need.pk}/statement/")

    page.get_by_label("Out of scope").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Post")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Every version of the need is kept.")).to_be_visible()
    expect(page.locator("#statement").get_by_text("Post", exact=True)).to_be_visible()
