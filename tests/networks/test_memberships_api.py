from rest_framework.test import APIClient

from networks.models import Membership, Network, Seat
from tests.answers import footprint, refused
from tests.cast import Cast


def address(seat: Seat) -> str:
    return f"/api/v1/seats/{seat.pk}/"


def test_an_authority_in_a_network_is_shown_with_number_country_and_level(
    turku_client: APIClient, cast: Cast
) -> None:
    membership = cast.seats["aalborg"].membership

    answer = turku_client.get(f"/api/v1/memberships/{membership.pk}/")

    assert answer["ETag"] == '"1"'
    assert answer.json() == {
        "id": str(membership.pk),
        "authority": {
            "id": str(membership.authority_id),
            "name": "Aalborg Kommune",
            "org_number": "29189420",
            "country": "DK",
        },
        "level": "member",
        "signatory": "",
        "joined_at": membership.joined_at.isoformat().replace("+00:00", "Z"),
        "left_at": None,
    }


def test_members_seats_and_details_say_the_same(stockholm_client: APIClient, network: Network) -> None:
    for path, one in (("memberships", "memberships"), ("seats", "seats")):
        listed = stockholm_client.get(f"/api/v1/networks/{network.pk}/{path}/").json()["results"]
        assert len(listed) == 5
        for row in listed:
            assert stockholm_client.get(f"/api/v1/{one}/{row['id']}/").json() == row


def test_who_left_is_on_no_list_but_their_row_says_when(
    goteborg_client: APIClient, network: Network, cast: Cast
) -> None:
    membership = cast.seats["aalborg"].membership

    assert goteborg_client.delete(f"/api/v1/memberships/{membership.pk}/").status_code == 204

    names = {
        row["authority"]["name"]
        for path in ("memberships", "seats")
        for row in goteborg_client.get(f"/api/v1/networks/{network.pk}/{path}/").json()["results"]
    }
    assert "Aalborg Kommune" not in names
    assert len(names) == 4
    assert goteborg_client.get(f"/api/v1/memberships/{membership.pk}/").json()["left_at"]
    assert goteborg_client.get(address(cast.seats["aalborg"])).json()["ended_at"]


def test_an_authority_that_left_is_a_conflict_and_its_people_are_outside(
    goteborg_client: APIClient, aalborg_client: APIClient, network: Network, cast: Cast
) -> None:
    url = f"/api/v1/memberships/{cast.seats['aalborg'].membership.pk}/"
    goteborg_client.delete(url)
    before = footprint()

    assert refused(goteborg_client.delete(url)) == (409, "membership_ended")
    assert refused(aalborg_client.get(url)) == (404, "not_found")
    assert refused(aalborg_client.get(f"/api/v1/networks/{network.pk}/seats/")) == (404, "not_found")
    assert footprint() == before


def test_the_last_coordinators_authority_can_not_be_sent_away_over_http(
    goteborg_client: APIClient, cast: Cast
) -> None:
    url = f"/api/v1/memberships/{cast.seats['goteborg'].membership.pk}/"
    before = footprint()

    assert refused(goteborg_client.delete(url)) == (409, "last_coordinator")

    assert footprint() == before
    assert Membership.objects.active().filter(network=cast.network).count() == 5
