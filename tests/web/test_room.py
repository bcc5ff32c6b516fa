from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from access.actor import Actor
from messaging.models import Message, Room
from messaging.services import delete_message, mark_read, open_room, post_message
from networks.models import Network
from tests.web.conftest import Browser, text_of


def test_message_is_posted_without_javascript(browser: Browser, room: Room) -> None:
    response = browser("orebro").post(f"/rooms/{room.pk}/", {"body": "Vi har *sju* fordon.", "key": "k1"})

    message = Message.objects.get()
    assert response["Location"] == f"/rooms/{room.pk}/#message-{message.number}"
    assert message.body == "Vi har *sju* fordon."
    page = text_of(browser("stockholm").get(f"/rooms/{room.pk}/"))
    assert "<em>sju</em>" in page
    assert "Örebro kommun" in page


def test_form_sent_twice_posts_once(browser: Browser, room: Room) -> None:
    client = browser("orebro")

    for _ in range(2):
        client.post(f"/rooms/{room.pk}/", {"body": "En gång.", "key": "k1"})

    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("", "Write something first."),
        ("   ", "Write something first."),
        ("x" * 20_001, "at most 20000 characters"),
        ("hidden \u202e override", "hidden control characters"),
    ],
)
def test_bad_message_is_told_and_kept_in_the_field(
    browser: Browser, room: Room, body: str, complaint: str
) -> None:
    response = browser("orebro").post(f"/rooms/{room.pk}/", {"body": body, "key": "k1"})

    assert response.status_code in (400, 422)
    page = text_of(response)
    assert complaint in page
    assert body.strip()[:200] in page
    assert not Message.objects.exists()


def test_markup_in_messages_stays_text(browser: Browser, room: Room) -> None:
    browser("orebro").post(f"/rooms/{room.pk}/", {"body": "<script>alert(1)</script>", "key": "k1"})

    page = text_of(browser("stockholm").get(f"/rooms/{room.pk}/"))

    assert "<script>alert" not in page


def test_composer_says_where_words_land(browser: Browser, room: Room, private_room: Room) -> None:
    client = browser("stockholm")

    assert "official document at every authority" in text_of(client.get(f"/rooms/{room.pk}/"))
    assert "Only people of Stockholms stad" in text_of(client.get(f"/rooms/{private_room.pk}/"))


def test_private_room_of_another_authority_is_not_there(browser: Browser, private_room: Room) -> None:
    response = browser("goteborg").get(f"/rooms/{private_room.pk}/")

    assert response.status_code == 404
    assert "Internt i Stockholm" not in text_of(response)


def test_observer_reads_and_has_no_field_to_write_in(browser: Browser, room: Room, goteborg: Actor) -> None:
    post_message(goteborg, room=room, body="Hej på er.")

    page = text_of(browser("turku").get(f"/rooms/{room.pk}/"))

    assert "Hej på er." in page
    assert "<textarea" not in page


def test_observer_who_posts_all_the_same_is_refused(browser: Browser, room: Room) -> None:
    response = browser("turku").post(f"/rooms/{room.pk}/", {"body": "Hej", "key": "k1"})

    assert response.status_code == 403
    assert not Message.objects.exists()


@pytest.mark.parametrize("name", ["kiruna", "facilitator"])
def test_room_is_not_there_for_outsiders(browser: Browser, room: Room, name: str) -> None:
    assert browser(name).get(f"/rooms/{room.pk}/").status_code in (403, 404)


def test_first_unread_message_is_marked(browser: Browser, room: Room, goteborg: Actor, orebro: Actor) -> None:
    for number in range(4):
        post_message(goteborg, room=room, body=f"Meddelande {number}")
    room.refresh_from_db()
    mark_read(orebro, room=room, through=2)

    page = text_of(browser("orebro").get(f"/rooms/{room.pk}/"))

    assert page.index("data-first-unread") < page.index('id="message-3"')
    assert page.index("data-first-unread") > page.index('id="message-2"')


def test_all_is_marked_read_without_javascript(browser: Browser, room: Room, goteborg: Actor) -> None:
    post_message(goteborg, room=room, body="Läs mig.")
    client = browser("orebro")

    client.post(f"/rooms/{room.pk}/read/", {"through": "1"})

    assert "data-first-unread" not in text_of(client.get(f"/rooms/{room.pk}/"))


@pytest.mark.parametrize("through", ["", "-1", "9" * 40, "many", "٣"])
def test_bad_number_to_mark_read_changes_nothing(
    browser: Browser, room: Room, goteborg: Actor, through: str
) -> None:
    post_message(goteborg, room=room, body="Läs mig.")
    client = browser("orebro")

    assert client.post(f"/rooms/{room.pk}/read/", {"through": through}).status_code == 302
    assert "data-first-unread" in text_of(client.get(f"/rooms/{room.pk}/"))


def test_older_messages_are_pages_away(browser: Browser, room: Room, goteborg: Actor) -> None:
    for number in range(1, 61):
        post_message(goteborg, room=room, body=f"Nummer {number}.")
    client = browser("orebro")

    latest = text_of(client.get(f"/rooms/{room.pk}/"))
    older = text_of(client.get(f"/rooms/{room.pk}/?before=11"))
    around = text_of(client.get(f"/rooms/{room.pk}/?around=5"))

    assert "Nummer 60." in latest
    assert "Nummer 10." not in latest
    assert "?before=11" in latest
    assert "Nummer 10." in older
    assert "Nummer 11." not in older
    assert 'id="message-5"' in around
    assert "To the latest messages" in around


@pytest.mark.parametrize("query", ["before=x", "before=-3", "around=99999999999999999999", "before="])
def test_old_or_broken_links_still_open_the_room(
    browser: Browser, room: Room, goteborg: Actor, query: str
) -> None:
    post_message(goteborg, room=room, body="Här är vi.")

    assert "Här är vi." in text_of(browser("orebro").get(f"/rooms/{room.pk}/?{query}"))


def test_days_divide_the_discussion(browser: Browser, room: Room, goteborg: Actor) -> None:
    post_message(goteborg, room=room, body="I dag.")
    earlier = post_message(goteborg, room=room, body="I förrgår.")
    Message.objects.filter(pk=earlier.pk).update(created_at=timezone.now() - timedelta(days=2))

    assert text_of(browser("orebro").get(f"/rooms/{room.pk}/")).count("data-day ") == 2


def test_author_edits_and_others_see_that(browser: Browser, room: Room, orebro: Actor) -> None:
    message = post_message(orebro, room=room, body="Sju fordon.")
    client = browser("orebro")

    assert "Sju fordon." in text_of(client.get(f"/messages/{message.pk}/edit/"))
    client.post(f"/messages/{message.pk}/edit/", {"body": "Åtta fordon.", "version": "1"})

    page = text_of(browser("stockholm").get(f"/rooms/{room.pk}/"))
    assert "Åtta fordon." in page
    assert '<span class="message__edited" data-edited>edited' in page


def test_edit_of_what_changed_meanwhile_is_told_and_kept(browser: Browser, room: Room, orebro: Actor) -> None:
    message = post_message(orebro, room=room, body="Sju.")
    client = browser("orebro")
    client.post(f"/messages/{message.pk}/edit/", {"body": "Åtta.", "version": "1"})

    response = client.post(f"/messages/{message.pk}/edit/", {"body": "Nio.", "version": "1"})

    assert response.status_code == 412
    assert "Somebody changed this since you read it" in text_of(response)
    assert "Nio." in text_of(response)


def test_nobody_edits_the_words_of_another(browser: Browser, room: Room, orebro: Actor) -> None:
    message = post_message(orebro, room=room, body="Sju.")

    response = browser("goteborg").post(f"/messages/{message.pk}/edit/", {"body": "Noll."})

    assert response.status_code == 403
    message.refresh_from_db()
    assert message.body == "Sju."


def test_coordinator_takes_a_message_away(browser: Browser, room: Room, orebro: Actor) -> None:
    message = post_message(orebro, room=room, body="Fel rum.")
    client = browser("goteborg")

    assert "Fel rum." in text_of(client.get(f"/messages/{message.pk}/delete/"))
    client.post(f"/messages/{message.pk}/delete/")

    page = text_of(browser("stockholm").get(f"/rooms/{room.pk}/"))
    assert "Fel rum." not in page
    assert "This message was taken away." in page


def test_deleted_message_is_deleted_once(browser: Browser, room: Room, orebro: Actor) -> None:
    message = post_message(orebro, room=room, body="Bort.")
    delete_message(orebro, message=message)

    response = browser("orebro").post(f"/messages/{message.pk}/delete/")

    assert response.status_code == 409
    assert "taken away in the meantime" in text_of(response)


def test_room_is_opened_for_the_network_or_for_ones_authority(browser: Browser, network: Network) -> None:
    client = browser("stockholm")

    client.post(f"/networks/{network.pk}/rooms/", {"title": "Volymer", "zone": "network"})
    client.post(f"/networks/{network.pk}/rooms/", {"title": "Vår linje", "zone": "authority"})

    ours = text_of(client.get(f"/networks/{network.pk}/rooms/"))
    theirs = text_of(browser("goteborg").get(f"/networks/{network.pk}/rooms/"))
    assert "Vår linje" in ours
    assert "Only Stockholms stad" in ours
    assert "Volymer" in theirs
    assert "Vår linje" not in theirs


@pytest.mark.parametrize(
    ("title", "zone"), [("", "network"), ("x" * 201, "network"), ("Rum", "public"), ("\u202eRum", "network")]
)
def test_bad_room_is_told_and_not_opened(browser: Browser, network: Network, title: str, zone: str) -> None:
    response = browser("stockholm").post(f"/networks/{network.pk}/rooms/", {"title": title, "zone": zone})

    assert response.status_code in (400, 422)
    assert "Something needs mending" in text_of(response)
    assert not Room.objects.exists()


@pytest.mark.parametrize("rooms", [1, 3])
def test_room_costs_the_same_however_many_rooms_and_messages(
    browser: Browser,
    network: Network,
    goteborg: Actor,
    rooms: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    opened = [open_room(goteborg, network=network, title=f"Rum {number}") for number in range(rooms)]
    for number in range(rooms * 5):
        post_message(goteborg, room=opened[0], body=f"Meddelande {number}")
    client = browser("stockholm")
    client.get(f"/rooms/{opened[0].pk}/")

    with django_assert_num_queries(14):
        client.get(f"/rooms/{opened[0].pk}/")
