"""Expected decisions and what was bought: asked on the page of reminders, and by the link of a mail."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from access.actor import Actor
from needs.models import EXPECTED, REALISED, DemandItem, DemandLine
from needs.services.annexes import open_annex
from tasks.models import Occurrence, Schedule
from tasks.services import send_due
from tests.factories.demand import an_item, wanting
from tests.factories.needs import a_need
from tests.reminders import clock, mail_all
from tests.web.conftest import Browser, text_of


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


@pytest.fixture
def line(stockholm: Actor, vans: DemandItem) -> DemandLine:
    """Ten vans at C2, whose decision was expected yesterday."""
    now = timezone.now()
    open_annex(stockholm, need=vans.need, next_confirm_on=now.date() + timedelta(days=900))
    made = wanting(stockholm, vans, 10, commitment="C2", decision_expected_on=now.date())
    fall_due(EXPECTED)
    return made


@pytest.fixture
def bought(stockholm: Actor, vans: DemandItem) -> DemandLine:
    """Ten vans at C4, half a year after their start."""
    now = timezone.now()
    open_annex(stockholm, need=vans.need, next_confirm_on=now.date() + timedelta(days=900))
    start = {"earliest_start": now.date() - timedelta(days=170), "decision_ref": "KS 1"}
    made = wanting(stockholm, vans, 10, commitment="C4", **start)
    fall_due(REALISED)
    return made


def fall_due(kind: str) -> None:
    """Let it have been due yesterday, and let the clock look."""
    now = timezone.now()
    yesterday = now.date() - timedelta(days=1)
    Schedule.objects.filter(subject_kind=kind).update(
        next_on=yesterday, anchor_on=yesterday if kind == EXPECTED else now.date(), next_at=now
    )
    DemandLine.objects.exclude(decision_expected_on=None).update(decision_expected_on=yesterday)
    send_due(clock(now))


def address() -> str:
    """The path in the mail that Stockholm got."""
    mail_all()
    letter = next(one for one in mail.outbox if one.to == ["Stockholm <member@stockholm.example>"])
    found = next(word for word in str(letter.body).split() if "/answer/" in word)
    return "/" + found.split("/", 3)[3]


def test_an_expected_decision_stands_among_ones_reminders_with_its_lines(
    browser: Browser, line: DemandLine
) -> None:
    client, url = browser("stockholm"), f"/reminders/{Occurrence.objects.get().pk}/answer/"

    page = text_of(client.get("/reminders/"))
    assert "Decisions that we expected: Zero-emission deliveries" in page
    assert "Electric van, 10 vehicles, C2: a decision was expected by" in page
    assert f'href="/needs/{line.need_id}/demand/{line.pk}/"' in page
    assert "Have you decided?" in page
    wrong = client.post(url, {"outcome": "not_decided"})
    day = timezone.now().date() + timedelta(days=200)
    done = client.post(url, {"outcome": "not_decided", "day": day.isoformat()}, follow=True)

    assert wrong.status_code == 422
    assert "Say by which day you expect it now." in text_of(wrong)
    assert "Thank you. The next review is due on" in text_of(done)
    assert DemandLine.objects.get().decision_expected_on == day


def test_an_expected_decision_is_put_off_by_the_link_of_the_mail(client: Client, line: DemandLine) -> None:
    path, day = address(), timezone.now().date() + timedelta(days=200)

    seen = text_of(client.get(path))
    wrong = client.post(path, {"act": "answer:not_decided"})
    late = client.post(path, {"act": "answer:not_decided", "day": "2099-01-01"})
    done = client.post(path, {"act": "answer:not_decided", "day": day.isoformat()})

    assert f'href="/needs/{line.need_id}/demand/{line.pk}/"' in seen
    assert (wrong.status_code, late.status_code) == (422, 400)
    assert "Choose a day from today on, at most five years ahead." in text_of(late)
    assert "Your answer is saved. The next time is" in text_of(done)
    assert DemandLine.objects.get().decision_expected_on == day


def test_the_form_of_a_line_takes_the_day_and_the_list_shows_it(browser: Browser, line: DemandLine) -> None:
    client, url = browser("stockholm"), f"/needs/{line.need_id}/demand/"

    page = text_of(client.get(f"{url}{line.pk}/"))

    assert 'name="decision_expected_on"' in page
    assert "decision expected by" in text_of(client.get(url))
    assert "decision expected by" in page


def test_what_was_bought_is_answered_by_the_link_of_the_mail(client: Client, bought: DemandLine) -> None:
    path = address()

    seen = text_of(client.get(path))
    done = client.post(path, {"act": "answer:all_noted"})

    assert "What we have bought: Zero-emission deliveries" in seen
    assert "C4: 0 noted as bought" in seen
    assert "Nothing has changed" not in str(mail.outbox[0].body)
    assert 'name="day"' not in seen
    assert "Your answer is saved. The next time is" in text_of(done)


def test_what_was_bought_is_answered_by_noting_it(browser: Browser, bought: DemandLine) -> None:
    client = browser("stockholm")
    said: dict[str, Any] = {
        "bought-reference": "Avrop 7",
        "bought-quantity": "4",
        "bought-on_date": timezone.now().date().isoformat(),
    }
    assert "What we have bought" in text_of(client.get("/reminders/"))

    client.post(f"/needs/{bought.need_id}/demand/{bought.pk}/bought/", said)

    assert "Nothing waits for you." in text_of(client.get("/reminders/"))


def test_over_the_api_a_day_comes_with_the_answer(browser: Browser, line: DemandLine) -> None:
    client, url = browser("stockholm"), f"/api/v1/reminders/{Occurrence.objects.get().pk}/answer/"
    day = (timezone.now().date() + timedelta(days=200)).isoformat()

    wrong = client.post(url, {"outcome": "not_expected", "day": day}, content_type="application/json")
    done = client.post(url, {"outcome": "not_decided", "day": day}, content_type="application/json")

    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/day")
    assert done.status_code == 200
    shape = client.get(f"/api/v1/demand-lines/{line.pk}/").json()
    assert (shape["decision_expected_on"], shape["version"]) == (day, 2)


@pytest.mark.parametrize("many", [1, 3])
def test_expected_decisions_cost_the_same_however_many(
    browser: Browser,
    goteborg: Actor,
    stockholm: Actor,
    many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    today = timezone.now().date()
    for _ in range(many):
        need = a_need(goteborg, zone="network")
        open_annex(stockholm, need=need, next_confirm_on=today + timedelta(days=900))
        wanting(stockholm, an_item(goteborg, need), 10, commitment="C2", decision_expected_on=today)
    fall_due(EXPECTED)
    client = browser("stockholm")
    assert text_of(client.get("/reminders/")).count("a decision was expected by") == many

    with django_assert_num_queries(12):
        client.get("/reminders/")
