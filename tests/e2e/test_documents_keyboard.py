"""Writing without a mouse, without sight, without rights, and without scripts."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from documents.models import Document
from documents.services import create_document
from tests.cast import Cast
from tests.e2e.conftest import Visit
from tests.e2e.test_accessibility import NARROW, faults
from tests.e2e.writing import TEXT, content_at_server, following, paragraphs_at_server, saved, write

pytestmark = [pytest.mark.slow]


@pytest.fixture
def document(cast: Cast) -> Document:
    """A needs document with its headings, of the whole network."""
    actor = cast.actor("goteborg")
    return create_document(
        actor, network=cast.network, title="Behov av leveranser", template="need", language="en"
    )


@pytest.fixture
def blank(cast: Cast) -> Document:
    """An empty document of the whole network."""
    return create_document(cast.actor("goteborg"), network=cast.network, title="Volymer")


def focused(page: Page) -> str:
    """The name of what has the focus."""
    script = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()"
    return str(page.evaluate(script))


def tab_to_text(page: Page) -> None:
    """Go by Tab alone from the top of the page into the text."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.writing__text')"):
            return
    raise AssertionError("The text can't be reached by keyboard.")


def test_keyboard_alone_writes_a_table_and_leaves_it(visit: Visit, blank: Document) -> None:
    page = following(visit("orebro", f"/documents/{blank.pk}/"))
    tab_to_text(page)

    page.keyboard.press("Escape")
    assert focused(page) == "Heading 1"
    for _ in range(20):
        if focused(page) == "Insert a table":
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    for words in ("År", "Fordon", "Status", "2027", "7", "Klart", "2028", "12", "Plan"):
        page.keyboard.type(words)
        if words != "Plan":
            page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("2029")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("Efter tabellen.")

    saved(page)
    table, paragraph = content_at_server(blank)["content"]
    rows = [[cell["type"] for cell in row["content"]] for row in table["content"]]
    assert rows == [["tableHeader"] * 3, *[["tableCell"] * 3] * 3]
    lines = [line for line in paragraphs_at_server(blank) if line]
    assert lines == [
        *("År", "Fordon", "Status", "2027", "7", "Klart", "2028", "12", "Plan", "2029"),
        "Efter tabellen.",
    ]
    assert paragraph["type"] == "paragraph"


def test_tab_is_no_trap(visit: Visit, blank: Document) -> None:
    page = following(visit("orebro", f"/documents/{blank.pk}/"))
    tab_to_text(page)
    page.keyboard.type("- ett")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("under ett")
    assert page.locator(f"{TEXT} li li").inner_text() == "under ett"

    page.keyboard.press("Escape")
    assert focused(page) == "Heading 1"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('.writing') === null")
    page.locator(TEXT).focus()
    page.keyboard.press("Alt+F10")
    assert page.evaluate("document.activeElement.closest('[role=toolbar]') !== null")


def test_toolbar_says_what_is_on_and_is_one_tab_stop(visit: Visit, blank: Document) -> None:
    page = following(visit("orebro", f"/documents/{blank.pk}/"))
    write(page, "Viktigt")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+b")

    expect(page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Italic")).to_have_attribute("aria-pressed", "false")
    assert page.locator("[role=toolbar] button[tabindex='0']").count() == 1
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "false")


def test_undo_takes_back_ones_own_words_only(visit: Visit, blank: Document) -> None:
    first, second = (following(visit(name, f"/documents/{blank.pk}/")) for name in ("orebro", "aalborg"))
    write(first, "Örebro.")
    expect(second.locator(TEXT)).to_contain_text("Örebro.")
    write(second, " Aalborg.")
    expect(first.locator(TEXT)).to_contain_text("Aalborg.")

    first.get_by_role("button", name="Undo what I wrote").click()

    expect(first.locator(TEXT)).to_have_text(" Aalborg.")
    expect(second.locator(TEXT)).to_have_text(" Aalborg.")


def test_link_is_made_by_keyboard_and_refuses_what_is_none(visit: Visit, blank: Document) -> None:
    page = following(visit("orebro", f"/documents/{blank.pk}/"))
    write(page, "Underlag")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is no address of a page or of an e-mail.")).to_be_visible()
    page.get_by_label("Address").fill("example.se/underlag")
    page.keyboard.press("Enter")

    expect(page.locator(f"{TEXT} a")).to_have_attribute("href", "https://example.se/underlag")
    expect(page.locator(TEXT)).to_be_focused()


def test_image_comes_from_a_file_and_is_seen_by_others(visit: Visit, blank: Document, tmp_path: Path) -> None:
    picture = tmp_path / "karta.png"
    Image.new("RGB", (40, 30), "teal").save(picture)
    first, second = (following(visit(name, f"/documents/{blank.pk}/")) for name in ("orebro", "turku"))
    write(first, "Kartan:")

    with first.expect_file_chooser() as chooser:
        first.get_by_role("button", name="Image from a file").click()
    chooser.value.set_files(picture)

    image = second.locator(f"{TEXT} img")
    expect(image).to_have_attribute("alt", "karta")
    expect(image).to_have_attribute("src", re.compile("^/api/v1/files/"))
    expect(image).to_have_js_property("naturalWidth", 40)
    expect(first.locator("[data-part=notice]")).to_have_text("The image karta.png is in the text.")


def test_file_that_is_no_image_is_refused_in_words(visit: Visit, blank: Document, tmp_path: Path) -> None:
    fake = tmp_path / "karta.png"
    fake.write_bytes(b"<html>not an image</html>")
    page = following(visit("orebro", f"/documents/{blank.pk}/"))
    write(page, "Kartan:")

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Image from a file").click()
    chooser.value.set_files(fake)

    notice = page.locator("[data-part=notice]")
    expect(notice).not_to_have_text(re.compile("Sending"))
    expect(notice).not_to_be_empty()
    assert page.locator(f"{TEXT} img").count() == 0


def test_observer_reads_and_follows_but_writes_nothing(visit: Visit, blank: Document) -> None:
    writer = following(visit("orebro", f"/documents/{blank.pk}/"))
    page = following(visit("turku", f"/documents/{blank.pk}/"))
    write(writer, "Sju fordon.")

    expect(page.locator(TEXT)).to_have_text("Sju fordon.")
    expect(page.locator("[data-part=status]")).to_have_text("Up to date")
    assert page.locator(TEXT).get_attribute("contenteditable") == "false"
    assert page.get_by_role("toolbar").count() == 0
    page.locator(TEXT).click()
    page.keyboard.type("Nej")
    expect(page.locator(TEXT)).to_have_text("Sju fordon.")
    expect(writer.locator("[data-here] li")).to_have_count(0)


def test_page_shows_the_text_without_javascript(visit: Visit, document: Document) -> None:
    page = visit("orebro", f"/documents/{document.pk}/", java_script_enabled=False)

    assert page.locator("[data-part=fallback] :is(h1, h2)").count() > 3
    assert page.locator("[data-part=fallback]").get_attribute("lang") == "en"
    expect(page.locator("[data-part=toolbar]")).to_be_hidden()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_no_fault_while_one_writes(visit: Visit, document: Document, language: str) -> None:
    page = following(visit("orebro", f"/documents/{document.pk}/", language))
    write(page, "")
    page.keyboard.press("Enter")
    page.keyboard.type("[ ] Fråga leverantörer")
    page.locator("[data-command=insertTable]").click()
    for heading in ("A", "B", "C"):
        page.keyboard.type(heading)
        page.keyboard.press("Tab")

    found = faults(page)
    page.keyboard.press("Control+k")
    found += faults(page)
    page.keyboard.press("Escape")
    page.goto(f"/networks/{document.network_id}/documents/")
    found += faults(page)
    observer = following(visit("turku", f"/documents/{document.pk}/", language))
    found += faults(observer)

    assert "\n".join(found) == ""


def test_page_fits_a_narrow_screen(visit: Visit, document: Document) -> None:
    page = following(visit("orebro", f"/documents/{document.pk}/", viewport=NARROW))

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
