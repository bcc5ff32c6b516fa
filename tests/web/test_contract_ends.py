"""A contract that ends: asked on the page of reminders, by the link of a mail, and over the API."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from access.actor import Actor
from needs.models import CONTRACT, Annex
from needs.services.annexes import open_annex
from tasks.models import Occurrence, Schedule
from tasks.services import send_due
from tests.factories.needs import a_need
from tests.reminders import clock, mail_all
from tests.web.conftest import Browser, text_of
from web.calendar import calendar_of


def in_months(months: int) -> date:
    """A day so many months from today."""
    return timezone.now().date() + relativedelta(months=months)


def an_ending(actor: Actor, owner: Actor) -> Annex:
    """An annex to a new need, with a contract of which its people were asked yesterday: 18 months before."""
    need = a_need(owner, zone="network")
    end = in_months(18) - timedelta(days=3)
    annex = open_annex(actor, need=need, next_confirm_on=in_months(30), current_contract_end=end)
    yesterday = timezone.now().date() - timedelta(days=1)
    due = {"next_on": yesterday, "anchor_on": yesterday, "next_at": timezone.now()}
    Schedule.objects.filter(subject_kind=CONTRACT).update(**due)
    return annex


@pytest.fixture
def annex(stockholm: Actor, goteborg: Actor) -> Annex:
    """Stockholm's, whose question the clock has looked at."""
    made = an_ending(stockholm, goteborg)
    send_due(clock(timezone.now()))
    return made


def address() -> str:
    """The path in the mail that Stockholm got."""
    mail_all()
    letter = next(one for one in mail.outbox if one.to == ["Stockholm <member@stockholm.example>"])
    found = next(word for word in str(letter.body).split() if "/answer/" in word)
    return "/" + found.split("/", 3)[3]


def words_of(letter: mail.EmailMessage) -> str:
    """What a mail says, without its line breaks."""
    return " ".join(str(letter.body).split())


def next_on() -> date | None:
    """When its people are asked next."""
    return Schedule.objects.get(subject_kind=CONTRACT).anchor_on


def test_it_stands_among_ones_reminders_with_what_it_is_about_and_why(browser: Browser, annex: Annex) -> None:
    client, url = browser("stockholm"), f"/reminders/{Occurrence.objects.get().pk}/answer/"

    page = text_of(client.get("/reminders/"))
    done = client.post(url, {"outcome": "not_yet"}, follow=True)

    assert "What comes after our contract: Zero-emission deliveries" in page
    assert f'href="/needs/{annex.need_id}/annex/#id_current_contract_end"' in page
    assert "you are asked 18, 12 and 9 months before the contract ends" in page
    assert "while this waits for an answer, you are not asked anew" in page
    assert "Are you on your way to what comes after?" in page
    assert "Contract that ends" in page
    assert 'name="day"' not in page
    assert "Thank you. The next review is due on" in text_of(done)
    assert annex.current_contract_end
    assert next_on() == annex.current_contract_end - relativedelta(months=12)


def test_it_is_answered_by_the_link_of_the_mail(client: Client, annex: Annex) -> None:
    path = address()

    seen = text_of(client.get(path))
    done = client.post(path, {"act": "answer:planned"})

    assert "Today&#x27;s contract ends on" in seen
    assert "It is planned for: we are on our way to what comes after" in seen
    assert "Nothing has changed" not in str(mail.outbox[0].body)
    assert "buying anew often takes as long" in words_of(mail.outbox[0])
    assert "can't tell whether it still holds" not in words_of(mail.outbox[0])
    assert "Your answer is saved." in text_of(done)
    assert Occurrence.objects.get().outcome == "planned"
    assert client.post(path, {"act": "answer:planned"}).status_code == 409


def test_it_is_answered_over_the_api(browser: Browser, annex: Annex) -> None:
    client, url = browser("stockholm"), f"/api/v1/reminders/{Occurrence.objects.get().pk}/answer/"

    wrong = client.post(url, {"outcome": "unchanged"}, content_type="application/json")
    done = client.post(url, {"outcome": "planned"}, content_type="application/json")

    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/outcome")
    assert done.status_code == 200
    assert not Occurrence.objects.open().exists()


def test_the_day_is_changed_in_the_form_and_the_question_moves(browser: Browser, annex: Annex) -> None:
    client, url = browser("stockholm"), f"/needs/{annex.need_id}/annex/"
    assert "You are asked 18, 12 and 9 months before" in text_of(client.get(url))

    end = in_months(40)
    client.post(url, {"current_contract_end": end.isoformat(), "version": annex.version})

    assert next_on() == end - relativedelta(months=18)
    assert "Nothing waits for you." in text_of(client.get("/reminders/"))


def test_its_link_leads_to_the_annex_and_for_others_nowhere(browser: Browser, annex: Annex) -> None:
    url = f"/go/contract_end/{annex.pk}/"

    assert browser("stockholm").get(url)["Location"] == f"/needs/{annex.need_id}/annex/"
    assert browser("goteborg").get(url).status_code == 404


def test_it_stands_in_the_calendar_of_who_is_asked(stockholm: Actor, goteborg: Actor, annex: Annex) -> None:
    person = Schedule.objects.get(subject_kind=CONTRACT).owner

    assert "our contract" in calendar_of(person, timezone.now()).decode().replace("\r\n ", "")


@pytest.mark.parametrize("many", [1, 3])
def test_contracts_cost_the_same_however_many(
    browser: Browser,
    stockholm: Actor,
    goteborg: Actor,
    many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(many):
        an_ending(stockholm, goteborg)
    send_due(clock(timezone.now()))
    client = browser("stockholm")
    assert text_of(client.get("/reminders/")).count("contract ends on") == many

    with django_assert_num_queries(10):
        client.get("/reminders/")
