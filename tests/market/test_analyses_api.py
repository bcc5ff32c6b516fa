from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from journal.models import Entry
from journal.resources import resources_of
from market.models import MarketAnalysis
from tasks.cadence import working_day
from tests.cast import Cast
from tests.factories.market import AnalysisFactory, analyses_of
from tests.factories.networks import NetworkFactory

IN_A_MONTH = timezone.now().date() + timedelta(days=30)


@pytest.fixture
def url(cast: Cast) -> str:
    return f"/api/v1/networks/{cast.network.pk}/analyses/"


@pytest.fixture
def body(cast: Cast) -> dict[str, Any]:
    return {
        "question": "Vilka eldrivna lastbilar finns?",
        "owner": str(cast.people["stockholm"].pk),
        "cadence": "quarterly",
        "next_review_on": IN_A_MONTH.isoformat(),
    }


def test_an_opened_analysis_says_when_it_is_due(
    goteborg_client: APIClient, url: str, body: dict[str, Any], cast: Cast
) -> None:
    answer = goteborg_client.post(url, body, format="json")

    assert answer.status_code == 201
    made = answer.json()
    assert made["next_due_on"] == working_day(IN_A_MONTH, country="SE").isoformat()
    assert made["owner"] == {"id": body["owner"], "name": "Stockholm"}
    read = goteborg_client.get(f"/api/v1/analyses/{made['id']}/")
    assert read.json() == {
        **made,
        "abilities": ["analysis.manage", "analysis.review", "finding.add"],
        "mine": {"owner": False},
    }
    assert read.headers["ETag"] == answer.headers["ETag"] == '"1"'
    assert goteborg_client.get(url).json()["results"] == [made]


def test_the_event_carries_what_the_api_shows(
    goteborg_client: APIClient, url: str, body: dict[str, Any]
) -> None:
    made = goteborg_client.post(url, body, format="json").json()
    goteborg_client.post(f"/api/v1/analyses/{made['id']}/reviews/", {"outcome": "updated"}, format="json")

    entry = Entry.objects.filter(type="analysis.reviewed").get()
    shape = resources_of([entry])[entry.pk]

    shown = goteborg_client.get(url).json()["results"][0]
    assert shape.keys() == shown.keys()
    assert (str(shape["next_due_on"]), shape["version"]) == (shown["next_due_on"], shown["version"])


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"owner": "kim"}, "/owner"),
        ({"owner": str(uuid4())}, "/owner"),
        ({"owner": None}, "/owner"),
        ({"cadence": "weekly"}, "/cadence"),
        ({"cadence": 3}, "/cadence"),
        ({"next_review_on": "soon"}, "/next_review_on"),
        ({"next_review_on": "2020-01-01"}, "/next_review_on"),
        ({"next_review_on": "9999-12-31"}, "/next_review_on"),
        ({"question": "x" * 501}, "/question"),
        ({"question": "nul\x00"}, "/question"),
        ({"question": {"sv": "x"}}, "/question"),
        ({"scope": "\u202e"}, "/scope"),
    ],
)
def test_bad_input_is_named(
    goteborg_client: APIClient, url: str, body: dict[str, Any], wrong: dict[str, Any], pointer: str
) -> None:
    answer = goteborg_client.post(url, {**body, **wrong}, format="json")

    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert not MarketAnalysis.objects.exists()


def test_a_review_says_the_next_date_and_is_on_the_list(cast: Cast, stockholm_client: APIClient) -> None:
    analysis = AnalysisFactory.create(network=cast.network, owner=cast.people["stockholm"])
    reviews = f"/api/v1/analyses/{analysis.pk}/reviews/"

    answer = stockholm_client.post(reviews, {"outcome": "unchanged", "note": "Samma utbud."}, format="json")

    assert answer.status_code == 201
    assert answer.json()["next_due_on"] == answer.json()["of"]["next_due_on"] == "2049-06-28"
    (listed,) = stockholm_client.get(reviews).json()["results"]
    assert (listed["outcome"], listed["note"]) == ("unchanged", "Samma utbud.")
    assert stockholm_client.get(f"/api/v1/analyses/{analysis.pk}/").json()["last_outcome"] == "unchanged"


def test_a_review_of_an_older_version_is_stale(cast: Cast, stockholm_client: APIClient) -> None:
    analysis = AnalysisFactory.create(network=cast.network, owner=cast.people["stockholm"], version=2)

    answer = stockholm_client.post(
        f"/api/v1/analyses/{analysis.pk}/reviews/",
        {"outcome": "unchanged"},
        format="json",
        HTTP_IF_MATCH='"1"',
    )

    assert answer.status_code == 412


def test_who_sees_what(
    cast: Cast,
    url: str,
    body: dict[str, Any],
    turku_client: APIClient,
    facilitator_client: APIClient,
    kiruna_client: APIClient,
) -> None:
    analysis = AnalysisFactory.create(network=cast.network, owner=cast.people["stockholm"])
    one = f"/api/v1/analyses/{analysis.pk}/"

    assert turku_client.get(one).json()["abilities"] == []
    assert turku_client.post(url, body, format="json").json()["permission"] == "analysis.manage"
    unread = turku_client.post(f"{one}reviews/", {"outcome": "unchanged"}, format="json")
    assert (unread.status_code, unread.json()["permission"]) == (403, "analysis.review")
    assert facilitator_client.get(one).json()["permission"] == "analysis.read"
    assert kiruna_client.get(one).status_code == kiruna_client.get(url).status_code == 404
    assert APIClient().get(one).status_code == APIClient().get(url).status_code == 401
    assert turku_client.get(f"/api/v1/analyses/{uuid4()}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    cast: Cast,
    url: str,
    goteborg_client: APIClient,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    analyses_of(cast.network, count=count, owner=cast.people["stockholm"])
    AnalysisFactory.create(network=NetworkFactory.create())

    with django_assert_num_queries(4):
        page = goteborg_client.get(url).json()

    assert len(page["results"]) == count
