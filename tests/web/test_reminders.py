from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from market.models import MarketAnalysis, Review
from networks.models import Network
from tasks.models import Occurrence
from tests.cast import Cast
from tests.web.conftest import Browser, text_of


def test_reminder_is_answered_with_nothing_changed_and_the_date_moves(
    browser: Browser, reminder: Occurrence, analysis: MarketAnalysis
) -> None:
    client = browser("stockholm")
    assert "Vilka eldrivna lastbilar finns?" in text_of(client.get("/reminders/"))

    posted = {"outcome": "unchanged", "note": "Samma fyra modeller."}
    page = text_of(client.post(f"/reminders/{reminder.pk}/answer/", posted, follow=True))

    assert "The next review is due on 28 June 2049." in page
    assert "Nothing waits for you." in page
    assert Review.objects.get().note == "Samma fyra modeller."


def test_reminder_in_the_menu_is_counted(browser: Browser, reminder: Occurrence) -> None:
    assert "waiting for you" in text_of(browser("stockholm").get("/"))
    assert "waiting for you" not in text_of(browser("orebro").get("/"))


def test_closing_answer_asks_nobody_again(browser: Browser, reminder: Occurrence) -> None:
    response = browser("stockholm").post(
        f"/reminders/{reminder.pk}/answer/", {"outcome": "closed", "note": ""}, follow=True
    )

    assert "Nobody is asked again." in text_of(response)


@pytest.mark.parametrize(
    "posted",
    [{}, {"outcome": "perhaps"}, {"outcome": "unchanged", "note": "x" * 2001}],
)
def test_bad_answer_is_told_and_kept(browser: Browser, reminder: Occurrence, posted: dict[str, str]) -> None:
    response = browser("stockholm").post(f"/reminders/{reminder.pk}/answer/", posted)

    assert response.status_code == 422
    assert "Something needs mending" in text_of(response)
    assert posted.get("note", "") in text_of(response)
    assert not Review.objects.exists()


def test_second_answer_is_told_that_it_was_answered(browser: Browser, reminder: Occurrence) -> None:
    client = browser("stockholm")
    client.post(f"/reminders/{reminder.pk}/answer/", {"outcome": "unchanged"})

    page = client.post(f"/reminders/{reminder.pk}/answer/", {"outcome": "updated"}, follow=True)

    assert "answered already" in text_of(page)
    assert Review.objects.count() == 1


def test_person_says_that_they_are_on_it(browser: Browser, reminder: Occurrence) -> None:
    page = browser("stockholm").post(f"/reminders/{reminder.pk}/acknowledge/", follow=True)

    assert "Somebody is on it" in text_of(page)


def test_reminder_of_another_is_not_there(browser: Browser, reminder: Occurrence) -> None:
    response = browser("orebro").post(f"/reminders/{reminder.pk}/answer/", {"outcome": "unchanged"})

    assert response.status_code == 404
    assert "Nothing waits for you." in text_of(browser("orebro").get("/reminders/"))


def test_link_of_the_mail_leads_to_the_reminder(browser: Browser, reminder: Occurrence) -> None:
    client = browser("stockholm")

    assert client.get(f"/go/reminder/{reminder.pk}/")["Location"] == f"/reminders/#reminder-{reminder.pk}"


def test_link_of_the_mail_leads_to_the_analysis_for_who_may_see_it(
    browser: Browser, analysis: MarketAnalysis
) -> None:
    address = f"/go/analysis/{analysis.pk}/"

    assert browser("orebro").get(address)["Location"] == f"/analyses/{analysis.pk}/"
    assert browser("kiruna").get(address).status_code == 404
    assert browser("orebro").get(f"/go/unicorn/{analysis.pk}/").status_code == 404


def test_analysis_is_opened_and_shown(browser: Browser, cast: Cast, network: Network) -> None:
    client = browser("stockholm")
    posted = {
        "question": "Vad kostar en eldriven lastbil?",
        "scope": "",
        "owner": str(cast.people["orebro"].pk),
        "cadence": "quarterly",
        "next_review_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
    }

    page = text_of(client.post(f"/networks/{network.pk}/analyses/", posted, follow=True))

    assert "Vad kostar en eldriven lastbil?" in page
    assert "Orebro" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"question": ""},
        {"question": "x" * 501},
        {"owner": "0190a000-0000-7000-8000-000000000000"},
        {"owner": "x"},
        {"cadence": "hourly"},
        {"next_review_on": "1999-01-01"},
        {"next_review_on": "tomorrow"},
    ],
)
def test_bad_analysis_is_told_and_kept(
    browser: Browser, cast: Cast, network: Network, wrong: dict[str, str]
) -> None:
    posted = {
        "question": "Vad kostar en eldriven lastbil?",
        "owner": str(cast.people["orebro"].pk),
        "cadence": "quarterly",
        "next_review_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
        **wrong,
    }

    response = browser("stockholm").post(f"/networks/{network.pk}/analyses/", posted)

    assert response.status_code in (400, 422)
    assert "Something needs mending" in text_of(response)
    assert not MarketAnalysis.objects.exists()


def test_observer_reads_an_analysis_and_does_not_review_it(
    browser: Browser, analysis: MarketAnalysis
) -> None:
    address = f"/analyses/{analysis.pk}/"

    assert "Save the review" not in text_of(browser("turku").get(address))
    assert browser("turku").post(address, {"outcome": "unchanged"}).status_code == 403


def test_member_reviews_an_analysis_on_its_own_page(browser: Browser, analysis: MarketAnalysis) -> None:
    address = f"/analyses/{analysis.pk}/"

    page = browser("orebro").post(address, {"outcome": "updated", "note": "Två till."}, follow=True)

    assert "Två till." in text_of(page)


def test_reminders_cost_the_same_however_many(
    browser: Browser, reminder: Occurrence, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser("stockholm")
    client.get("/reminders/")

    with django_assert_num_queries(9):
        client.get("/reminders/")
