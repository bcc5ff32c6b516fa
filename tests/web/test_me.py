from access.actor import Actor
from messaging.models import Room
from messaging.services import post_message
from tasks.models import Occurrence
from tests.cast import Cast
from tests.web.conftest import Browser


def test_me_tells_who_where_and_what_waits(
    browser: Browser, cast: Cast, room: Room, goteborg: Actor, reminder: Occurrence
) -> None:
    post_message(goteborg, room=room, body="Hej.")

    me = browser("stockholm").get("/api/v1/me/").json()

    assert me["id"] == str(cast.people["stockholm"].pk)
    assert me["person"]["name"] == "Stockholm"
    assert me["authority"]["name"] == "Stockholms stad"
    assert [(one["name_en"], one["phase"], one["role"], one["unread"]) for one in me["networks"]] == [
        ("Nordic zero-emission delivery", "shaping_demand", "member", 1)
    ]
    assert me["unread"] == 1
    assert me["reminders_due"] == 1


def test_me_of_the_facilitator_has_no_networks(browser: Browser) -> None:
    me = browser("facilitator").get("/api/v1/me/").json()

    assert me["networks"] == []
    assert me["person"]["site_role"] == "facilitator"
