from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from market.models import MarketAnalysis
from networks.models import Seat
from tasks.models import Occurrence
from tasks.services import send_due
from tests.cast import Cast
from tests.factories.market import AnalysisFactory, analyses_of
from tests.reminders import DUE, clock

URL = "/api/v1/reminders/"


@pytest.fixture
def due(cast: Cast) -> Occurrence:
    """One analysis that has fallen due, to be answered by Stockholm."""
    AnalysisFactory.create(network=cast.network, owner=cast.people["stockholm"], due_at=DUE)
    send_due(clock())
    return Occurrence.objects.get()


def path(occurrence: Occurrence, verb: str = "") -> str:
    return f"{URL}{occurrence.pk}/{verb}/" if verb else f"{URL}{occurrence.pk}/"


def test_the_list_holds_what_waits_for_this_person(due: Occurrence, stockholm_client: APIClient) -> None:
    page = stockholm_client.get(URL).json()

    analysis = MarketAnalysis.objects.get()
    (found,) = page["results"]
    assert found["id"] == str(due.pk)
    assert found["about"] == {"kind": "analysis", "id": str(analysis.pk)}
    assert found["card"]["title"] == analysis.question
    assert (found["state"], found["due_on"]) == ("open", "2049-03-25")
    assert (page["next"], page["previous"]) == (None, None)


def test_others_lists_are_empty_and_their_doors_closed(
    due: Occurrence, goteborg_client: APIClient, kiruna_client: APIClient, facilitator_client: APIClient
) -> None:
    for client in (goteborg_client, kiruna_client, facilitator_client):
        assert client.get(URL).json()["results"] == []
        assert client.get(path(due)).status_code == 404
        assert client.post(path(due, "acknowledge")).status_code == 404
        assert client.post(path(due, "answer"), {"outcome": "unchanged"}, format="json").status_code == 404


def test_somebody_not_signed_in_is_asked_to(due: Occurrence) -> None:
    for answer in (APIClient().get(URL), APIClient().get(path(due)), APIClient().post(path(due, "answer"))):
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")


def test_an_answer_moves_the_date_and_empties_the_list(due: Occurrence, stockholm_client: APIClient) -> None:
    answer = stockholm_client.post(path(due, "answer"), {"outcome": "unchanged"}, format="json")

    assert answer.status_code == 200
    assert answer.json()["next_due_on"] == "2049-06-28"
    assert answer.json()["state"] == "answered"
    assert stockholm_client.get(URL).json()["results"] == []
    again = stockholm_client.post(path(due, "answer"), {"outcome": "unchanged"}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "reminder_already_answered")


def test_the_same_key_answers_once(due: Occurrence, stockholm_client: APIClient) -> None:
    given: dict[str, Any] = {"data": {"outcome": "unchanged"}, "format": "json", "HTTP_IDEMPOTENCY_KEY": "k1"}

    first = stockholm_client.post(path(due, "answer"), **given)
    second = stockholm_client.post(path(due, "answer"), **given)

    assert first.json() == second.json()
    assert second.status_code == 200


def test_acknowledging_keeps_it_on_the_list(due: Occurrence, stockholm_client: APIClient) -> None:
    taken = stockholm_client.post(path(due, "acknowledge"))

    assert (taken.status_code, taken.json()["state"]) == (200, "acknowledged")
    assert stockholm_client.get(URL).json()["results"][0]["state"] == "acknowledged"
    assert stockholm_client.post(path(due, "acknowledge")).status_code == 409


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/outcome"),
        ({"outcome": None}, "/outcome"),
        ({"outcome": "x" * 21}, "/outcome"),
        ({"outcome": "maybe"}, "/outcome"),
        ({"outcome": ["unchanged"]}, "/outcome"),
        ({"outcome": "unchanged", "note": "x" * 2001}, "/note"),
        ({"outcome": "unchanged", "note": "nul\x00"}, "/note"),
        ({"outcome": "unchanged", "note": "\u202e"}, "/note"),
    ],
)
def test_bad_answers_are_refused_and_change_nothing(
    due: Occurrence, stockholm_client: APIClient, body: dict[str, Any], pointer: str
) -> None:
    answer = stockholm_client.post(path(due, "answer"), body, format="json")

    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    due.refresh_from_db()
    assert due.is_open


def test_when_the_seat_ends_the_reminders_are_gone_at_once(
    due: Occurrence, stockholm_client: APIClient, cast: Cast
) -> None:
    Seat.objects.filter(pk=cast.seats["stockholm"].pk).update(ended_at=timezone.now())

    assert stockholm_client.get(URL).json()["results"] == []
    assert stockholm_client.get(path(due)).status_code == 404


@pytest.mark.parametrize("due_now", [1, 3])
def test_the_list_costs_five_queries(
    cast: Cast,
    stockholm_client: APIClient,
    due_now: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    analyses_of(cast.network, count=due_now, owner=cast.people["stockholm"], due_at=DUE)
    send_due(clock())

    with django_assert_num_queries(5):
        page = stockholm_client.get(URL).json()

    assert len(page["results"]) == due_now


def test_pages_follow_each_other(cast: Cast, stockholm_client: APIClient) -> None:
    for minutes in range(3):
        at = DUE + timedelta(minutes=minutes)
        AnalysisFactory.create(network=cast.network, owner=cast.people["stockholm"], due_at=at)
        send_due(clock(at))

    first = stockholm_client.get(URL, {"limit": 2}).json()
    second = stockholm_client.get(first["next"]).json()

    titles = [row["card"]["title"] for row in first["results"] + second["results"]]
    assert titles == sorted(titles)
    assert (len(first["results"]), len(second["results"])) == (2, 1)
