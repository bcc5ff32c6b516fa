from typing import Any

import pytest

from notices.kinds import DEFAULTS, Kind, Way
from notices.manner import Every
from notices.models import manner_of
from tests.cast import Cast
from tests.web.conftest import Browser, text_of

WANTED: dict[str, Any] = {
    **{kind.value: "immediate" for kind in Kind},
    "mention": "digest",
    "every": "day",
    "weekday": 4,
    "hour": 7,
    "quiet_from": 18,
    "quiet_until": 8,
}


def test_the_page_shows_what_holds(browser: Browser, cast: Cast) -> None:
    page = text_of(browser("stockholm").get("/profile/notices/"))

    for kind in Kind:
        assert f'name="{kind.value}"' in page
    assert "Europe/Stockholm" in page
    checked = [line for line in page.split("<input") if "checked" in line]
    assert len(checked) == len(Kind) + 1
    assert DEFAULTS[Kind.TASK] is Way.DIGEST


def test_everything_is_saved_together(browser: Browser, cast: Cast) -> None:
    answer = browser("stockholm").post("/profile/notices/", WANTED)

    assert answer["Location"] == "/profile/notices/"
    manner = manner_of(cast.people["stockholm"])
    assert (manner.every, manner.weekday, manner.hour) == (Every.DAY, 4, 7)
    assert (manner.quiet_from, manner.quiet_until) == (18, 8)
    assert manner.way_of(Kind.MENTION) is Way.DIGEST
    assert manner.way_of(Kind.TASK) is Way.IMMEDIATE


@pytest.mark.parametrize("wrong", [{"every": "hour"}, {"weekday": 9}, {"hour": "x"}, {"mention": "shout"}])
def test_what_can_not_be_saved_is_said_and_nothing_is(
    browser: Browser, cast: Cast, wrong: dict[str, Any]
) -> None:
    answer = browser("stockholm").post("/profile/notices/", WANTED | wrong)

    assert answer.status_code == 422
    assert 'role="alert"' in text_of(answer)
    assert manner_of(cast.people["stockholm"]).ways == {}


def test_the_calendars_address_is_shown_once(browser: Browser) -> None:
    client = browser("stockholm")

    made = client.post("/profile/calendar/")
    again = text_of(client.get("/profile/notices/"))

    assert "/api/v1/calendar/" in text_of(made)
    assert made["Cache-Control"] == "no-store"
    assert "/api/v1/calendar/" not in again
    assert "You made an address on" in again


def test_nobody_signed_in_is_sent_to_sign_in(client: Any, db: None) -> None:
    for path in ("/profile/notices/", "/profile/calendar/"):
        assert client.get(path).status_code == 302
    assert client.post("/profile/calendar/").status_code == 302
