from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from access.actor import Actor
from market.models import Finding, MarketAnalysis, Review
from messaging.models import Room
from messaging.services import post_message
from networks.models import Network
from tasks.models import Occurrence, Schedule, Task
from tests.cast import Cast
from tests.web.conftest import Browser, text_of

SOON = (timezone.localdate() + timedelta(days=30)).isoformat()
SOURCES = {
    "sources-TOTAL_FORMS": "2",
    "sources-INITIAL_FORMS": "0",
    "sources-0-citation": "Rapport",
    "sources-0-url": "https://example.se/rapport",
    "sources-0-accessed_on": "2026-02-27",
    "sources-0-reliability": "A",
    "sources-1-reliability": "C",
}


@pytest.fixture
def posted(cast: Cast) -> dict[str, str]:
    """A task for Stockholm."""
    person = str(cast.people["stockholm"].pk)
    return {"title": "Fråga åkerierna", "person": person, "due_on": SOON, "zone": "network"}


def test_a_task_is_given_seen_and_finished(
    browser: Browser, network: Network, posted: dict[str, str]
) -> None:
    page = text_of(browser("goteborg").post(f"/networks/{network.pk}/tasks/", posted, follow=True))
    assert "Fråga åkerierna" in page
    task = Task.objects.get()
    assert "Fråga åkerierna" in text_of(browser("stockholm").get(f"/networks/{network.pk}/tasks/"))
    assert "My tasks" in text_of(browser("stockholm").get("/reminders/"))

    done = browser("stockholm").post(
        f"/tasks/{task.pk}/", {"state": "done", "result": "Tre svar.", "version": "1"}, follow=True
    )

    assert "Nobody is reminded of the task any more." in text_of(done)
    assert "Tre svar." in text_of(done)
    assert "Finished lately" in text_of(browser("orebro").get(f"/networks/{network.pk}/tasks/"))


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"person": ""}, {"person": "x"}, {"due_on": "1999-01-01"}, {"zone": "moon"}],
)
def test_a_bad_task_is_told_and_kept(
    browser: Browser, network: Network, posted: dict[str, str], wrong: dict[str, str]
) -> None:
    response = browser("goteborg").post(f"/networks/{network.pk}/tasks/", {**posted, **wrong})

    assert response.status_code in (400, 422)
    assert "Something needs mending" in text_of(response)
    assert not Task.objects.exists()


def test_a_task_is_changed_by_who_gave_it(
    browser: Browser, network: Network, posted: dict[str, str], cast: Cast
) -> None:
    browser("goteborg").post(f"/networks/{network.pk}/tasks/", posted)
    address = f"/tasks/{Task.objects.get().pk}/change/"
    assert "Fråga åkerierna" in text_of(browser("goteborg").get(address))
    changed = {"title": "B", "person": str(cast.people["orebro"].pk), "due_on": SOON, "version": "1"}

    assert browser("goteborg").post(address, changed).status_code == 302
    late = browser("goteborg").post(address, changed)

    assert Task.objects.get().title == "B"
    assert (late.status_code, "Somebody changed this" in text_of(late)) == (412, True)
    assert browser("orebro").post(address, {**changed, "version": "2"}).status_code == 403


def test_a_message_becomes_a_task_on_a_page(
    browser: Browser, stockholm: Actor, room: Room, cast: Cast
) -> None:
    message = post_message(stockholm, room=room, body="Vi borde fråga åkerierna.\nSnart.")
    address = f"/messages/{message.pk}/task/"
    assert address in text_of(browser("goteborg").get(f"/rooms/{room.pk}/"))
    assert address not in text_of(browser("turku").get(f"/rooms/{room.pk}/"))
    assert "Vi borde fråga åkerierna." in text_of(browser("goteborg").get(address))

    posted = {"title": "Fråga", "authority": str(cast.authority("orebro").pk), "due_on": SOON}
    page = text_of(browser("goteborg").post(address, posted, follow=True))

    assert "Volymer och fordon" in page
    assert Task.objects.get().schedule.owner == cast.people["orebro"]


def test_an_observer_reads_tasks_and_is_offered_no_form(
    browser: Browser, network: Network, posted: dict[str, str]
) -> None:
    browser("goteborg").post(f"/networks/{network.pk}/tasks/", posted)

    page = text_of(browser("turku").get(f"/networks/{network.pk}/tasks/"))

    assert "Fråga åkerierna" in page
    assert "Give a task" not in page
    assert "Finish the task" not in text_of(browser("turku").get(f"/tasks/{Task.objects.get().pk}/"))


def test_more_time_and_the_deputy_on_the_page_of_reminders(
    browser: Browser, reminder: Occurrence, cast: Cast
) -> None:
    client = browser("stockholm")
    address = f"/reminders/{reminder.pk}"

    refused = client.post(f"{address}/snooze/", {"until": "1999-01-01", "reason": "Väntar"})
    alone = client.post(f"{address}/hand-over/", follow=True)
    Schedule.objects.update(deputy=cast.people["orebro"])
    handed = client.post(f"{address}/hand-over/", follow=True)

    assert refused.status_code == 400
    assert "at most 90 days ahead" in text_of(refused)
    assert "Name a deputy for this seat first." in text_of(alone)
    assert "With the deputy" in text_of(handed)
    assert client.get(f"{address}/snooze/").status_code == 302


def test_a_finding_is_written_down_with_its_source(browser: Browser, analysis: MarketAnalysis) -> None:
    address = f"/analyses/{analysis.pk}/findings/"

    page = browser("stockholm").post(address, {"claim": "Sex modeller.", **SOURCES}, follow=True)

    assert "Sex modeller." in text_of(page)
    assert "https://example.se/rapport" in text_of(page)
    assert browser("stockholm").get(address).status_code == 302
    finding = Finding.objects.get()
    gone = browser("orebro").post(f"/findings/{finding.pk}/withdraw/", follow=True)
    assert "struck out" in text_of(gone)
    assert browser("kiruna").post(f"/findings/{finding.pk}/withdraw/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"claim": ""},
        {"sources-0-citation": ""},
        {"sources-0-url": "javascript:alert(1)"},
        {"sources-0-accessed_on": "tomorrow"},
        {"sources-0-reliability": "Z"},
        {"sources-TOTAL_FORMS": "x"},
    ],
)
def test_a_finding_without_enough_is_told_and_kept(
    browser: Browser, analysis: MarketAnalysis, wrong: dict[str, str]
) -> None:
    posted: dict[str, Any] = {"claim": "Sex modeller.", **SOURCES, **wrong}

    response = browser("stockholm").post(f"/analyses/{analysis.pk}/findings/", posted)

    assert response.status_code == 422
    assert not Finding.objects.exists()


def test_an_analysis_is_changed_on_its_page(browser: Browser, analysis: MarketAnalysis, cast: Cast) -> None:
    address = f"/analyses/{analysis.pk}/change/"
    client = browser("goteborg")
    assert analysis.question in text_of(client.get(address))
    posted = {
        "question": "Vilka?",
        "summary": "Sex modeller.",
        "conclusion": "emerging",
        "owner": str(cast.people["stockholm"].pk),
        "cadence": "monthly",
        "next_review_on": SOON,
        "version": "1",
    }

    page = text_of(client.post(address, posted, follow=True))

    assert "Sex modeller." in page
    assert "It is on its way" in page
    assert client.post(address, posted).status_code == 412
    assert browser("turku").get(address).status_code == 403


def test_the_same_review_sent_twice_is_one_review(browser: Browser, analysis: MarketAnalysis) -> None:
    client, address = browser("stockholm"), f"/analyses/{analysis.pk}/"
    assert 'name="version" value="1"' in text_of(client.get(address))
    posted = {"outcome": "unchanged", "note": "Sett.", "version": "1"}

    first, second = client.post(address, posted), client.post(address, posted)

    assert (first.status_code, second.status_code) == (302, 412)
    assert Review.objects.count() == 1


def test_one_click_opens_the_room_about_an_analysis_once(browser: Browser, analysis: MarketAnalysis) -> None:
    address = f"/analyses/{analysis.pk}/discuss/"

    places = {browser(name).post(address)["Location"] for name in ("stockholm", "orebro")}

    assert places == {f"/rooms/{Room.objects.get().pk}/"}
    assert "Discussion:" in text_of(browser("orebro").get(f"/analyses/{analysis.pk}/"))


@pytest.mark.parametrize("part", ["tasks", "analyses", "needs"])
def test_forms_offer_only_people_who_can_answer(
    browser: Browser, network: Network, cast: Cast, part: str
) -> None:
    page = browser("goteborg").get(f"/networks/{network.pk}/{part}/").content.decode()

    assert f'<option value="{cast.people["stockholm"].pk}"' in page
    assert f'<option value="{cast.people["turku"].pk}"' not in page
