from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from access.actor import Actor
from messaging.models import Room
from messaging.services import post_message
from networks.models import Network
from support.standing import SILENT_AFTER, Standing, shown, standings
from tasks.ladder import AT_RISK, REVIEW
from tests.cast import Cast
from tests.factories.networks import NetworkFactory
from tests.reminders import at
from tests.support.conftest import MONDAY, Owe, standing_of

RISKY = REVIEW.rungs.index(AT_RISK) + 1


def test_authorities_that_came_lately_and_owe_nothing_are_fresh(spring: Cast) -> None:
    standing = standing_of(spring.network)

    assert (standing.members, standing.people) == (5, 5)
    assert (standing.fresh, standing.late, standing.silent) == (5, 0, 0)
    assert (standing.overdue, standing.is_at_risk, standing.next_gate_on) == (0, False, None)


def test_an_authority_whose_person_lets_a_day_pass_is_late(spring: Cast, owe: Owe) -> None:
    for due_on in (date(2049, 3, 19), date(2049, 3, 21), date(2049, 3, 22)):
        owe(spring.people["stockholm"], due_on)

    standing = standing_of(spring.network)

    assert (standing.fresh, standing.late) == (4, 1)
    assert (standing.overdue, standing.next_gate_on) == (2, date(2049, 3, 22))


def test_an_authority_of_which_nothing_was_heard_for_sixty_days_is_silent(
    spring: Cast, room: Room, stockholm: Actor
) -> None:
    later = MONDAY + SILENT_AFTER
    post_message(at(stockholm, later - timedelta(days=3)), room=room, body="Vi är kvar.")

    standing = standing_of(spring.network, later)

    assert (standing.fresh, standing.silent) == (1, 4)
    assert standing.last_active_on == (later - timedelta(days=3)).date()


def test_late_goes_before_silent(spring: Cast, owe: Owe) -> None:
    owe(spring.people["stockholm"], date(2049, 3, 19))

    standing = standing_of(spring.network, MONDAY + SILENT_AFTER)

    assert (standing.late, standing.silent) == (1, 4)


def test_what_waited_forty_five_days_puts_the_network_at_risk(spring: Cast, owe: Owe) -> None:
    owe(spring.people["stockholm"], date(2049, 1, 19), step=RISKY)

    assert standing_of(spring.network).is_at_risk


@pytest.mark.parametrize("phase", ["paused", "closed"])
def test_a_network_that_rests_owes_nothing(spring: Cast, owe: Owe, phase: str) -> None:
    owe(spring.people["stockholm"], date(2049, 1, 19), step=RISKY)
    Network.objects.filter(pk=spring.network.pk).update(phase=phase)

    standing = standing_of(Network.objects.get(pk=spring.network.pk))

    assert (standing.late, standing.overdue, standing.is_at_risk) == (0, 0, False)


def test_another_network_s_debts_are_not_counted(spring: Cast, owe: Owe) -> None:
    owe(spring.people["stockholm"], date(2049, 3, 19))

    assert standing_of(spring.other_network).overdue == 0


def test_one_late_authority_of_five_can_not_be_told_from_what_is_shown(spring: Cast, owe: Owe) -> None:
    owe(spring.people["stockholm"], date(2049, 3, 19))

    seen = shown(standing_of(spring.network))

    assert (seen.members, seen.fresh, seen.late, seen.silent) == (5, 4, None, None)
    assert seen.overdue is None


@pytest.mark.parametrize("networks", [1, 3])
def test_counting_costs_five_queries_however_many_networks(
    spring: Cast, owe: Owe, networks: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    owe(spring.people["stockholm"], date(2049, 3, 19))
    asked = [spring.network, *NetworkFactory.create_batch(networks - 1)]

    with django_assert_num_queries(5):
        found: list[Standing] = standings(asked, now=MONDAY)

    assert [one.network for one in found] == asked
