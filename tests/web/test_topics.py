"""Questions to the authorities about a room, message, need, analysis or document: asked from its page."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from access.actor import Actor
from decisions.models import Question
from documents.services import create_document
from messaging.models import Room
from messaging.services import delete_message, open_room, post_message
from networks.models import Network
from networks.scoping import actor_in
from networks.subjects import Subject
from tests.cast import Cast
from tests.factories.decisions import put
from tests.factories.market import AnalysisFactory
from tests.factories.needs import a_need
from tests.web.conftest import Browser, text_of

NEXT_WEEK = (timezone.localdate() + timedelta(days=7)).isoformat()
PAGES = {"room": "rooms", "need": "needs", "analysis": "analyses", "document": "documents"}

Things = dict[str, Any]


@pytest.fixture
def things(cast: Cast, goteborg: Actor, network: Network, room: Room) -> Things:
    """One of each kind that the whole network sees."""
    return {
        "room": room,
        "need": a_need(goteborg, zone="network"),
        "analysis": AnalysisFactory.create(network=network, owner=cast.people["goteborg"]),
        "document": create_document(goteborg, network=network, title="Underlag"),
    }


@pytest.fixture
def wanted(cast: Cast) -> dict[str, Any]:
    """What a coordinator fills in."""
    asked = [str(cast.authority(name).pk) for name in ("goteborg", "stockholm")]
    return {"title": "Står vi bakom det?", "text": "", "closes_at": NEXT_WEEK, "authorities": asked}


def page_of(kind: str, thing: Any) -> str:
    return f"/{PAGES[kind]}/{thing.pk}/"


def ask_link(network: Network, token: str) -> str:
    return f'href="/networks/{network.pk}/decisions/?about={token}#open-decision-title"'


@pytest.mark.parametrize("kind", PAGES)
def test_a_question_is_put_from_the_page_of_what_it_is_about(
    browser: Browser, network: Network, things: Things, wanted: dict[str, Any], kind: str
) -> None:
    coordinator, place, about = browser("goteborg"), page_of(kind, things[kind]), f"{kind}:{things[kind].pk}"
    assert ask_link(network, about) in text_of(coordinator.get(place))

    form = text_of(coordinator.get(f"/networks/{network.pk}/decisions/?about={about}"))
    assert f'<input type="hidden" name="about" value="{about}">' in form
    assert form.partition("The question is about")[2].partition("</a>")[0].count(f'href="{place}"') == 1
    asked = text_of(
        coordinator.post(f"/networks/{network.pk}/decisions/", {**wanted, "about": about}, follow=True)
    )

    question = Question.objects.get()
    assert question.subject == Subject(kind, things[kind].pk)
    assert f'<a href="{place}">' in asked.partition("It is about")[2][:200]
    for name in ("stockholm", "turku"):
        read = text_of(browser(name).get(place))
        assert f'<a href="/decisions/{question.pk}/">Står vi bakom det?</a>' in read


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("name", ["stockholm", "turku"])
def test_who_may_not_ask_gets_no_link_and_no_form(
    browser: Browser, network: Network, things: Things, wanted: dict[str, Any], kind: str, name: str
) -> None:
    visitor, about = browser(name), f"{kind}:{things[kind].pk}"
    page = f"/networks/{network.pk}/decisions/"

    assert "?about=" not in text_of(visitor.get(page_of(kind, things[kind])))
    assert "Put the question" not in text_of(visitor.get(f"{page}?about={about}"))
    assert visitor.post(page, {**wanted, "about": about}).status_code == 403
    assert not Question.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("kiruna", 404), ("facilitator", 403)])
def test_whoever_is_outside_learns_nothing(
    browser: Browser, network: Network, things: Things, name: str, status: int
) -> None:
    page = f"/networks/{network.pk}/decisions/?about=room:"
    there, nowhere = (browser(name).get(f"{page}{pk}") for pk in (things["room"].pk, uuid4()))

    assert there.status_code == nowhere.status_code == status
    assert things["room"].title not in text_of(there)


def test_what_is_private_has_no_link(browser: Browser, goteborg: Actor, network: Network) -> None:
    room = open_room(goteborg, network=network, title="Internt", zone="authority")
    document = create_document(goteborg, network=network, title="Utkast", zone="authority")

    for place in (f"/rooms/{room.pk}/", f"/needs/{a_need(goteborg).pk}/", f"/documents/{document.pk}/"):
        page = browser("goteborg").get(place)
        assert page.status_code == 200
        assert "?about=" not in text_of(page)


@pytest.fixture
def out_of_sight(cast: Cast, things: Things, private_room: Room) -> dict[str, str]:
    """What the coordinator can't see, and what is none at all."""
    kiruna = actor_in(cast.people["kiruna"].acting(timezone.now()), cast.other_network.pk)
    elsewhere = open_room(kiruna, network=cast.other_network, title="Någon annanstans")
    return {
        "private": f"room:{private_room.pk}",
        "other network": f"room:{elsewhere.pk}",
        "nowhere": f"need:{uuid4()}",
        "unknown kind": f"secret:{things['room'].pk}",
        "another kind": f"need:{things['room'].pk}",
        "no id": "room:x",
        "no colon": "room",
        "hidden characters": "room\0:\0",
    }


CASES = ["private", "other network", "nowhere", "unknown kind", "another kind", "no id", "no colon"]
CASES.append("hidden characters")


@pytest.mark.parametrize("case", CASES)
def test_what_is_out_of_sight_is_not_there_and_nothing_typed_is_lost(
    browser: Browser, network: Network, out_of_sight: dict[str, str], wanted: dict[str, Any], case: str
) -> None:
    coordinator, page, about = browser("goteborg"), f"/networks/{network.pk}/decisions/", out_of_sight[case]
    assert coordinator.get(page, {"about": about}).status_code == 404

    refused = coordinator.post(page, {**wanted, "text": "Mät kylan.", "about": about})

    text = text_of(refused)
    assert refused.status_code == 404
    assert "What the question was about is not there" in text
    assert ("Står vi bakom det?" in text, "Mät kylan." in text) == (True, True)
    assert ("Internt i Stockholm" in text, "Någon annanstans" in text) == (False, False)
    assert 'name="about"' not in text
    assert not Question.objects.exists()


def test_a_refused_question_still_knows_what_it_is_about(
    browser: Browser, goteborg: Actor, network: Network, wanted: dict[str, Any]
) -> None:
    room = open_room(goteborg, network=network, title="Internt", zone="authority")
    page, about = f"/networks/{network.pk}/decisions/", f"room:{room.pk}"

    private = browser("goteborg").post(page, {**wanted, "about": about})
    bad = browser("goteborg").post(page, {**wanted, "title": "", "text": "Mät kylan.", "about": about})

    assert (private.status_code, bad.status_code) == (409, 422)
    assert "Share it with the whole network before its authorities are asked." in text_of(private)
    assert "Mät kylan." in text_of(bad)
    for response in (private, bad):
        assert f'name="about" value="{about}"' in text_of(response)
    assert not Question.objects.exists()


def test_a_message_is_put_to_the_authorities_and_its_room_says_so(
    browser: Browser, network: Network, goteborg: Actor, room: Room, wanted: dict[str, Any]
) -> None:
    message, gone = (post_message(goteborg, room=room, body=body) for body in ("Sju fordon.", "Åtta."))
    delete_message(goteborg, message=gone)
    place, about = f"/rooms/{room.pk}/", f"message:{message.pk}"
    page = text_of(browser("goteborg").get(place))
    assert ask_link(network, about) in page
    assert str(gone.pk) not in re.findall(r"about=message:([\w-]+)", page)

    body = {**wanted, "about": about}
    asked = browser("goteborg").post(f"/networks/{network.pk}/decisions/", body, follow=True)

    assert f'href="/rooms/{room.pk}/?around={message.number}#message-{message.number}"' in text_of(asked)
    read = text_of(browser("turku").get(place))
    assert "Står vi bakom det?" in read
    assert "?about=" not in read


def test_the_list_shows_only_what_is_about_the_subject(
    browser: Browser, goteborg: Actor, network: Network, things: Things
) -> None:
    put(goteborg, title="Om rummet", subject=Subject("room", things["room"].pk))
    put(goteborg, title="Om behovet", subject=Subject("need", things["need"].pk))
    page = f"/networks/{network.pk}/decisions/"

    about = text_of(browser("stockholm").get(f"{page}?about=room:{things['room'].pk}"))

    assert ("Om rummet" in about, "Om behovet" in about) == (True, False)
    assert f'hx-get="{page}?about=room:{things["room"].pk}&amp;page=1"' in about
    everything = text_of(browser("stockholm").get(page))
    assert ("Om rummet" in everything, "Om behovet" in everything) == (True, True)


def test_a_page_shows_the_latest_questions_and_where_all_are(
    browser: Browser, goteborg: Actor, network: Network, room: Room
) -> None:
    for number in range(6):
        put(goteborg, title=f"Fråga {number}", subject=Subject("room", room.pk))

    page = text_of(browser("turku").get(f"/rooms/{room.pk}/"))

    assert re.findall(r"Fråga \d", page) == [f"Fråga {number}" for number in (5, 4, 3, 2, 1)]
    assert f'href="/networks/{network.pk}/decisions/?about=room:{room.pk}">All questions about this' in page


@pytest.mark.parametrize(
    ("kind", "queries"), [("room", 14), ("need", 17), ("analysis", 13), ("document", 11)]
)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_however_many_questions_are_about_it(
    browser: Browser,
    goteborg: Actor,
    things: Things,
    kind: str,
    queries: int,
    rows: int,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    for _turn in range(rows):
        put(goteborg, subject=Subject(kind, things[kind].pk))
    visitor = browser("stockholm")
    visitor.get(page_of(kind, things[kind]))

    with django_assert_num_queries(queries):
        page = visitor.get(page_of(kind, things[kind]))

    assert len(page.context["asked"].questions) == rows
