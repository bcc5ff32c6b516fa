"""What is written survives the way to the server, whatever becomes of it."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from documents.models import Document
from documents.services import create_document
from networks.services import change_role, end_seat
from tests.cast import Cast
from tests.e2e.conftest import Visit
from tests.e2e.house import House
from tests.e2e.writing import TEXT, following, paragraphs_at_server, saved, write, written

pytestmark = [pytest.mark.slow]

NO_SOCKETS = """
window.WebSocket = class {
  static OPEN = 1;
  constructor() { setTimeout(() => { this.onerror?.({}); this.onclose?.({ code: 1006, reason: "" }); }, 10); }
  close() {}
  send() {}
};
"""


@pytest.fixture
def document(cast: Cast) -> Document:
    """An empty document of the whole network."""
    return create_document(cast.actor("goteborg"), network=cast.network, title="Behov av leveranser")


def path_of(document: Document) -> str:
    """The page of the document."""
    return f"/documents/{document.pk}/"


def state(page: Page, name: str) -> None:
    """Wait until the page says this of where the words are."""
    expect(page.locator("[data-part=status]")).to_have_attribute("data-state", name)


def without_sockets(visit: Visit, name: str, document: Document) -> Page:
    """The document's page in a browser whose network refuses WebSockets, once it writes over HTTP."""
    page = visit(name, "/about/")
    page.add_init_script(NO_SOCKETS)
    page.goto(path_of(document))
    expect(page.locator("body")).to_have_attribute("data-document-state", "slow")
    return page


def test_two_people_without_a_connection_lose_nothing_of_each_other(visit: Visit, document: Document) -> None:
    first, second = (following(visit(name, path_of(document))) for name in ("orebro", "aalborg"))
    write(first, "Gemensamt.")
    written(second, "Gemensamt.")
    saved(first)

    for page, words in ((first, " Örebro utan nät."), (second, " Aalborg utan nät.")):
        page.context.set_offline(offline=True)
        write(page, words)
        state(page, "offline")
        expect(page.locator("[data-part=status]")).to_have_text("Offline: kept on this device")
    for page in (first, second):
        page.context.set_offline(offline=False)
        saved(page)

    for page in (first, second):
        expect(page.locator(TEXT)).to_contain_text("Örebro utan nät.")
        expect(page.locator(TEXT)).to_contain_text("Aalborg utan nät.")
    (line,) = paragraphs_at_server(document)
    assert sorted(re.findall(r"\w+ utan nät\.", line)) == ["Aalborg utan nät.", "Örebro utan nät."]


def test_words_written_without_a_connection_outlive_the_page(visit: Visit, document: Document) -> None:
    page = following(visit("orebro", path_of(document)))
    write(page, "Med nät.")
    saved(page)
    page.route("**/sync/**", lambda route: route.abort())
    page.context.set_offline(offline=True)
    write(page, " Utan nät.")
    state(page, "offline")

    page.context.set_offline(offline=False)
    page.close()
    again = page.context.new_page()
    again.goto(path_of(document))

    written(again, "Med nät. Utan nät.")
    saved(again)
    assert paragraphs_at_server(document) == ["Med nät. Utan nät."]


def test_where_sockets_are_refused_people_write_over_http(visit: Visit, document: Document) -> None:
    first = without_sockets(visit, "orebro", document)
    second = following(visit("aalborg", path_of(document)))

    write(first, "Utan sockets.")
    expect(second.locator(TEXT)).to_contain_text("Utan sockets.")
    saved(first)
    write(second, " Med socket.")

    written(first, "Utan sockets. Med socket.")
    assert paragraphs_at_server(document) == ["Utan sockets. Med socket."]


def test_edits_made_offline_by_two_over_http_both_survive(visit: Visit, document: Document) -> None:
    first, second = (without_sockets(visit, name, document) for name in ("orebro", "aalborg"))
    write(first, "Gemensamt.")
    written(second, "Gemensamt.")
    saved(first)
    for page, words in ((first, " Ett."), (second, " Två.")):
        page.context.set_offline(offline=True)
        write(page, words)
        state(page, "offline")

    for page in (first, second):
        page.context.set_offline(offline=False)
        saved(page)

    for page in (first, second):
        expect(page.locator(TEXT)).to_contain_text("Ett.")
        expect(page.locator(TEXT)).to_contain_text("Två.")
    (line,) = paragraphs_at_server(document)
    assert line.count("Ett.") == line.count("Två.") == line.count("Gemensamt.") == 1


def test_a_restart_loses_and_doubles_nothing(visit: Visit, document: Document, house: House) -> None:
    page = following(visit("orebro", path_of(document)))
    write(page, "Före.")
    saved(page)

    house.stop()
    write(page, " Under omstarten.")
    expect(page.locator("[data-part=status]")).not_to_have_attribute("data-state", "saved")
    house.start()

    saved(page)
    written(page, "Före. Under omstarten.")
    assert paragraphs_at_server(document) == ["Före. Under omstarten."]


def test_saved_is_not_said_before_the_server_has_it(visit: Visit, document: Document) -> None:
    page = following(visit("orebro", path_of(document)))

    write(page, "Sant.")
    saved(page)

    assert paragraphs_at_server(document) == ["Sant."]
    page.keyboard.press("Backspace")
    state(page, "saving")
    saved(page)
    assert paragraphs_at_server(document) == ["Sant"]


def test_document_that_began_anew_keeps_what_only_the_browser_has(visit: Visit, document: Document) -> None:
    page = following(visit("orebro", path_of(document)))
    write(page, "Sparat.")
    saved(page)
    page.context.set_offline(offline=True)
    write(page, " Bara här.")
    state(page, "offline")

    Document.objects.filter(pk=document.pk).update(epoch="another")
    page.context.set_offline(offline=False)

    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("begun anew")
    with page.expect_download() as download:
        notice.get_by_role("button", name="Download my text").click()
    assert download.value.path().read_text() == "Sparat. Bara här."
    notice.get_by_role("button", name="Load the page again").click()
    expect(page.get_by_role("alert")).to_contain_text("never reached the server")
    page.get_by_role("button", name="Remove it from this device").click()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_page_leaves_and_the_copy_goes_when_the_seat_ends(
    visit: Visit, document: Document, cast: Cast
) -> None:
    page = following(visit("orebro", path_of(document)))

    end_seat(cast.actor("goteborg"), seat=cast.seats["orebro"])

    expect(page).to_have_url(re.compile("/$"))


def test_signing_out_clears_the_copies_of_this_device(visit: Visit, document: Document) -> None:
    page = following(visit("orebro", path_of(document)))
    write(page, "Kvar hos servern.")
    saved(page)
    names = "async () => (await indexedDB.databases()).map(one => one.name)"
    assert any(name.startswith("samverk:document:") for name in page.evaluate(names))

    page.locator(".menu summary").click()
    page.get_by_role("button", name="Sign out").click()

    expect(page).to_have_url(re.compile("/accounts/login/"))
    assert not [name for name in page.evaluate(names) if name.startswith("samverk:document:")]
    assert page.evaluate("localStorage.getItem('samverk:copies')") == "{}"


def test_signing_out_warns_where_words_would_be_lost(visit: Visit, document: Document) -> None:
    page = following(visit("orebro", path_of(document)))
    page.context.set_offline(offline=True)
    write(page, "Bara här.")
    state(page, "offline")
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)

    page.locator(".menu summary").click()
    page.get_by_role("button", name="Sign out").click()

    assert [text for text in asked if "Behov av leveranser" in text]
    expect(page.locator(TEXT)).to_have_text("Bara här.")


def test_what_is_too_much_at_once_is_said_and_kept(visit: Visit, document: Document) -> None:
    page = following(visit("orebro", path_of(document)))
    write(page, "Sparat.")
    saved(page)

    much = "Ett stycke text som är för långt. " * 130_000
    page.evaluate("text => document.execCommand('insertText', false, text)", much)

    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("can't be saved in one go")
    with page.expect_download() as download:
        notice.get_by_role("button", name="Download my text").click()
    assert download.value.path().read_text().startswith("Sparat.Ett stycke")
    notice.get_by_role("button", name="Remove it from this device").click()
    written(following(page), "Sparat.")
    write(page, " Mindre.")
    saved(page)
    assert paragraphs_at_server(document) == ["Sparat. Mindre."]


def test_role_that_writes_no_more_types_nothing_in_vain(visit: Visit, document: Document, cast: Cast) -> None:
    page = following(visit("orebro", path_of(document)))
    write(page, "Sparat.")
    saved(page)

    change_role(cast.actor("goteborg"), seat=cast.seats["orebro"], role="observer")
    page.keyboard.type("Förgäves.")

    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("does not write in this document any more")
    expect(page.locator(TEXT)).to_have_attribute("contenteditable", "false")
    with page.expect_download() as download:
        notice.get_by_role("button", name="Download my text").click()
    # The page has all that was typed until the server said no, and the server at most what came before.
    typed, (taken,) = download.value.path().read_text(), paragraphs_at_server(document)
    assert typed.startswith("Sparat.F")
    assert typed.startswith(taken)
    page.keyboard.type("Ännu mer.")
    assert paragraphs_at_server(document) == [taken]
