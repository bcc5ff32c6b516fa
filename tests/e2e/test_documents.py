"""Writing together in real browsers: at once, without a connection, and where sockets are refused."""

import re

import pytest
from playwright.sync_api import expect

from documents.models import Document
from documents.services import create_document
from tests.cast import Cast
from tests.e2e.conftest import Visit
from tests.e2e.writing import TEXT, at_the_end, following, paragraphs_at_server, saved, write, written

pytestmark = [pytest.mark.slow]

NO_SOCKETS = (
    "window.WebSocket = class { static OPEN = 1; constructor() { setTimeout(() =>"
    " { this.onerror?.({}); this.onclose?.({code: 1006, reason: ''}) }, 10) } close() {} send() {} }"
)


@pytest.fixture
def document(cast: Cast) -> Document:
    """An empty document of the whole network."""
    return create_document(cast.actor("goteborg"), network=cast.network, title="Behov av leveranser")


def test_two_people_write_at_once_and_see_each_other(visit: Visit, document: Document) -> None:
    first = following(visit("orebro", f"/documents/{document.pk}/"))
    second = following(visit("aalborg", f"/documents/{document.pk}/"))

    write(first, "Örebro skriver detta.")
    expect(second.locator(TEXT)).to_contain_text("Örebro skriver detta.")
    at_the_end(second)
    second.keyboard.press("Enter")
    first.keyboard.type(" Och mer.")
    second.keyboard.type("Aalborg skriver der.")

    written(first, "Örebro skriver detta. Och mer.", "Aalborg skriver der.")
    written(second, "Örebro skriver detta. Och mer.", "Aalborg skriver der.")
    saved(first, second)
    assert paragraphs_at_server(document) == ["Örebro skriver detta. Och mer.", "Aalborg skriver der."]
    expect(second.locator(".caret__label")).to_have_attribute("data-name", "Orebro, Örebro kommun")
    expect(second.locator("[data-here]")).to_contain_text("Orebro, Örebro kommun")


def test_others_changes_are_announced_and_the_focus_stays(visit: Visit, document: Document) -> None:
    first = following(visit("orebro", f"/documents/{document.pk}/"))
    second = following(visit("aalborg", f"/documents/{document.pk}/"))
    second.get_by_role("button", name="Heading 2").focus()

    first.locator(TEXT).click()
    first.get_by_role("button", name="Heading 2").click()
    first.keyboard.type("Behov")
    first.keyboard.press("Enter")
    first.keyboard.type("Sju fordon.")

    announcer = second.locator("[data-part=announcer]")
    expect(announcer).to_have_text(re.compile("^Orebro, Örebro kommun writes (under|at the beg)"))
    expect(second.get_by_role("button", name="Heading 2")).to_be_focused()
    assert announcer.get_attribute("aria-live") == "polite"
