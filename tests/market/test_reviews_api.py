from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from journal.models import Entry
from market.models import MarketAnalysis, Review
from networks.models import Seat
from tests.answers import footprint, forbidden, pointed, refused
from tests.cast import Cast
from tests.factories.market import AnalysisFactory
from tests.factories.networks import SeatFactory

NOWHERE = UUID("01890000-0000-7000-8000-000000000000")


@pytest.fixture
def analysis(cast: Cast) -> MarketAnalysis:
    """What Stockholm answers for every quarter, from 25 March 2049 on."""
    found: MarketAnalysis = AnalysisFactory.create(
        network=cast.network, owner=cast.people["stockholm"], question="Vilka eldrivna lastbilar finns?"
    )
    return found


@pytest.fixture
def url(analysis: MarketAnalysis) -> str:
    """Its address."""
    return f"/api/v1/analyses/{analysis.pk}/"


@pytest.fixture
def reviews(url: str) -> str:
    """Where it is looked at again."""
    return f"{url}reviews/"


def wish(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "question": "Vilka vätgasbilar finns?",
        "owner": str(cast.people["stockholm"].pk),
        "cadence": "yearly",
        "next_review_on": (timezone.now().date() + timedelta(days=90)).isoformat(),
        **more,
    }


def test_an_analysis_is_shown_whole(
    turku_client: APIClient, url: str, analysis: MarketAnalysis, cast: Cast
) -> None:
    answer = turku_client.get(url)

    read = answer.json()
    assert answer["ETag"] == '"1"'
    assert read == {
        "id": str(analysis.pk),
        "network": str(cast.network.pk),
        "zone": "network",
        "question": "Vilka eldrivna lastbilar finns?",
        "scope": "",
        "summary": "",
        "conclusion": "",
        "owner": {"id": str(cast.people["stockholm"].pk), "name": "Stockholm"},
        "deputy": None,
        "cadence": "quarterly",
        "next_due_on": "2049-03-25",
        "opened_at": read["opened_at"],
        "closed_at": None,
        "last_reviewed_at": None,
        "last_outcome": None,
        "version": 1,
        "abilities": [],
        "mine": {"owner": False},
    }


@pytest.mark.parametrize(
    ("name", "abilities", "mine"),
    [
        ("stockholm", ["analysis.manage", "analysis.review", "finding.add"], {"owner": True}),
        ("goteborg", ["analysis.manage", "analysis.review", "finding.add"], {"owner": False}),
        ("orebro", ["analysis.manage", "analysis.review", "finding.add"], {"owner": False}),
        ("turku", [], {"owner": False}),
    ],
)
def test_an_analysis_says_whose_it_is_and_what_one_may_do(
    cast: Cast, url: str, name: str, abilities: list[str], mine: dict[str, bool]
) -> None:
    read = cast.client(name).get(url).json()

    assert (read["abilities"], read["mine"]) == (abilities, mine)


def test_a_review_is_answered_whole_with_the_next_date(
    stockholm_client: APIClient, url: str, reviews: str, analysis: MarketAnalysis, cast: Cast
) -> None:
    answer = stockholm_client.post(reviews, {"outcome": "updated", "note": " Två nya modeller. "})

    made = answer.json()
    analysis_now = stockholm_client.get(url).json()
    assert answer.status_code == 201
    assert made == {
        "id": made["id"],
        "analysis": str(analysis.pk),
        "outcome": "updated",
        "note": "Två nya modeller.",
        "reviewed_by": {"id": str(cast.people["stockholm"].pk), "name": "Stockholm"},
        "authority": str(cast.authority("stockholm").pk),
        "reviewed_at": made["reviewed_at"],
        "next_due_on": "2049-06-28",
        "of": {name: value for name, value in analysis_now.items() if name not in ("abilities", "mine")},
    }
    assert (analysis_now["version"], analysis_now["last_outcome"]) == (2, "updated")
    assert analysis_now["last_reviewed_at"] == made["reviewed_at"]
    (listed,) = stockholm_client.get(reviews).json()["results"]
    assert listed == {name: value for name, value in made.items() if name not in ("next_due_on", "of")}


def test_three_reviews_are_listed_in_order_and_the_last_one_counts(
    stockholm_client: APIClient, goteborg_client: APIClient, url: str, reviews: str
) -> None:
    stockholm_client.post(reviews, {"outcome": "unchanged"})
    goteborg_client.post(reviews, {"outcome": "updated"})
    stockholm_client.post(reviews, {"outcome": "unchanged"})

    rows = goteborg_client.get(reviews).json()["results"]

    assert [row["outcome"] for row in rows] == ["unchanged", "updated", "unchanged"]
    assert [row["reviewed_by"]["name"] for row in rows] == ["Stockholm", "Goteborg", "Stockholm"]
    read = goteborg_client.get(url).json()
    assert (read["last_outcome"], read["version"]) == ("unchanged", 4)
    assert read["next_due_on"] == "2049-12-27"


def test_a_closed_analysis_is_due_never_more_and_takes_no_review(
    stockholm_client: APIClient, url: str, reviews: str
) -> None:
    closed = stockholm_client.post(reviews, {"outcome": "closed", "note": "Upphandlat."}).json()
    before = footprint()

    again = stockholm_client.post(reviews, {"outcome": "unchanged"})

    assert (closed["next_due_on"], closed["of"]["closed_at"]) == (None, closed["reviewed_at"])
    assert refused(again) == (409, "analysis_closed")
    assert footprint() == before
    read = stockholm_client.get(url).json()
    assert (read["abilities"], read["next_due_on"]) == ([], None)


def test_of_two_reviews_of_one_version_the_later_is_stale_and_moves_nothing(
    stockholm_client: APIClient, goteborg_client: APIClient, url: str, reviews: str
) -> None:
    tag = stockholm_client.get(url)["ETag"]
    first = goteborg_client.post(reviews, {"outcome": "unchanged"}, headers={"If-Match": tag})
    before = footprint()

    second = stockholm_client.post(reviews, {"outcome": "updated"}, headers={"If-Match": tag})

    assert (first.status_code, refused(second)) == (201, (412, "stale"))
    assert footprint() == before
    assert stockholm_client.get(url).json()["next_due_on"] == "2049-06-28"


def test_one_key_is_one_review(stockholm_client: APIClient, reviews: str) -> None:
    key = {"Idempotency-Key": "r1"}

    first = stockholm_client.post(reviews, {"outcome": "unchanged"}, headers=key)
    again = stockholm_client.post(reviews, {"outcome": "unchanged"}, headers=key)
    other = stockholm_client.post(reviews, {"outcome": "closed"}, headers=key)

    assert again.json() == first.json()
    assert refused(other) == (422, "key_reused")
    assert Review.objects.count() == 1


def test_who_reads_only_reviews_nothing_and_outsiders_find_nothing(
    turku_client: APIClient, facilitator_client: APIClient, kiruna_client: APIClient, reviews: str
) -> None:
    before, body = footprint(), {"outcome": "unchanged"}

    assert forbidden(turku_client.post(reviews, body)) == "analysis.review"
    assert forbidden(facilitator_client.post(reviews, body)) == "analysis.read"
    assert forbidden(facilitator_client.get(reviews)) == "analysis.read"
    assert refused(kiruna_client.post(reviews, body)) == (404, "not_found")
    assert refused(kiruna_client.get(reviews)) == (404, "not_found")
    assert refused(APIClient().post(reviews, body)) == (401, "sign_in_needed")
    assert footprint() == before


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, [("/outcome", "required")]),
        ({"outcome": None}, [("/outcome", "null")]),
        ({"outcome": ""}, [("/outcome", "invalid_choice")]),
        ({"outcome": "maybe"}, [("/outcome", "invalid_choice")]),
        ({"outcome": 1}, [("/outcome", "invalid_choice")]),
        ({"outcome": ["unchanged"]}, [("/outcome", "invalid_choice")]),
        ({"outcome": "unchanged", "note": None}, [("/note", "null")]),
        ({"outcome": "unchanged", "note": "x" * 2001}, [("/note", "too_long")]),
        ({"outcome": "unchanged", "note": "dolt\u202e"}, [("/note", "control_characters")]),
    ],
)
def test_a_bad_review_points_at_its_fields_and_moves_nothing(
    stockholm_client: APIClient, url: str, reviews: str, body: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    before = footprint()

    assert pointed(stockholm_client.post(reviews, body)) == found

    assert footprint() == before
    assert stockholm_client.get(url).json()["next_due_on"] == "2049-03-25"


@pytest.mark.parametrize("missing", ["question", "owner", "cadence", "next_review_on"])
def test_an_analysis_without_one_of_its_fields_is_not_opened(
    goteborg_client: APIClient, cast: Cast, missing: str
) -> None:
    body = {name: value for name, value in wish(cast).items() if name != missing}
    before = footprint()

    answer = goteborg_client.post(f"/api/v1/networks/{cast.network.pk}/analyses/", body)

    assert pointed(answer) == [(f"/{missing}", "required")]
    assert footprint() == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"next_review_on": "2027-02-30"}, "invalid"),
        ({"next_review_on": "0000-00-00"}, "invalid"),
        ({"next_review_on": "2027-03-01T08:00:00Z"}, "invalid"),
        ({"next_review_on": 20270301}, "invalid"),
        ({"next_review_on": "0001-01-01"}, "date"),
        ({"next_review_on": ""}, "invalid"),
        ({"next_review_on": None}, "null"),
        ({"next_review_on": ["2027-03-01"]}, "invalid"),
    ],
)
def test_a_day_that_is_none_is_pointed_at(
    goteborg_client: APIClient, cast: Cast, change: dict[str, Any], code: str
) -> None:
    answer = goteborg_client.post(f"/api/v1/networks/{cast.network.pk}/analyses/", wish(cast, **change))

    assert pointed(answer) == [("/next_review_on", code)]
    assert not MarketAnalysis.objects.exists()


@pytest.mark.parametrize("name", ["kiruna", "facilitator", "turku"])
def test_nobody_is_made_to_answer_who_could_not(goteborg_client: APIClient, cast: Cast, name: str) -> None:
    body = wish(cast, owner=str(cast.people[name].pk))

    answer = goteborg_client.post(f"/api/v1/networks/{cast.network.pk}/analyses/", body)

    assert pointed(answer) == [("/owner", "reads_only" if name == "turku" else "no_seat")]


def test_an_owner_who_left_is_still_named_and_a_colleague_reviews(
    orebro_client: APIClient, url: str, reviews: str, cast: Cast
) -> None:
    Seat.objects.filter(pk=cast.seats["stockholm"].pk).update(ended_at=timezone.now())

    assert orebro_client.get(url).json()["owner"]["name"] == "Stockholm"
    assert orebro_client.post(reviews, {"outcome": "unchanged"}).status_code == 201
    assert Entry.objects.filter(type="analysis.reviewed").count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_an_analysis_costs_four_queries_however_many_reviews_it_has(
    cast: Cast,
    turku_client: APIClient,
    stockholm_client: APIClient,
    url: str,
    reviews: str,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    SeatFactory.create_batch(rows, membership=cast.seats["orebro"].membership)
    for _row in range(rows):
        stockholm_client.post(reviews, {"outcome": "unchanged"})

    with django_assert_num_queries(4):  # session, person, analysis with its latest, seat
        answer = turku_client.get(url)

    assert answer.json()["version"] == rows + 1
