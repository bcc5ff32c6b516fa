from datetime import date

from django.utils import timezone
from rest_framework.test import APIClient

from notices.models import Cause, Notice
from support.services import keep_week
from tests.answers import refused
from tests.cast import Cast
from tests.reminders import clock
from tests.support.conftest import Owe

OVERVIEW = "/api/v1/support/overview/"


def test_the_facilitator_sees_every_network_in_counts_and_nothing_else(
    cast: Cast, owe: Owe, facilitator_client: APIClient
) -> None:
    owe(cast.people["stockholm"], date(2020, 3, 19))

    rows = {row["name_en"]: row for row in facilitator_client.get(OVERVIEW).json()["results"]}

    row = rows["Nordic zero-emission delivery"]
    assert (row["phase"], row["members"], row["people"]) == ("shaping_demand", 5, 5)
    assert (row["fresh"], row["late"], row["silent"], row["overdue"]) == (4, None, None, None)
    assert rows["Welfare technology"]["members"] is None
    assert row.keys() == {
        *("id", "name_sv", "name_en", "phase", "members", "people", "fresh", "late", "silent"),
        *("overdue", "is_at_risk", "last_active_on", "next_gate_on"),
    }


def test_a_coordinator_sees_their_own_network_and_a_member_none(
    goteborg_client: APIClient, stockholm_client: APIClient
) -> None:
    (own,) = goteborg_client.get(OVERVIEW).json()["results"]

    assert own["name_en"] == "Nordic zero-emission delivery"
    assert stockholm_client.get(OVERVIEW).json()["results"] == []


def test_weeks_are_masked_too(cast: Cast, owe: Owe, facilitator_client: APIClient) -> None:
    owe(cast.people["stockholm"], date(2020, 3, 19))
    keep_week(clock(timezone.now()))

    (week,) = facilitator_client.get(f"/api/v1/networks/{cast.network.pk}/health/weeks/").json()["results"]

    assert (week["members"], week["fresh"], week["late"], week["silent"]) == (5, 4, None, None)


def test_a_nudge_over_the_api(cast: Cast, goteborg_client: APIClient) -> None:
    url = f"/api/v1/seats/{cast.seats['stockholm'].pk}/nudge/"

    done, again = goteborg_client.post(url), goteborg_client.post(url)

    assert done.status_code == 201
    assert refused(again) == (429, "too_often")
    assert int(again["Retry-After"]) > 6 * 24 * 3600
    assert Notice.objects.get(cause=Cause.NUDGE).person == cast.people["stockholm"]


def test_the_follow_up_over_the_api(cast: Cast, owe: Owe, goteborg_client: APIClient) -> None:
    owe(cast.people["stockholm"], date(2020, 3, 19))

    rows = goteborg_client.get(f"/api/v1/networks/{cast.network.pk}/follow-up/").json()["results"]

    (late,) = [row for row in rows if row["overdue"]]
    assert late["authority"]["name"] == "Stockholms stad"
    assert late["longest_overdue_on"] == "2020-03-19"
