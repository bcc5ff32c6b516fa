from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from journal.models import Entry
from market.models import MarketAnalysis, Review
from networks.models import Network, Seat
from tasks.models import Occurrence, Schedule
from tasks.services import send_due
from tests.answers import footprint, forbidden, pointed, refused
from tests.cast import Cast
from tests.factories.market import AnalysisFactory
from tests.factories.networks import MembershipFactory, SeatFactory
from tests.reminders import DUE, clock

NOWHERE = UUID("01890000-0000-7000-8000-000000000000")
LIST = "/api/v1/reminders/"


def fallen_due(cast: Cast, *, network: Network | None = None, weeks: int = 0) -> Occurrence:
    """One more thing that waits for Stockholm, since so many weeks."""
    at = DUE - timedelta(weeks=weeks)
    analysis = AnalysisFactory.create(
        network=network or cast.network, owner=cast.people["stockholm"], due_at=at
    )
    send_due(clock(at))
    found: Occurrence = Occurrence.objects.get(schedule__subject_id=analysis.pk)
    return found


@pytest.fixture
def due(cast: Cast) -> Occurrence:
    """An analysis that has fallen due."""
    return fallen_due(cast)


def address(due: Occurrence, verb: str = "") -> str:
    return f"{LIST}{due.pk}/{verb}/" if verb else f"{LIST}{due.pk}/"


def test_a_reminder_is_shown_whole_with_the_card_of_what_it_is_about(
    stockholm_client: APIClient, due: Occurrence, cast: Cast
) -> None:
    analysis = MarketAnalysis.objects.get()

    read = stockholm_client.get(address(due)).json()

    assert read == {
        "id": str(due.pk),
        "network": str(cast.network.pk),
        "about": {"kind": "analysis", "id": str(analysis.pk)},
        "due_on": "2049-03-25",
        "due_at": read["due_at"],
        "cadence": "quarterly",
        "state": "open",
        "acknowledged_at": None,
        "handed_over_at": None,
        "answered_at": None,
        "outcome": "",
        "next_due_on": "2049-03-25",
        "card": {
            "title": analysis.question,
            "path": f"/analyses/{analysis.pk}/",
            "state": read["card"]["state"],
        },
    }
    assert stockholm_client.get(LIST).json()["results"] == [read]


def test_saying_that_one_is_on_it_pauses_and_moves_nothing(
    stockholm_client: APIClient, due: Occurrence
) -> None:
    before = Schedule.objects.values().get()

    taken = stockholm_client.post(address(due, "acknowledge")).json()

    assert (taken["state"], taken["outcome"], taken["next_due_on"]) == ("acknowledged", "", "2049-03-25")
    assert taken["acknowledged_at"]
    assert Schedule.objects.values().get() == {**before, "next_at": None}
    assert not Review.objects.exists()


def test_an_answer_with_a_note_is_a_review_by_that_person(
    stockholm_client: APIClient, due: Occurrence, cast: Cast
) -> None:
    answered = stockholm_client.post(
        address(due, "answer"), {"outcome": "updated", "note": "Två nya."}
    ).json()

    assert (answered["state"], answered["outcome"], answered["next_due_on"]) == (
        *("answered", "updated", "2049-06-28"),
    )
    done = Review.objects.get()
    assert (done.outcome, done.note, done.reviewed_by) == ("updated", "Två nya.", cast.people["stockholm"])
    read = stockholm_client.get(address(due)).json()
    assert {name: value for name, value in read.items() if name != "card"} == answered


def test_closing_by_a_reminder_leaves_no_next_date(stockholm_client: APIClient, due: Occurrence) -> None:
    answered = stockholm_client.post(address(due, "answer"), {"outcome": "closed"}).json()

    assert (answered["state"], answered["next_due_on"]) == ("answered", None)
    assert MarketAnalysis.objects.get().closed_at is not None


@pytest.mark.parametrize("verb", ["answer", "acknowledge"])
def test_what_was_answered_by_a_review_is_a_conflict_to_answer_or_take_up(
    stockholm_client: APIClient, goteborg_client: APIClient, due: Occurrence, verb: str
) -> None:
    analysis = MarketAnalysis.objects.get()
    goteborg_client.post(f"/api/v1/analyses/{analysis.pk}/reviews/", {"outcome": "unchanged"})
    before = footprint()

    answer = stockholm_client.post(address(due, verb), {"outcome": "unchanged"})

    assert refused(answer) == (409, "reminder_already_answered")
    assert footprint() == before
    assert stockholm_client.get(LIST).json()["results"] == []


def test_taking_it_up_twice_is_a_conflict(stockholm_client: APIClient, due: Occurrence) -> None:
    stockholm_client.post(address(due, "acknowledge"))
    before = footprint()

    again = stockholm_client.post(address(due, "acknowledge"))

    assert refused(again) == (409, "reminder_already_acknowledged")
    assert footprint() == before
    assert Entry.objects.filter(type="reminder.acknowledged").count() == 1


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, [("/outcome", "required")]),
        ({"outcome": ""}, [("/outcome", "blank")]),
        ({"outcome": None, "note": None}, [("/outcome", "null"), ("/note", "null")]),
        ({"outcome": {"unchanged": True}}, [("/outcome", "invalid")]),
        ({"outcome": "x" * 21}, [("/outcome", "max_length")]),
        ({"outcome": "UNCHANGED"}, [("/outcome", "outcome")]),
        ({"outcome": -1}, [("/outcome", "outcome")]),
        ({"outcome": "unchanged", "note": ["x"]}, [("/note", "invalid")]),
        ({"outcome": "unchanged", "note": "x" * 2001}, [("/note", "too_long")]),
        ({"outcome": "unchanged", "note": "\x1b[2J"}, [("/note", "control_characters")]),
    ],
)
def test_a_bad_answer_points_at_its_fields_and_answers_nothing(
    stockholm_client: APIClient, due: Occurrence, body: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    before = footprint()

    assert pointed(stockholm_client.post(address(due, "answer"), body)) == found

    assert footprint() == before
    assert stockholm_client.get(address(due)).json()["state"] == "open"


@pytest.mark.parametrize("verb", ["", "acknowledge", "answer"])
@pytest.mark.parametrize("name", ["goteborg", "turku", "facilitator", "kiruna"])
def test_anothers_reminder_is_told_as_none(cast: Cast, due: Occurrence, name: str, verb: str) -> None:
    client = cast.client(name)
    call = client.post if verb else client.get
    before = footprint()

    theirs = call(address(due, verb))
    none = call(address(Occurrence(id=NOWHERE), verb))

    assert refused(theirs) == refused(none) == (404, "not_found")
    assert theirs.json() == none.json()
    assert footprint() == before


def test_an_owner_whose_seat_reads_only_now_is_told_what_is_missing(
    stockholm_client: APIClient, due: Occurrence, cast: Cast
) -> None:
    Seat.objects.filter(pk=cast.seats["stockholm"].pk).update(role="observer")
    before = footprint()

    assert (
        forbidden(stockholm_client.post(address(due, "answer"), {"outcome": "unchanged"}))
        == "reminder.answer"
    )
    assert forbidden(stockholm_client.post(address(due, "acknowledge"))) == "reminder.answer"
    assert footprint() == before


def test_reminders_of_all_ones_networks_are_on_one_list_longest_due_first(
    stockholm_client: APIClient, cast: Cast
) -> None:
    SeatFactory.create(
        membership=MembershipFactory.create(
            network=cast.other_network, authority=cast.authority("stockholm")
        ),
        user=cast.people["stockholm"],
    )
    newest = fallen_due(cast, weeks=1)
    oldest = fallen_due(cast, network=cast.other_network, weeks=9)
    middle = fallen_due(cast, weeks=5)

    rows = stockholm_client.get(LIST).json()["results"]

    assert [row["id"] for row in rows] == [str(one.pk) for one in (oldest, middle, newest)]
    assert [row["network"] for row in rows] == [
        *(str(cast.other_network.pk), str(cast.network.pk), str(cast.network.pk)),
    ]


def test_when_one_seat_ends_the_reminders_of_the_other_networks_stay(
    stockholm_client: APIClient, cast: Cast
) -> None:
    seat = SeatFactory.create(
        membership=MembershipFactory.create(
            network=cast.other_network, authority=cast.authority("stockholm")
        ),
        user=cast.people["stockholm"],
    )
    here, there = fallen_due(cast), fallen_due(cast, network=cast.other_network)
    Seat.objects.filter(pk=seat.pk).update(ended_at=timezone.now())

    rows = stockholm_client.get(LIST).json()["results"]

    assert [row["id"] for row in rows] == [str(here.pk)]
    assert refused(stockholm_client.post(address(there, "acknowledge"))) == (404, "not_found")


def test_pages_go_forth_and_back_through_what_waits(stockholm_client: APIClient, cast: Cast) -> None:
    waiting = [str(fallen_due(cast, weeks=weeks).pk) for weeks in (7, 5, 3, 1)]

    first = stockholm_client.get(LIST, {"limit": 3}).json()
    second = stockholm_client.get(first["next"]).json()
    back = stockholm_client.get(second["previous"]).json()

    assert [row["id"] for row in first["results"]] == waiting[:3]
    assert [row["id"] for row in second["results"]] == waiting[3:]
    assert back["results"] == first["results"]
    assert (first["previous"], second["next"], back["previous"]) == (None, None, None)


@pytest.mark.parametrize("waiting", [1, 3])
def test_a_reminder_costs_the_same_however_many_wait(
    stockholm_client: APIClient,
    cast: Cast,
    waiting: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one, *_others = [fallen_due(cast, weeks=week) for week in range(waiting)]

    with django_assert_num_queries(6):  # session, person, reminder, seat, places, card
        answer = stockholm_client.get(address(one))

    assert answer.json()["id"] == str(one.pk)
