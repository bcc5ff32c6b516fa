import re

import pytest
from playwright.sync_api import expect

from messaging.models import Room
from tests.e2e.conftest import Visit
from tests.e2e.test_room import live, path_of

pytestmark = [pytest.mark.slow]


def test_room_opened_by_another_appears_in_the_list(visit: Visit, room: Room) -> None:
    page = live(visit("orebro", path_of(room)))
    opener = visit("goteborg", f"/networks/{room.network_id}/rooms/")

    opener.get_by_label("What the room is about").fill("Leveransrutiner")
    opener.get_by_role("button", name="Open the room").click()

    expect(page.get_by_role("link", name=re.compile("Leveransrutiner"))).to_be_visible()
