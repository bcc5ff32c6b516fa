"""What browser tests of documents do and ask."""

from typing import Any

from playwright.sync_api import Page, expect
from pycrdt import Doc

from documents.content import read_content
from documents.models import Document
from documents.reading import state_of
from documents.rendering import lines_of
from documents.schema import Content

TEXT = ".writing__text"


def following(page: Page) -> Page:
    """The page, once it writes over its socket."""
    expect(page.locator("body")).to_have_attribute("data-document-state", "live")
    expect(page.locator(TEXT)).to_be_visible()
    return page


def at_the_end(page: Page) -> None:
    """Put the cursor at the end of the text, and wait until the editor has heard of it."""
    page.locator(TEXT).click()
    page.keyboard.press("Control+End")
    heard(page)


def heard(page: Page) -> None:
    """Wait until the editor knows where the cursor is: it hears a moment later, as of everybody's keys."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def write(page: Page, text: str) -> None:
    """Write at the end of the text."""
    at_the_end(page)
    page.keyboard.type(text)


def written(page: Page, *paragraphs: str) -> None:
    """Wait until the page shows exactly these paragraphs."""
    expect(page.locator(f"{TEXT} > p")).to_have_text(list(paragraphs))


def saved(*pages: Page) -> None:
    """Wait until each page says that everything is with the server."""
    for page in pages:
        expect(page.locator("[data-part=status]")).to_have_attribute("data-state", "saved")


def content_at_server(document: Document) -> Content:
    """What a new reader gets."""
    doc: Doc[Any] = Doc()
    doc.apply_update(state_of(document.pk).missing)
    return read_content(doc)


def paragraphs_at_server(document: Document) -> list[str]:
    """The lines that a new reader gets."""
    return [line for block in content_at_server(document)["content"] for line in lines_of(block)]
