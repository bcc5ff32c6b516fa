from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from journal.models import Entry
from networks.models import Network, Seat
from tests.answers import footprint, forbidden, pointed, refused
from tests.cast import Cast
from tests.factories.accounts import EmploymentFactory, UserFactory
from tests.factories.networks import SeatFactory

NOWHERE = UUID("01890000-0000-7000-8000-000000000000")


def address(seat: Seat, verb: str = "") -> str:
    return f"/api/v1/seats/{seat.pk}/{verb}/" if verb else f"/api/v1/seats/{seat.pk}/"


def moment(value: Any) -> Any:
    return value and value.isoformat().replace("+00:00", "Z")


@pytest.fixture
def colleague(cast: Cast) -> User:
    """Somebody at Stockholm who has no seat."""
    person: User = UserFactory.create(name="Kim Stad")
    EmploymentFactory.create(user=person, authority=cast.authority("stockholm"))
    return person


def test_a_seat_is_shown_with_person_authority_role_and_deputy(
    turku_client: APIClient, cast: Cast, colleague: User
) -> None:
    seat = cast.seats["stockholm"]
    Seat.objects.filter(pk=seat.pk).update(deputy=colleague)

    answer = turku_client.get(address(seat))

    assert answer["ETag"] == '"1"'
    assert answer.json() == {
        "id": str(seat.pk),
        "person": {"id": str(seat.user_id), "name": "Stockholm"},
        "authority": {"id": str(seat.authority_id), "name": "Stockholms stad"},
        "role": "member",
        "deputy": {"id": str(colleague.pk), "name": "Kim Stad"},
        "started_at": moment(seat.started_at),
        "ends_at": None,
        "ended_at": None,
        "version": 1,
    }


@pytest.mark.parametrize("name", ["stockholm", "turku"])
def test_members_manage_nobody_and_are_told_by_which_right(cast: Cast, name: str) -> None:
    client, seat = cast.client(name), cast.seats["aalborg"]
    before = footprint()

    assert forbidden(client.delete(f"/api/v1/memberships/{seat.membership_id}/")) == "membership.manage"
    assert forbidden(client.delete(address(seat))) == "seat.manage"
    assert forbidden(client.post(address(seat, "hand-over"))) == "seat.manage"
    assert forbidden(client.put(address(seat, "deputy"), {"person": None})) == "seat.manage"
    assert forbidden(client.put(address(seat, "role"), {"role": "observer"})) == "seat.manage"

    assert footprint() == before


def test_the_facilitator_and_outsiders_reach_no_seat(
    facilitator_client: APIClient, kiruna_client: APIClient, cast: Cast
) -> None:
    seat = cast.seats["aalborg"]

    for verb in ("", "deputy", "role"):
        call = "get" if not verb else "put"
        assert forbidden(getattr(facilitator_client, call)(address(seat, verb))) == "membership.read"
        assert refused(getattr(kiruna_client, call)(address(seat, verb))) == (404, "not_found")
        assert refused(getattr(APIClient(), call)(address(seat, verb))) == (401, "sign_in_needed")


def test_a_coordinator_elsewhere_manages_nobody_here(kiruna_client: APIClient, cast: Cast) -> None:
    before = footprint()

    for seat in (cast.seats["aalborg"], cast.seats["goteborg"]):
        assert refused(kiruna_client.delete(address(seat))) == (404, "not_found")
        assert refused(kiruna_client.put(address(seat, "role"), {"role": "observer"})) == (404, "not_found")
        url = f"/api/v1/memberships/{seat.membership_id}/"
        assert refused(kiruna_client.delete(url)) == (404, "not_found")

    assert footprint() == before


def test_somebody_leaves_their_own_seat_and_is_outside_at_once(
    stockholm_client: APIClient, goteborg_client: APIClient, cast: Cast, network: Network
) -> None:
    url = address(cast.seats["stockholm"])

    assert stockholm_client.delete(url).status_code == 204

    assert refused(stockholm_client.get(url)) == (404, "not_found")
    assert refused(stockholm_client.get(f"/api/v1/networks/{network.pk}/")) == (404, "not_found")
    assert stockholm_client.get("/api/v1/networks/").json()["results"] == []
    assert refused(goteborg_client.delete(url)) == (409, "seat_ended")


def test_an_ended_seat_takes_neither_deputy_nor_role_nor_successor(
    goteborg_client: APIClient, cast: Cast, colleague: User
) -> None:
    seat = cast.seats["stockholm"]
    Seat.objects.filter(pk=seat.pk).update(ended_at=timezone.now(), deputy=colleague)
    before = footprint()

    answers = [
        goteborg_client.put(address(seat, "deputy"), {"person": None}),
        goteborg_client.put(address(seat, "role"), {"role": "observer"}),
        goteborg_client.post(address(seat, "hand-over")),
    ]

    assert [refused(answer) for answer in answers] == [(409, "seat_ended")] * 3
    assert footprint() == before


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, [("/person", "required")]),
        ({"person": "kim"}, [("/person", "invalid")]),
        ({"person": 1.5}, [("/person", "invalid")]),
        ({"person": -1}, [("/person", "invalid")]),
        ({"person": 2**200}, [("/person", "invalid")]),
        ({"person": str(NOWHERE)}, [("/person", "deputy")]),
    ],
)
def test_a_deputy_that_is_nobody_is_pointed_at(
    stockholm_client: APIClient, cast: Cast, body: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    before = footprint()

    assert pointed(stockholm_client.put(address(cast.seats["stockholm"], "deputy"), body)) == found

    assert footprint() == before


@pytest.mark.parametrize("name", ["stockholm", "goteborg", "kiruna", "facilitator"])
def test_a_deputy_from_another_authority_or_oneself_is_pointed_at(
    stockholm_client: APIClient, cast: Cast, name: str
) -> None:
    wanted = {"person": str(cast.people[name].pk)}

    answer = stockholm_client.put(address(cast.seats["stockholm"], "deputy"), wanted)

    assert pointed(answer) == [("/person", "deputy")]
    assert Seat.objects.get(pk=cast.seats["stockholm"].pk).deputy is None


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, [("/role", "required")]),
        ({"role": None}, [("/role", "null")]),
        ({"role": "king"}, [("/role", "invalid_choice")]),
        ({"role": "facilitator"}, [("/role", "invalid_choice")]),
        ({"role": "administrator"}, [("/role", "invalid_choice")]),
        ({"role": "expert"}, [("/role", "role")]),
        ({"role": 10**30}, [("/role", "invalid_choice")]),
    ],
)
def test_a_role_that_no_seat_carries_is_pointed_at(
    goteborg_client: APIClient, cast: Cast, body: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    before = footprint()

    assert pointed(goteborg_client.put(address(cast.seats["aalborg"], "role"), body)) == found

    assert footprint() == before


def test_the_last_coordinator_takes_no_lesser_role_and_leaves_no_seat(
    goteborg_client: APIClient, cast: Cast
) -> None:
    seat = cast.seats["goteborg"]
    before = footprint()

    assert refused(goteborg_client.put(address(seat, "role"), {"role": "member"})) == (
        409,
        "last_coordinator",
    )
    assert refused(goteborg_client.delete(address(seat))) == (409, "last_coordinator")

    assert footprint() == before


def test_a_seat_without_a_deputy_has_nobody_to_hand_over_to(stockholm_client: APIClient, cast: Cast) -> None:
    before = footprint()

    assert refused(stockholm_client.post(address(cast.seats["stockholm"], "hand-over"))) == (409, "no_deputy")

    assert footprint() == before


def test_succession_is_told_as_one_story_in_order(
    stockholm_client: APIClient, cast: Cast, colleague: User
) -> None:
    seat = cast.seats["stockholm"]
    named = stockholm_client.put(address(seat, "deputy"), {"person": str(colleague.pk)}).json()

    taken = stockholm_client.post(address(seat, "hand-over")).json()

    assert (named["deputy"]["name"], named["version"]) == ("Kim Stad", 2)
    assert taken["person"] == {"id": str(colleague.pk), "name": "Kim Stad"}
    assert (taken["role"], taken["deputy"], taken["version"]) == ("member", None, 1)
    story = Entry.objects.of_stream(f"network:{cast.network.pk}").values_list("type", flat=True)
    assert list(story) == ["seat.changed", "seat.ended", "seat.taken", "seat.handed_over"]


def test_an_experts_last_day_goes_along_to_the_deputy(
    goteborg_client: APIClient, cast: Cast, colleague: User
) -> None:
    ends_at = timezone.now() + timedelta(days=9)
    seat = SeatFactory.create(
        membership=cast.seats["stockholm"].membership, role="expert", ends_at=ends_at, deputy=colleague
    )

    taken = goteborg_client.post(address(seat, "hand-over")).json()

    assert (taken["role"], taken["ends_at"]) == ("expert", moment(ends_at))


@pytest.mark.parametrize("seats", [1, 3])
def test_a_seat_costs_four_queries_however_many_there_are(
    cast: Cast, turku_client: APIClient, seats: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    SeatFactory.create_batch(seats, membership=cast.seats["orebro"].membership)

    with django_assert_num_queries(4):  # session, person, the seat with its names, one's own seat
        answer = turku_client.get(address(cast.seats["orebro"]))

    assert answer.json()["person"]["name"] == "Orebro"
