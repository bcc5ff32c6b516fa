from pathlib import Path

import pytest
from playwright.sync_api import expect

from files.models import StoredFile
from messaging.models import Attachment, Room
from tests.e2e.conftest import Visit
from tests.e2e.test_room import live, path_of
from tests.factories.files import png
from tests.live.harness import wait_until

pytestmark = [pytest.mark.slow]


def test_files_are_chosen_taken_back_and_sent_and_others_see_them(
    visit: Visit, room: Room, tmp_path: Path
) -> None:
    picture, text, wrong = (tmp_path / name for name in ("bil.png", "volymer.txt", "virus.exe"))
    picture.write_bytes(png(40, 30))
    text.write_text("4 500")
    wrong.write_bytes(b"MZ")
    reader = live(visit("goteborg", path_of(room)))
    writer = live(visit("orebro", path_of(room)))

    writer.locator("[data-files]").set_input_files([picture, text, wrong])

    chosen = writer.locator("[data-chosen] li")
    expect(chosen).to_have_count(3)
    expect(chosen.filter(has_text="virus.exe:")).to_be_visible()
    expect(writer.locator("[data-chosen] progress")).to_have_count(0)
    chosen.filter(has_text="volymer.txt").get_by_role("button").click()
    writer.get_by_role("button", name="Send", exact=True).click()

    expect(reader.locator("[data-attached] img")).to_have_attribute("alt", "bil.png")
    expect(writer.locator("[data-attached] img")).to_be_visible()
    expect(writer.locator("[data-chosen] li")).to_have_count(0)
    shown = reader.locator("[data-attached] img")
    shown.scroll_into_view_if_needed()  # pictures out of sight are not fetched
    wait_until(lambda: shown.evaluate("image => image.complete && image.naturalWidth") == 40)
    wait_until(lambda: StoredFile.objects.filter(state="erased").count() == 1)
    wait_until(lambda: Attachment.objects.count() == 1)
