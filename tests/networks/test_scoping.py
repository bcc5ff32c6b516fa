from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from access.actor import Actor
from access.policy import Permission, Role
from access.refusals import NotVisible, SignInNeeded
from accounts.models import Employment
from networks.models import Network, Openness, Seat, SeatRole
from networks.scoping import actor_in, actors_in_own_networks
from tests.cast import Cast
from tests.factories.accounts import UserFactory
from tests.factories.networks import MembershipFactory, SeatFactory

CLOSED = [Openness.INVITE_ONLY, Openness.HIDDEN]
SHOWN = [Openness.OPEN, Openness.BY_APPROVAL]


def set_openness(network: Network, openness: str) -> None:
    Network.objects.filter(pk=network.pk).update(openness=openness)


@pytest.mark.parametrize("role", SeatRole.values)
def test_a_seat_gives_its_role_for_its_authority(cast: Cast, role: str) -> None:
    seat = SeatFactory.create(
        membership=cast.seats["orebro"].membership, role=role, ends_at=timezone.now() + timedelta(days=1)
    )

    placed = actor_in(seat.user.acting(timezone.now()), cast.network.pk)

    assert placed.roles == {Role.PERSON, Role(role)}
    assert (placed.network_id, placed.authority_id) == (cast.network.pk, seat.authority_id)


@pytest.mark.parametrize("role", ["administrator", "registrator"])
def test_an_employments_role_at_the_seats_authority_goes_along(cast: Cast, role: str) -> None:
    Employment.objects.filter(user=cast.people["stockholm"]).update(role=role)

    assert cast.actor("stockholm").roles == {Role.PERSON, Role.MEMBER, Role(role)}


def test_a_role_at_another_authority_stays_there(cast: Cast) -> None:
    Employment.objects.filter(user=cast.people["stockholm"]).update(role="administrator")
    elsewhere = MembershipFactory.create(network=cast.other_network)
    SeatFactory.create(membership=elsewhere, user=cast.people["stockholm"])

    placed = actor_in(cast.people["stockholm"].acting(timezone.now()), cast.other_network.pk)

    assert placed.roles == {Role.PERSON, Role.MEMBER}
    assert placed.authority_id == elsewhere.authority_id


@pytest.mark.parametrize("openness", CLOSED)
def test_a_closed_network_does_not_exist_for_outsiders(cast: Cast, openness: str) -> None:
    set_openness(cast.network, openness)

    with pytest.raises(NotVisible):
        cast.actor("kiruna")


@pytest.mark.parametrize("openness", SHOWN)
def test_an_open_network_shows_its_card_to_outsiders_and_gives_no_right(cast: Cast, openness: str) -> None:
    set_openness(cast.network, openness)

    guest = cast.actor("kiruna")

    assert guest.roles == {Role.PERSON}
    assert not guest.has_seat
    assert not guest.can(Permission.NETWORK_READ)


@pytest.mark.parametrize("openness", Openness.values)
def test_the_facilitator_stands_in_every_network_without_a_seat(cast: Cast, openness: str) -> None:
    set_openness(cast.network, openness)

    assert cast.actor("facilitator").roles == {Role.PERSON, Role.FACILITATOR}
    assert not cast.actor("facilitator").has_seat


@pytest.mark.parametrize("openness", Openness.values)
def test_nobody_in_particular_has_to_sign_in_whatever_the_network(cast: Cast, openness: str) -> None:
    set_openness(cast.network, openness)

    with pytest.raises(SignInNeeded):
        actor_in(Actor.anonymous(now=timezone.now()), cast.network.pk)


@pytest.mark.parametrize(
    "end",
    [
        lambda seat: Seat.objects.filter(pk=seat.pk).update(ended_at=timezone.now()),
        lambda seat: Seat.objects.filter(pk=seat.pk).update(ends_at=timezone.now()),
        lambda seat: Employment.objects.filter(user=seat.user).update(ended_at=timezone.now()),
    ],
    ids=["seat ended", "seat ran out", "employment ended"],
)
def test_access_ends_with_seat_date_or_employment(cast: Cast, end: "object") -> None:
    assert callable(end)
    end(cast.seats["stockholm"])

    with pytest.raises(NotVisible):
        cast.actor("stockholm")


def test_an_unknown_network_does_not_exist_for_the_facilitator_either(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        actor_in(cast.people["facilitator"].acting(timezone.now()), cast.people["kiruna"].pk)


def test_a_person_stands_in_each_of_their_networks(cast: Cast) -> None:
    SeatFactory.create(
        membership=MembershipFactory.create(network=cast.other_network), user=cast.people["stockholm"]
    )

    places = actors_in_own_networks(cast.people["stockholm"].acting(timezone.now()))

    assert {place.network_id for place in places} == {cast.network.pk, cast.other_network.pk}
    assert actors_in_own_networks(UserFactory.create().acting(timezone.now())) == []


@pytest.mark.parametrize("openness", Openness.values)
def test_the_list_of_networks_holds_own_and_open_ones(
    kiruna_client: APIClient, cast: Cast, openness: str
) -> None:
    set_openness(cast.network, openness)

    names = {row["name_en"] for row in kiruna_client.get("/api/v1/networks/").json()["results"]}

    assert names == {"Welfare technology"} | (
        {"Nordic zero-emission delivery"} if openness in SHOWN else set()
    )


def test_the_facilitators_list_holds_every_network(facilitator_client: APIClient, cast: Cast) -> None:
    set_openness(cast.network, "hidden")

    assert len(facilitator_client.get("/api/v1/networks/").json()["results"]) == 2
