from uuid import UUID

import pytest
from django.utils import timezone

from access.actor import Actor
from access.refusals import Forbidden, NotVisible, SignInNeeded
from messaging.models import Room
from messaging.services import post_message
from networks.models import Network
from networks.streams import listener, streams_of
from networks.subjects import Subject, card_of, cards_of, kind_of, network_of
from tests.cast import Cast

NOWHERE = UUID("01890000-0000-7000-8000-000000000000")


def outside(cast: Cast, name: str) -> Actor:
    """Somebody at the door, before it is known where they stand."""
    return cast.people[name].acting(timezone.now())


def keys(cast: Cast, room: Room, private_room: Room) -> dict[str, str]:
    stockholm = cast.authority("stockholm").pk
    return {
        "own": f"person:{cast.people['stockholm'].pk}",
        "network": f"network:{cast.network.pk}",
        "private zone": f"authority:{cast.network.pk}:{stockholm}",
        "room": f"room:{room.pk}",
        "private room": f"room:{private_room.pk}",
    }


@pytest.mark.parametrize(
    ("name", "heard", "forbidden"),
    [
        ("stockholm", {"own", "network", "private zone", "room", "private room"}, set()),
        ("goteborg", {"network", "room"}, set()),
        ("turku", {"network", "room"}, set()),
        ("facilitator", set(), {"network"}),
        ("kiruna", set(), set()),
    ],
)
def test_each_stream_is_heard_by_those_who_read_what_it_tells(
    cast: Cast, room: Room, private_room: Room, name: str, heard: set[str], forbidden: set[str]
) -> None:
    for label, key in keys(cast, room, private_room).items():
        if label in heard:
            assert listener(outside(cast, name), key).user_id == cast.people[name].pk
            continue
        with pytest.raises(Forbidden if label in forbidden else NotVisible):
            listener(outside(cast, name), key)


def test_nobody_in_particular_hears_nothing(cast: Cast, room: Room, private_room: Room) -> None:
    nobody = Actor.anonymous(now=timezone.now())

    for key in keys(cast, room, private_room).values():
        with pytest.raises((SignInNeeded, NotVisible)):
            listener(nobody, key)


@pytest.mark.parametrize(
    "key",
    [
        "",
        ":",
        "room",
        "room:",
        "room:none",
        f"room:{NOWHERE}",
        f"room:{NOWHERE}:{NOWHERE}",
        f"castle:{NOWHERE}",
        f"network:{NOWHERE}",
        f"authority:{NOWHERE}",
        f"authority:{NOWHERE}:{NOWHERE}",
        f"person:{NOWHERE}:{NOWHERE}",
        f"room:{NOWHERE}\x00",
        "room:" + "1" * 10_000,
    ],
)
def test_a_key_that_names_no_stream_is_not_visible(cast: Cast, key: str) -> None:
    with pytest.raises(NotVisible):
        listener(outside(cast, "goteborg"), key)


def test_all_of_mine_are_exactly_the_streams_one_may_hear(cast: Cast, room: Room, private_room: Room) -> None:
    for name in ("stockholm", "goteborg", "turku", "facilitator", "kiruna"):
        actor = outside(cast, name)
        mine = set(streams_of(actor))

        for key in mine:
            listener(actor, key)
        for key in set(keys(cast, room, private_room).values()) - mine:
            with pytest.raises((NotVisible, Forbidden)):
                listener(actor, key)


def test_a_subject_is_known_by_its_card_and_its_network(
    goteborg: Actor, turku: Actor, network: Network, room: Room, private_room: Room
) -> None:
    message = post_message(goteborg, room=room, body="Hej")
    subjects = [
        Subject("room", room.pk),
        Subject("room", private_room.pk),
        Subject("message", message.pk),
        Subject("castle", room.pk),
    ]

    assert network_of(subjects[2]) == network.pk
    assert card_of(turku, subjects[0]).path == f"/rooms/{room.pk}/"
    assert {card.title for card in cards_of(turku, subjects).values()} == {"Volymer och fordon"}
    assert set(cards_of(turku, subjects)) == {subjects[0], subjects[2]}


@pytest.mark.parametrize("subject", [Subject("room", NOWHERE), Subject("castle", NOWHERE)])
def test_a_subject_that_is_not_there_is_not_visible(goteborg: Actor, subject: Subject) -> None:
    with pytest.raises(NotVisible):
        card_of(goteborg, subject)
    with pytest.raises(NotVisible):
        network_of(subject)


def test_a_kind_that_no_room_has_registered_is_not_visible() -> None:
    with pytest.raises(NotVisible):
        kind_of("castle")
