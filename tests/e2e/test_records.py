"""All records in a browser: asked for, made by a worker meanwhile, fetched, and no fault that axe finds."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from accounts.models import Employment
from documents.services import create_document
from messaging.models import Room
from messaging.services import post_message
from records.jobs import make_exports
from records.models import RecordExport
from tests.cast import Cast
from tests.e2e.conftest import Visit
from tests.e2e.test_accessibility import NARROW, faults
from tests.factories.documents import Pen

pytestmark = [pytest.mark.slow]


@pytest.fixture
def registrator(cast: Cast, room: Room) -> str:
    """Stockholm's, in whose network something was said and written."""
    stockholm = cast.actor("stockholm")
    post_message(stockholm, room=room, body="Sjuttio i veckan.")
    document = create_document(stockholm, network=cast.network, title="Behov", zone="authority")
    pen = Pen()
    pen.paragraph("Fram utan utsläpp")
    pen.send(stockholm, document)
    Employment.objects.filter(user=cast.people["stockholm"]).update(role="registrator")
    return "stockholm"


@pytest.mark.timeout(180)
def test_a_registrator_asks_leaves_comes_back_and_fetches_the_archive(
    visit: Visit, registrator: str, tmp_path: Path
) -> None:
    page = visit(registrator, "/authority/")
    page.get_by_role("button", name="Gather all our records").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your records are being gathered. You can leave this page.")).to_be_visible()
    expect(page.get_by_role("progressbar", name="How far it has come")).to_be_visible()
    page.goto("/")

    assert make_exports(ids=[str(RecordExport.objects.get().pk)]) == 1

    page.goto("/authority/")
    with page.expect_download() as fetching:
        page.get_by_role("link", name="Stockholms stad").last.click()
    there = tmp_path / "archive.zip"
    fetching.value.save_as(there)
    with ZipFile(there) as archive:
        assert archive.testzip() is None
        assert any("Sjuttio i veckan." in archive.read(name).decode() for name in archive.namelist())


@pytest.mark.timeout(180)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_neither_the_page_nor_the_index_of_an_archive_has_a_fault_that_axe_finds(
    visit: Visit, registrator: str, tmp_path: Path, language: str
) -> None:
    page = visit(registrator, "/authority/", language)
    address = page.locator("form[action$='/records/'] button")
    found = faults(page)
    address.click()
    found += faults(page)
    export = RecordExport.objects.get()
    make_exports(ids=[str(export.pk)])
    page.goto("/authority/")
    found += faults(page)
    page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]

    with page.expect_download() as fetching:
        page.locator(f"a[href*='{export.pk}']").click()
    with ZipFile(fetching.value.path()) as archive:
        archive.extractall(tmp_path)
    index = visit(None, "/", language)
    index.goto((tmp_path / "index.html").as_uri())
    found += faults(index)

    assert found == []
    assert index.locator("html").get_attribute("lang") == language
