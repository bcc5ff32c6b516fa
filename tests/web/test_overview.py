from datetime import date

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from networks.models import Network
from notices.models import Cause, Notice
from support.services import keep_week
from tasks.ladder import AT_RISK, REVIEW
from tasks.models import Schedule
from tests.cast import Cast
from tests.factories.market import AnalysisFactory
from tests.factories.networks import NetworkFactory
from tests.reminders import clock
from tests.web.conftest import Browser, text_of


@pytest.fixture
def debt(cast: Cast) -> Schedule:
    """Something of Stockholm's is long past its day."""
    schedule: Schedule = AnalysisFactory.create(network=cast.network, owner=cast.people["stockholm"]).schedule
    schedule.next_on, schedule.step = date(2026, 1, 7), REVIEW.rungs.index(AT_RISK) + 1
    schedule.save(update_fields=["next_on", "step"])
    return schedule


def test_the_facilitator_sees_networks_by_phase_in_counts(browser: Browser, debt: Schedule) -> None:
    page = text_of(browser("facilitator").get("/overview/"))

    assert "Nordic zero-emission delivery" in page
    assert page.index(">Idea<") < page.index(">Shaping demand<")
    assert "At risk" in page
    assert "1 network is at risk." in page
    assert "Vilka eldrivna" not in page


@pytest.mark.parametrize("name", ["stockholm", "goteborg", "kiruna"])
def test_only_the_facilitator_sees_all_networks(browser: Browser, name: str) -> None:
    assert browser(name).get("/overview/").status_code == 403


@pytest.mark.parametrize("more", [1, 3])
def test_the_overview_costs_the_same_however_many_networks(
    browser: Browser, cast: Cast, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    NetworkFactory.create_batch(more)
    client = browser("facilitator")

    with django_assert_num_queries(10):
        page = text_of(client.get("/overview/"))

    assert page.count('scope="row"') == Network.objects.count()


def test_the_coordinator_sees_who_needs_a_word_and_nudges(
    browser: Browser, cast: Cast, debt: Schedule
) -> None:
    client, base = browser("goteborg"), f"/networks/{cast.network.pk}/follow-up/"

    page = text_of(client.get(base))
    assert "1 thing late since" in page
    assert "No deputy" in page
    answer = client.post(f"{base}{cast.seats['stockholm'].pk}/", follow=True)

    assert "Stockholm gets a mail from you." in text_of(answer)
    assert Notice.objects.get(cause=Cause.NUDGE).person == cast.people["stockholm"]
    again = client.post(f"{base}{cast.seats['stockholm'].pk}/", follow=True)
    assert "within the last week" in text_of(again)


def test_the_follow_up_shows_the_weeks_as_the_facilitator_sees_them(
    browser: Browser, cast: Cast, debt: Schedule
) -> None:
    keep_week(clock(timezone.now()))

    assert "Week by week" in text_of(browser("goteborg").get(f"/networks/{cast.network.pk}/follow-up/"))


def test_one_can_not_nudge_oneself_or_a_seat_of_another_network(browser: Browser, cast: Cast) -> None:
    client, base = browser("goteborg"), f"/networks/{cast.network.pk}/follow-up/"

    own = client.post(f"{base}{cast.seats['goteborg'].pk}/", follow=True)

    assert "This is your own seat." in text_of(own)
    assert client.post(f"{base}{cast.seats['kiruna'].pk}/").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("stockholm", 403), ("turku", 403), ("kiruna", 404)])
def test_others_have_no_follow_up(browser: Browser, cast: Cast, name: str, status: int) -> None:
    base = f"/networks/{cast.network.pk}/follow-up/"

    assert browser(name).get(base).status_code == status
    assert browser(name).post(f"{base}{cast.seats['orebro'].pk}/").status_code == status
