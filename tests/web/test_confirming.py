"""Annexes and needs that the clock asks about, on pages and by the link of a mail."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from access.actor import Actor
from needs.models import Annex, DemandItem, DemandLine, Need
from needs.services import change_need
from notices.models import Notice
from tasks.models import Occurrence, Schedule
from tasks.services import send_due
from tests.factories.demand import an_annex, an_item, wanting
from tests.factories.needs import a_need
from tests.reminders import clock, mail_all
from tests.web.conftest import Browser, text_of


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


@pytest.fixture
def annex(stockholm: Actor, vans: DemandItem) -> Annex:
    """Stockholm's, with a line, due since yesterday."""
    made = an_annex(stockholm, vans.need, local_problem="Trånga gårdar")
    wanting(stockholm, vans, 10)
    fall_due(made.schedule)
    return made


def fall_due(schedule: Schedule | None) -> None:
    """Let it have been due yesterday, and let the clock look."""
    assert schedule is not None
    now = timezone.now()
    yesterday = now.date() - timedelta(days=1)
    Schedule.objects.filter(pk=schedule.pk).update(next_on=yesterday, anchor_on=yesterday, next_at=now)
    Annex.objects.update(confirmed_on=yesterday - timedelta(days=90))
    DemandLine.objects.update(reported_on=yesterday - timedelta(days=90))
    send_due(clock(now))


def test_it_stands_among_ones_reminders_and_is_answered_there(browser: Browser, annex: Annex) -> None:
    client = browser("stockholm")

    page = text_of(client.get("/reminders/"))
    assert "Our annex and volumes: Zero-emission deliveries" in page
    assert "Annex and volumes" in page
    assert 'name="note"' not in page
    occurrence = Occurrence.objects.get()
    done = client.post(f"/reminders/{occurrence.pk}/answer/", {"outcome": "unchanged"}, follow=True)

    assert "Thank you. The next review is due on" in text_of(done)
    assert DemandLine.objects.get().version == 2
    annex = Annex.objects.with_names().get()
    assert not annex.is_stale(timezone.now().date())


def test_by_the_link_of_the_mail_without_signing_in(client: Client, annex: Annex) -> None:
    mail_all()
    letter = next(one for one in mail.outbox if one.to == ["Stockholm <member@stockholm.example>"])
    address = next(word for word in str(letter.body).split() if "/answer/" in word)
    path = "/" + address.split("/", 3)[3]
    assert "Trånga" not in str(letter.body)
    before = Annex.objects.get().version

    seen = client.get(path)
    done = client.post(path, {"act": "answer:unchanged"})
    again = client.post(path, {"act": "answer:unchanged"})

    assert "Trånga" not in text_of(seen)
    assert 'name="note"' not in text_of(seen)
    assert "Your answer is saved. The next time is" in text_of(done)
    assert again.status_code == 409
    assert Annex.objects.get().version == before + 1
    assert DemandLine.objects.get().reported_on == timezone.now().date()
    assert Notice.objects.filter(answered_at__isnull=False).count() == 1


def test_the_page_of_the_annex_says_when_it_was_and_when_it_is_asked(browser: Browser, annex: Annex) -> None:
    client, url = browser("stockholm"), f"/needs/{annex.need_id}/annex/"

    stale = text_of(client.get(url))
    done = text_of(client.post(f"{url}confirm/", follow=True))

    assert "Not confirmed" in stale
    assert "Asked again by" in stale
    assert "for your 1 demand line." in stale
    assert "Thank you: annex and volumes hold. You are asked again by" in done
    assert "Not confirmed" not in done
    assert browser("orebro").post(f"{url}confirm/").status_code == 404


def test_the_pages_of_demand_and_of_the_authority_show_what_was_not_confirmed(
    browser: Browser, annex: Annex
) -> None:
    client = browser("stockholm")

    for url in (f"/needs/{annex.need_id}/demand/", "/authority/"):
        page = text_of(client.get(url))
        assert "Not confirmed" in page
        assert "mark--due" in page
    assert "Annex and volumes have to be confirmed" in page
    assert "Have not confirmed that their annex holds" in text_of(
        browser("goteborg").get(f"/needs/{annex.need_id}/demand/")
    )
    assert "Past its day" in text_of(client.get(f"/needs/{annex.need_id}/demand/"))


def test_another_day_is_chosen_with_the_annex(browser: Browser, stockholm: Actor, vans: DemandItem) -> None:
    an_annex(stockholm, vans.need)
    day = (timezone.now() + timedelta(days=50)).date()

    browser("stockholm").post(
        f"/needs/{vans.need_id}/annex/", {"version": "1", "next_confirm_on": day.isoformat()}
    )

    asked = Annex.objects.with_names().get().next_confirm_on
    assert asked is not None
    assert day <= asked <= day + timedelta(days=6)


def test_a_need_says_when_it_is_looked_at_and_is_confirmed_on_its_page(
    browser: Browser, goteborg: Actor
) -> None:
    need = a_need(goteborg, zone="network")
    url = f"/needs/{need.pk}/"
    assert f"{url}review/" not in text_of(browser("goteborg").get(url))
    day = (timezone.now() + timedelta(days=50)).date()
    change_need(goteborg, need=need, next_review_on=day)

    page = text_of(browser("goteborg").get(url))
    done = browser("goteborg").post(f"{url}review/", follow=True)

    assert f"{url}review/" in page
    assert f"{url}review/" not in text_of(browser("orebro").get(url))
    assert "The next question comes in a year." in text_of(done)
    then = Need.objects.with_names().get().next_review_on
    assert then is not None
    assert then > day + timedelta(days=300)


def test_a_need_that_is_due_is_answered_among_ones_reminders(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg, zone="network")
    day = (timezone.now() + timedelta(days=50)).date()
    fall_due(change_need(goteborg, need=need, next_review_on=day).schedule)
    occurrence = Occurrence.objects.get()

    page = text_of(browser("goteborg").get("/reminders/"))
    browser("goteborg").post(f"/reminders/{occurrence.pk}/answer/", {"outcome": "closed"})

    assert "Does it still hold?" in page
    assert Need.objects.with_names().get().next_review_on is None


def test_the_link_of_a_mail_asks_of_a_need_what_its_reminder_asks(client: Client, goteborg: Actor) -> None:
    need = a_need(goteborg, zone="network")
    day = (timezone.now() + timedelta(days=50)).date()
    fall_due(change_need(goteborg, need=need, next_review_on=day).schedule)
    mail_all()
    (letter,) = mail.outbox
    address = next(word for word in str(letter.body).split() if "/answer/" in word)

    seen = text_of(client.get("/" + address.split("/", 3)[3]))

    assert "the need is brought up to date or will be replaced" in seen
    assert "analysis" not in seen
    assert "is an answer too" in str(letter.body)
