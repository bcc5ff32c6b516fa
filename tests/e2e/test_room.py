import re

import pytest
from playwright.sync_api import Page, expect

from access.actor import Actor
from messaging.models import Message, Room
from messaging.services import delete_message, edit_message, mark_read, post_message
from networks.services import end_seat
from tests.cast import Cast
from tests.e2e.conftest import Visit
from tests.e2e.house import House
from tests.live.harness import wait_until

pytestmark = [pytest.mark.slow]


def path_of(room: Room) -> str:
    """The page of the room."""
    return f"/rooms/{room.pk}/"


def live(page: Page) -> Page:
    """The page, once it hears what happens."""
    expect(page.locator("body")).to_have_attribute("data-feed-state", "live")
    return page


def bodies(page: Page) -> list[str]:
    """What the page shows, in its order."""
    return [text.strip() for text in page.locator("[data-timeline] [data-body]").all_inner_texts()]


def said(page: Page, *texts: str) -> None:
    """Wait until the page shows exactly these messages."""
    expect(page.locator("[data-timeline] [data-body]")).to_have_text(list(texts))


def test_message_is_written_and_sent_by_keyboard_alone(visit: Visit, room: Room) -> None:
    page = live(visit("orebro", path_of(room)))

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    for _ in range(40):
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("Vi har sju fordon.")
    for _stop in range(3):  # three stops on: files, what sharing means, sending
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    said(page, "Vi har sju fordon.")
    wait_until(lambda: Message.objects.filter(body="Vi har sju fordon.").count() == 1)


def test_message_of_another_enters_by_itself_and_is_announced(
    visit: Visit, room: Room, goteborg: Actor
) -> None:
    page = live(visit("orebro", path_of(room)))
    page.locator("textarea").focus()

    post_message(goteborg, room=room, body="Hur många **leveranser**?")

    said(page, "Hur många leveranser?")
    expect(page.locator("[data-timeline] .message__authority")).to_have_text("Göteborgs stad")
    expect(page.locator("[data-announcer]")).to_have_text(re.compile("Goteborg, Göteborgs stad writes:"))
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_many_messages_are_announced_as_a_number(visit: Visit, room: Room, goteborg: Actor) -> None:
    page = live(visit("orebro", path_of(room)))

    for number in range(5):
        post_message(goteborg, room=room, body=f"Nummer {number}")

    expect(page.locator("[data-announcer]")).to_have_text("5 new messages")


def test_two_people_see_the_same_discussion_in_the_same_order(visit: Visit, room: Room) -> None:
    first, second = live(visit("orebro", path_of(room))), live(visit("aalborg", path_of(room)))

    for number in range(3):
        for page, name in ((first, "Örebro"), (second, "Aalborg")):
            page.locator("textarea").fill(f"{name} {number}")
            page.locator("textarea").press("Control+Enter")
            expect(page.locator("[data-timeline]")).to_contain_text(f"{name} {number}")

    expect(first.locator("[data-timeline] .message")).to_have_count(6)
    expect(second.locator("[data-timeline] .message")).to_have_count(6)
    assert bodies(first) == bodies(second)


def test_browser_that_was_offline_has_everything_once(visit: Visit, room: Room, goteborg: Actor) -> None:
    page = live(visit("orebro", path_of(room)))
    post_message(goteborg, room=room, body="Före")
    said(page, "Före")

    page.context.set_offline(offline=True)
    expect(page.locator("[data-connection]")).to_be_visible()
    for number in range(7):
        post_message(goteborg, room=room, body=f"Under {number}")
    page.locator("textarea").fill("Skrivet utan nät")
    page.locator("textarea").press("Control+Enter")
    expect(page.locator("[data-waiting]")).to_contain_text("Not sent yet")
    page.context.set_offline(offline=False)

    said(page, "Före", *(f"Under {number}" for number in range(7)), "Skrivet utan nät")
    expect(page.locator("[data-connection]")).to_be_hidden()
    expect(page.locator("[data-waiting] li")).to_have_count(0)
    assert Message.objects.filter(body="Skrivet utan nät").count() == 1


def test_server_that_restarts_loses_and_doubles_nothing(
    visit: Visit, room: Room, goteborg: Actor, house: House
) -> None:
    page = live(visit("orebro", path_of(room)))
    post_message(goteborg, room=room, body="Före")
    said(page, "Före")

    house.stop()
    page.locator("textarea").fill("Skrivet under omstarten")
    page.locator("textarea").press("Control+Enter")
    post_message(goteborg, room=room, body="Under")
    house.start()

    expect(page.locator("[data-timeline] .message")).to_have_count(3, timeout=40_000)
    assert sorted(bodies(page)) == sorted(["Före", "Under", "Skrivet under omstarten"])
    assert Message.objects.count() == 3


def test_answer_that_got_lost_does_not_double_the_message(visit: Visit, room: Room) -> None:
    page = live(visit("orebro", path_of(room)))
    page.route("**/messages/", lambda route: (route.fetch(), route.abort()))

    page.locator("textarea").fill("Bara en gång")
    page.locator("textarea").press("Control+Enter")
    expect(page.locator("[data-waiting]")).to_contain_text("Not sent yet")
    page.unroute("**/messages/")
    page.evaluate("window.dispatchEvent(new Event('online'))")

    expect(page.locator("[data-waiting] li")).to_have_count(0)
    said(page, "Bara en gång")
    assert Message.objects.count() == 1


def test_person_is_named_with_the_keyboard_and_finds_it(visit: Visit, room: Room) -> None:
    page = live(visit("orebro", path_of(room)))
    page.locator("textarea").press_sequentially("Frågan går till @aal")
    expect(page.get_by_role("option", name=re.compile("Aalborg"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("textarea")).to_have_value("Frågan går till @Aalborg ")
    page.reload()
    expect(page.locator("textarea")).to_have_value("Frågan går till @Aalborg ")
    live(page).wait_for_load_state("networkidle")
    page.locator("textarea").press("Control+Enter")
    said(page, "Frågan går till @Aalborg")

    other = visit("aalborg", "/")
    other.get_by_role("link", name="Volymer och fordon").first.click()

    expect(other).to_have_url(re.compile(f"/rooms/{room.pk}/.*#message-1$"))


def test_draft_is_there_after_a_reload(visit: Visit, room: Room) -> None:
    page = live(visit("orebro", path_of(room)))
    page.locator("textarea").press_sequentially("Ett halvt")

    page.reload()

    expect(page.locator("textarea")).to_have_value("Ett halvt")


def test_refused_message_comes_back_to_the_field(visit: Visit, room: Room) -> None:
    page = live(visit("orebro", path_of(room)))

    page.locator("textarea").evaluate("field => { field.value = 'x'.repeat(20001) }")
    page.locator("textarea").press("Control+Enter")

    expect(page.locator("[data-complaint]")).to_be_visible()
    assert page.locator("textarea").input_value() == "x" * 20_001


def test_edit_and_deletion_show_at_once(visit: Visit, room: Room, goteborg: Actor) -> None:
    first = post_message(goteborg, room=room, body="Sju fordon")
    second = post_message(goteborg, room=room, body="Fel rum")
    page = live(visit("orebro", path_of(room)))

    edit_message(goteborg, message=first, body="Åtta fordon")
    delete_message(goteborg, message=second)

    said(page, "Åtta fordon", "This message was taken away.")


def test_own_message_can_be_edited_from_where_it_stands(visit: Visit, room: Room) -> None:
    page = live(visit("orebro", path_of(room)))
    page.locator("textarea").fill("Sju fordon")
    page.locator("textarea").press("Control+Enter")
    said(page, "Sju fordon")

    page.get_by_role("link", name=re.compile("^Edit")).click()
    page.locator("textarea").fill("Åtta fordon")
    page.get_by_role("button", name="Save").click()

    said(page, "Åtta fordon")


def test_what_was_seen_is_read_on_the_persons_other_device(visit: Visit, room: Room, goteborg: Actor) -> None:
    other = live(visit("orebro", f"/networks/{room.network_id}/rooms/"))
    badge = other.locator(f"[data-unread-room='{room.pk}']")

    post_message(goteborg, room=room, body="Läs mig")
    expect(badge).to_have_attribute("data-count", "1")
    live(visit("orebro", path_of(room)))

    expect(badge).to_be_hidden()


def test_what_is_not_in_sight_stays_unread(visit: Visit, room: Room, goteborg: Actor) -> None:
    for number in range(30):
        post_message(goteborg, room=room, body="Rad\n\n" * 4 + str(number))
    room.refresh_from_db()
    page = live(visit("orebro", path_of(room)))

    with page.expect_response(re.compile("/read/")) as answer:
        pass

    assert 0 < answer.value.json()["unread"] < 30


def test_older_messages_come_above_when_asked_for(visit: Visit, room: Room, goteborg: Actor) -> None:
    for number in range(1, 61):
        post_message(goteborg, room=room, body=f"Nummer {number}.")
    room.refresh_from_db()
    mark_read(goteborg, room=room, through=60)
    page = live(visit("goteborg", path_of(room)))
    expect(page.locator("[data-timeline] .message")).to_have_count(50)

    page.get_by_role("link", name="Earlier messages").press("Enter")

    expect(page.locator("[data-timeline] .message")).to_have_count(60)
    expect(page.locator("#message-10")).to_be_focused()
    assert bodies(page) == [f"Nummer {number}." for number in range(1, 61)]
    assert page.locator("[data-day]").count() == 1


def test_message_does_not_enter_an_older_stretch(visit: Visit, room: Room, goteborg: Actor) -> None:
    for number in range(1, 61):
        post_message(goteborg, room=room, body=f"Nummer {number}.")
    page = live(visit("orebro", f"{path_of(room)}?before=11"))

    post_message(goteborg, room=room, body="Nummer 61.")
    page.locator("textarea").fill("Nummer 62.")
    page.locator("textarea").press("Control+Enter")

    expect(page).to_have_url(re.compile("#message-62$"))
    assert bodies(page)[-2:] == ["Nummer 61.", "Nummer 62."]


def test_page_leaves_when_the_seat_ends(visit: Visit, room: Room, cast: Cast, goteborg: Actor) -> None:
    page = live(visit("orebro", path_of(room)))

    end_seat(goteborg, seat=cast.seats["orebro"])

    expect(page).to_have_url(re.compile("/$"))
    expect(page.locator("h1")).to_have_text("What needs me")


def test_page_without_websockets_hears_by_server_sent_events(
    visit: Visit, room: Room, goteborg: Actor
) -> None:
    page = visit("orebro", "/about/")
    page.add_init_script(
        "window.WebSocket = class { constructor() { setTimeout(() => this.onclose({code: 1006}), 10) }"
        " close() {} }"
    )
    page.goto(path_of(room))

    live(page)
    post_message(goteborg, room=room, body="Utan sockets")

    said(page, "Utan sockets")


def test_room_works_without_javascript(visit: Visit, room: Room, goteborg: Actor) -> None:
    post_message(goteborg, room=room, body="Hej på er")
    page = visit("orebro", path_of(room), java_script_enabled=False)

    page.locator("textarea").fill("Utan skript")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Mark all as read").click()

    said(page, "Hej på er", "Utan skript")
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)
