from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from access.actor import Actor
from access.policy import Permission, Role
from access.refusals import Barred, Forbidden, SignInNeeded

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
KIM, CITY, NETWORK = uuid4(), uuid4(), uuid4()


def test_nobody_in_particular_is_asked_to_sign_in() -> None:
    nobody = Actor.anonymous(now=NOW)

    assert not nobody.is_signed_in
    assert not any(nobody.can(permission) for permission in Permission)
    with pytest.raises(SignInNeeded):
        nobody.require(Permission.NETWORK_READ)
    with pytest.raises(SignInNeeded):
        _ = nobody.person_id


def test_a_signed_in_person_without_the_permission_is_told_which_one_is_missing() -> None:
    with pytest.raises(Forbidden, match=r"message\.post") as refused:
        Actor.person(KIM, now=NOW).require(Permission.MESSAGE_POST)

    assert refused.value.permission is Permission.MESSAGE_POST


def test_a_seat_adds_its_role_its_authority_and_its_network() -> None:
    kim = Actor.person(KIM, now=NOW).in_network(NETWORK, authority_id=CITY, role=Role.MEMBER)

    assert (kim.person_id, kim.represents, kim.network_id) == (KIM, CITY, NETWORK)
    assert kim.has_seat
    assert kim.roles == {Role.PERSON, Role.MEMBER}
    kim.require(Permission.MESSAGE_POST)


def test_a_network_without_a_seat_adds_no_right() -> None:
    guest = Actor.person(KIM, now=NOW).in_network(NETWORK)

    assert not guest.has_seat
    assert not guest.can(Permission.NETWORK_READ)
    with pytest.raises(Barred, match="no_seat"):
        _ = guest.represents


def test_an_employment_adds_its_role_at_its_authority() -> None:
    head = Actor.person(KIM, now=NOW).at_authority(CITY, role=Role.ADMINISTRATOR)

    assert head.represents == CITY
    assert head.can(Permission.EMPLOYMENT_MANAGE)
    assert not Actor.person(KIM, now=NOW).at_authority(CITY, role=None).can(Permission.EMPLOYMENT_MANAGE)


def test_the_facilitators_role_goes_along_everywhere() -> None:
    facilitator = Actor.person(KIM, now=NOW, facilitator=True).in_network(NETWORK)

    assert facilitator.can(Permission.HEALTH_READ)
    assert not facilitator.can(Permission.MESSAGE_READ)


def test_the_clock_is_nobody_but_may_tick() -> None:
    clock = Actor.clock(now=NOW)

    clock.require(Permission.CLOCK_TICK)
    assert not clock.is_signed_in


def test_an_actor_can_not_be_changed() -> None:
    kim: Any = Actor.person(KIM, now=NOW)

    with pytest.raises(FrozenInstanceError):
        kim.roles = frozenset({Role.COORDINATOR})
