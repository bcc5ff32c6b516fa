from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from access.actor import Actor
from access.policy import Role
from accounts.models import Employment
from messaging.models import Room
from networks.models import Network
from tests.cast import Cast
from tests.factories.messaging import RoomFactory
from tests.factories.networks import SeatFactory

WHO = ["goteborg", "stockholm", "orebro", "turku", "facilitator"]


@pytest.fixture
def rooms(cast: Cast) -> dict[str, Room]:
    """One room of each kind, and one of another network."""
    stockholm = cast.authority("stockholm")
    make = RoomFactory.create
    return {
        "shared": make(network=cast.network),
        "public": make(network=cast.network, zone="public"),
        "private": make(network=cast.network, zone="authority", authority=stockholm),
        "members only": make(network=cast.network, members_only=True),
        "private, members only": make(
            network=cast.network, zone="authority", authority=stockholm, members_only=True
        ),
        "elsewhere": make(network=cast.other_network),
    }


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("goteborg", {"shared", "public", "members only"}),
        ("stockholm", {"shared", "public", "members only", "private", "private, members only"}),
        ("orebro", {"shared", "public", "members only"}),
        ("turku", {"shared", "public"}),
        ("facilitator", set()),
    ],
)
def test_each_reads_the_zones_they_stand_in(
    cast: Cast, rooms: dict[str, Room], name: str, seen: set[str]
) -> None:
    visible = set(Room.objects.visible_to(cast.actor(name)).order_by("pk").values_list("pk", flat=True))

    assert {label for label, room in rooms.items() if room.pk in visible} == seen


@pytest.mark.parametrize("name", WHO)
def test_the_predicate_on_a_row_agrees_with_the_question_to_the_database(
    cast: Cast, rooms: dict[str, Room], name: str
) -> None:
    actor = cast.actor(name)
    asked = set(Room.objects.in_sight_of(actor).order_by("pk").values_list("pk", flat=True))

    assert {room.pk for room in rooms.values() if room.is_in_sight_of(actor)} == asked


def test_a_colleague_without_the_right_to_the_private_zone_does_not_see_it(
    cast: Cast, rooms: dict[str, Room]
) -> None:
    colleague = SeatFactory.create(membership=cast.seats["stockholm"].membership, role="observer")
    cast.people["colleague"] = colleague.user

    assert not rooms["private"].is_in_sight_of(cast.actor("colleague"))

    Employment.objects.filter(user=colleague.user).update(role=Role.REGISTRATOR)
    assert rooms["private"].is_in_sight_of(cast.actor("colleague"))


@pytest.mark.parametrize(
    ("zone", "named"), [("authority", None), ("network", "orebro"), ("public", "orebro")]
)
def test_a_row_names_its_authority_exactly_when_it_is_private(
    cast: Cast, network: Network, zone: str, named: str | None
) -> None:
    authority = cast.authority(named) if named else None

    with pytest.raises(IntegrityError, match="names_its_authority_iff_private"), transaction.atomic():
        RoomFactory.create(network=network, zone=zone, authority=authority)


def test_an_actor_who_stands_nowhere_sees_nothing(goteborg: Actor, rooms: dict[str, Room]) -> None:
    assert goteborg.user_id is not None
    outside = Actor.person(UUID(str(goteborg.user_id)), now=goteborg.now)

    assert not Room.objects.in_sight_of(outside).exists()
    assert not Room.objects.visible_to(outside).exists()
