from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from access.actor import Actor
from journal.models import Entry
from messaging.models import Room
from messaging.services import mark_read, post_message
from networks.health import health_of, masked
from networks.models import Network, Seat
from tests.cast import Cast
from tests.factories.networks import NetworkFactory


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (2, None), (3, 3), (400, 400)])
def test_one_or_two_are_not_told_apart(count: int, shown: int | None) -> None:
    assert masked(count) == shown


def test_a_network_is_told_in_counts_and_a_last_day(goteborg: Actor, cast: Cast, room: Room) -> None:
    for number in range(3):
        post_message(goteborg, room=room, body=f"Nummer {number}")

    health = health_of([cast.network.pk], now=timezone.now())[cast.network.pk]

    assert (health.authorities, health.people, health.recent_entries) == (5, 5, 4)
    assert health.last_active_on == goteborg.now.date()


def test_what_people_read_is_no_activity_of_a_network(goteborg: Actor, stockholm: Actor, room: Room) -> None:
    post_message(goteborg, room=room, body="Hej")
    before = health_of([room.network_id], now=timezone.now())

    mark_read(stockholm, room=room, through=1)

    assert Entry.objects.filter(type="messages.read").count() == 1
    assert health_of([room.network_id], now=timezone.now()) == before


def test_an_empty_network_counts_nothing(cast: Cast) -> None:
    quiet = NetworkFactory.create()

    health = health_of([quiet.pk], now=timezone.now())[quiet.pk]

    assert (health.authorities, health.people, health.recent_entries, health.last_active_on) == (
        0,
        0,
        0,
        None,
    )


def test_seats_that_have_ended_and_old_entries_do_not_count(goteborg: Actor, cast: Cast, room: Room) -> None:
    Seat.objects.filter(pk__in=[cast.seats[name].pk for name in ("stockholm", "orebro", "turku")]).update(
        ended_at=goteborg.now
    )

    health = health_of([cast.network.pk], now=goteborg.now + timedelta(days=31))[cast.network.pk]

    assert health.people is None
    assert health.recent_entries == 0


def test_the_facilitator_sees_card_and_counts_of_a_network_and_no_list_of_it(
    facilitator_client: APIClient, network: Network, room: Room, private_room: Room
) -> None:
    base = f"/api/v1/networks/{network.pk}"

    assert facilitator_client.get(f"{base}/").json()["name_en"] == "Nordic zero-emission delivery"
    assert facilitator_client.get(f"{base}/health/").json()["authorities"] == 5
    for below in ("rooms", "memberships", "seats", "invitations", "journal"):
        assert facilitator_client.get(f"{base}/{below}/").status_code == 403, below
    assert facilitator_client.get(f"/api/v1/rooms/{room.pk}/").status_code == 403
    assert facilitator_client.get(f"/api/v1/rooms/{private_room.pk}/").status_code == 404


def test_members_do_not_read_health_but_coordinator_and_steering_do(cast: Cast) -> None:
    url = f"/api/v1/networks/{cast.network.pk}/health/"
    Seat.objects.filter(pk=cast.seats["orebro"].pk).update(role="steering")

    answers = {name: cast.client(name).get(url).status_code for name in ("goteborg", "orebro", "stockholm")}

    assert answers == {"goteborg": 200, "orebro": 200, "stockholm": 403}
