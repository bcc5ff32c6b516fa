from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict, Forbidden, NotVisible
from networks.models import Membership, Seat
from networks.services import end_membership
from tests.cast import Cast
from tests.factories.networks import MembershipFactory, SeatFactory


def test_an_authority_leaves_and_all_its_seats_end_in_the_same_moment(
    goteborg: Actor, cast: Cast, journal_of: Callable[[str], list[str]]
) -> None:
    membership = cast.seats["stockholm"].membership
    SeatFactory.create(membership=membership, role="observer")

    left = end_membership(goteborg, membership=membership)

    assert left.left_at == goteborg.now
    assert not Seat.objects.not_ended().filter(membership=membership).exists()
    assert journal_of(f"network:{cast.network.pk}") == ["membership.ended", "seat.ended", "seat.ended"]
    assert journal_of(f"person:{cast.people['stockholm'].pk}") == ["access.changed"]
    with pytest.raises(NotVisible):
        cast.actor("stockholm")


def test_an_authority_leaves_once(goteborg: Actor, cast: Cast) -> None:
    end_membership(goteborg, membership=cast.seats["stockholm"].membership)

    with pytest.raises(Conflict, match="membership_ended"):
        end_membership(goteborg, membership=cast.seats["stockholm"].membership)


def test_the_authority_of_the_last_coordinator_stays(goteborg: Actor, cast: Cast) -> None:
    with pytest.raises(Conflict, match="last_coordinator"):
        end_membership(goteborg, membership=cast.seats["goteborg"].membership)


def test_a_member_sends_no_authority_away(stockholm: Actor, cast: Cast) -> None:
    with pytest.raises(Forbidden, match=r"membership\.manage"):
        end_membership(stockholm, membership=cast.seats["orebro"].membership)


def test_an_authority_is_in_a_network_once_but_may_come_back(goteborg: Actor, cast: Cast) -> None:
    membership = cast.seats["stockholm"].membership
    with pytest.raises(IntegrityError, match="one_active_membership"), transaction.atomic():
        MembershipFactory.create(network=cast.network, authority=membership.authority)
    end_membership(goteborg, membership=membership)

    assert MembershipFactory.create(network=cast.network, authority=membership.authority).is_active


def test_memberships_are_listed_read_and_ended_over_http(goteborg_client: APIClient, cast: Cast) -> None:
    listed = goteborg_client.get(f"/api/v1/networks/{cast.network.pk}/memberships/").json()["results"]
    url = f"/api/v1/memberships/{cast.seats['turku'].membership_id}/"

    assert [row["authority"]["org_number"] for row in listed][:2] == ["2120001355", "2120000142"]
    assert goteborg_client.get(url).json()["authority"]["country"] == "FI"
    assert goteborg_client.delete(url).status_code == 204
    assert Membership.objects.active().filter(network=cast.network).count() == 4
    left = goteborg_client.get(f"/api/v1/networks/{cast.network.pk}/memberships/").json()["results"]
    assert "FI" not in [row["authority"]["country"] for row in left]
