"""What networks, invitations and zones say about themselves, without a database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from access.actor import Actor
from access.policy import Role
from messaging.models import Room
from networks.health import FEWEST_SHOWN, masked
from networks.models import Invitation, Membership, Network, Seat
from networks.services.networks import _slug

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
SOON, JUST_NOW = NOW + timedelta(seconds=1), NOW - timedelta(seconds=1)
NETWORK, STOCKHOLM, OREBRO = uuid4(), uuid4(), uuid4()


def seated(role: Role, *, at: UUID = STOCKHOLM, in_: UUID = NETWORK) -> Actor:
    return Actor.person(uuid4(), now=NOW).in_network(in_, authority_id=at, role=role)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"expires_at": SOON}, "open"),
        ({"expires_at": NOW}, "closed"),
        ({"expires_at": JUST_NOW}, "closed"),
        ({"expires_at": SOON, "accepted_at": JUST_NOW}, "closed"),
        ({"expires_at": SOON, "revoked_at": JUST_NOW}, "closed"),
    ],
)
def test_an_invitation_is_open_until_it_is_used_taken_back_or_runs_out(
    fields: dict[str, datetime], expected: str
) -> None:
    assert Invitation(email="anna@uppsala.example", **fields).is_open(NOW) == (expected == "open")


@pytest.mark.parametrize(
    ("openness", "shown"), [("open", "card"), ("by_approval", "card"), ("invite_only", ""), ("hidden", "")]
)
def test_open_networks_show_their_card_and_closed_ones_do_not(openness: str, shown: str) -> None:
    assert Network(openness=openness).shows_its_card == bool(shown)


@pytest.mark.parametrize(
    ("language", "name", "purpose", "note"),
    [("sv", "Möbler", "Köpa.", "Påhittat."), ("en", "Furniture", "Buy.", "Made up.")],
)
def test_a_network_is_read_in_the_language_of_its_reader(
    language: str, name: str, purpose: str, note: str
) -> None:
    network = Network(
        name_sv="Möbler",
        name_en="Furniture",
        purpose_sv="Köpa.",
        purpose_en="Buy.",
        origin_note_sv="Påhittat.",
        origin_note_en="Made up.",
    )

    with translation.override(language):
        assert (network.name, network.purpose, network.origin_note, str(network)) == (
            *(name, purpose, note, name),
        )


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Circular furniture", "circular-furniture-89abcdef"),
        ("Åkerier & bud", "akerier-bud-89abcdef"),
        ("移動", "network-89abcdef"),
        ("!!!", "network-89abcdef"),
        ("x" * 200, "x" * 70 + "-89abcdef"),
    ],
)
def test_a_slug_is_plain_short_and_its_own(name: str, slug: str) -> None:
    assert _slug(name, "01234567-89abcdef") == slug
    assert len(slug) <= 80


@given(st.integers(0, 10_000))
def test_a_count_is_hidden_exactly_where_it_could_point_at_somebody(count: int) -> None:
    assert (masked(count) is None) == (count in (1, 2))
    assert masked(count) in (None, count)
    assert FEWEST_SHOWN == 3


@pytest.mark.parametrize(
    ("zone", "authority", "role", "at", "sight"),
    [
        ("network", None, Role.MEMBER, OREBRO, "seen"),
        ("network", None, Role.OBSERVER, OREBRO, "seen"),
        ("public", None, Role.OBSERVER, OREBRO, "seen"),
        ("authority", STOCKHOLM, Role.MEMBER, STOCKHOLM, "seen"),
        ("authority", STOCKHOLM, Role.COORDINATOR, STOCKHOLM, "seen"),
        ("authority", STOCKHOLM, Role.STEERING, STOCKHOLM, "seen"),
        ("authority", STOCKHOLM, Role.MEMBER, OREBRO, ""),
        ("authority", STOCKHOLM, Role.COORDINATOR, OREBRO, ""),
        ("authority", STOCKHOLM, Role.OBSERVER, STOCKHOLM, ""),
        ("authority", STOCKHOLM, Role.EXPERT, STOCKHOLM, ""),
        ("authority", STOCKHOLM, Role.REGISTRATOR, STOCKHOLM, "seen"),
        ("authority", STOCKHOLM, Role.REGISTRATOR, OREBRO, ""),
    ],
)
def test_a_row_is_in_sight_of_who_stands_in_its_zone(
    zone: str, authority: UUID | None, role: Role, at: UUID, sight: str
) -> None:
    room = Room(network_id=NETWORK, zone=zone, authority_id=authority)

    assert room.is_in_sight_of(seated(role, at=at)) == bool(sight)
    assert not room.is_in_sight_of(seated(role, at=at, in_=uuid4()))
    assert not room.is_in_sight_of(Actor.anonymous(now=NOW))


@pytest.mark.parametrize(
    ("role", "sight"),
    [
        (Role.COORDINATOR, "seen"),
        (Role.STEERING, "seen"),
        (Role.MEMBER, "seen"),
        (Role.OBSERVER, ""),
        (Role.EXPERT, ""),
    ],
)
def test_a_row_for_members_only_is_out_of_sight_of_observers_and_experts(role: Role, sight: str) -> None:
    room = Room(network_id=NETWORK, zone="network", members_only=True)

    assert room.is_in_sight_of(seated(role)) == bool(sight)


def test_a_facilitator_without_a_seat_stands_in_no_private_zone_and_sees_nothing_for_members() -> None:
    facilitator = Actor.person(uuid4(), now=NOW, facilitator=True).in_network(NETWORK)

    assert not Room(network_id=NETWORK, zone="authority", authority_id=STOCKHOLM).is_in_sight_of(facilitator)
    assert not Room(network_id=NETWORK, zone="network", members_only=True).is_in_sight_of(facilitator)


def test_a_membership_and_a_seat_last_until_they_end() -> None:
    assert Membership().is_active
    assert not Membership(left_at=NOW).is_active
    assert Seat(role="coordinator").is_coordinating
    assert not Seat(role="steering").is_coordinating
