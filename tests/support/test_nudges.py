from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from access.actor import Actor
from access.refusals import Conflict, Forbidden, NotVisible, TooOften
from networks.services import end_seat
from networks.subjects import Subject, card_of, network_of
from notices.delivery import deliver
from notices.models import Cause, Notice
from notices.services import due_notices
from support.follow_up import follow_up
from support.models import Nudge
from support.services import BETWEEN_NUDGES, nudge_person
from support.standing import SILENT_AFTER
from tests.cast import Cast
from tests.reminders import PostOffice, at, clock
from tests.support.conftest import MONDAY, Owe, more_members


def test_a_nudge_is_one_mail_and_one_fact(
    spring: Cast, goteborg: Actor, post_office: PostOffice, journal_of: Callable[[str], list[str]]
) -> None:
    nudge_person(at(goteborg, MONDAY), seat=spring.seats["stockholm"])

    assert deliver(clock(MONDAY), due_notices(clock(MONDAY))) == 1
    assert post_office.taken[0]["Subject"] == "A word from your coordinator: Nordic zero-emission delivery"
    assert journal_of(f"person:{spring.people['stockholm'].pk}") == ["seat.nudged"]


def test_a_nudge_comes_once_a_week_at_most(spring: Cast, goteborg: Actor) -> None:
    nudge_person(at(goteborg, MONDAY), seat=spring.seats["stockholm"])

    with pytest.raises(TooOften) as refused:
        nudge_person(at(goteborg, MONDAY + timedelta(days=6)), seat=spring.seats["stockholm"])
    nudge_person(at(goteborg, MONDAY + BETWEEN_NUDGES), seat=spring.seats["stockholm"])

    assert refused.value.retry_after == 24 * 3600 + 1
    assert Notice.objects.filter(cause=Cause.NUDGE).count() == 2


def test_only_the_coordinator_nudges(spring: Cast, stockholm: Actor) -> None:
    with pytest.raises(Forbidden, match=r"seat\.nudge"):
        nudge_person(stockholm, seat=spring.seats["orebro"])


def test_nobody_nudges_themselves_or_who_has_left_or_who_sits_elsewhere(
    spring: Cast, goteborg: Actor
) -> None:
    end_seat(at(goteborg, MONDAY), seat=spring.seats["aalborg"])

    with pytest.raises(Conflict, match="own_seat"):
        nudge_person(at(goteborg, MONDAY), seat=spring.seats["goteborg"])
    with pytest.raises(Conflict, match="seat_ended"):
        nudge_person(at(goteborg, MONDAY), seat=spring.seats["aalborg"])
    with pytest.raises(NotVisible):
        nudge_person(at(goteborg, MONDAY), seat=spring.seats["kiruna"])
    assert not Nudge.objects.exists()


def test_only_who_was_nudged_sees_the_nudge(spring: Cast, goteborg: Actor, stockholm: Actor) -> None:
    nudge = nudge_person(at(goteborg, MONDAY), seat=spring.seats["stockholm"])
    subject = Subject("nudge", nudge.pk)

    assert card_of(stockholm, subject).path == f"/networks/{spring.network.pk}/"
    assert network_of(subject) == spring.network.pk
    with pytest.raises(NotVisible):
        card_of(goteborg, subject)


def test_the_follow_up_names_who_is_late_silent_or_without_deputy(
    spring: Cast, goteborg: Actor, owe: Owe
) -> None:
    later = at(goteborg, MONDAY + SILENT_AFTER)
    owe(spring.people["stockholm"], date(2049, 3, 19))
    owe(spring.people["stockholm"], date(2049, 2, 1))
    spring.seats["orebro"].deputy = spring.people["kiruna"]
    spring.seats["orebro"].save(update_fields=["deputy"])

    found = {one.seat.user.name: one for one in follow_up(later)}

    late, silent = found["Stockholm"], found["Orebro"]
    assert (late.overdue, late.longest_overdue_on, late.has_deputy) == (2, date(2049, 2, 1), False)
    assert (silent.overdue, silent.is_silent, silent.has_deputy) == (0, True, True)
    assert all(one.needs_a_word for one in found.values())
    assert not found["Goteborg"].may_be_nudged


def test_who_needs_no_word_comes_last(spring: Cast, goteborg: Actor) -> None:
    seat = spring.seats["aalborg"]
    seat.deputy = spring.people["kiruna"]
    seat.save(update_fields=["deputy"])

    last = follow_up(at(goteborg, MONDAY))[-1]

    assert last.seat == seat
    assert not last.needs_a_word


def test_who_was_nudged_this_week_can_not_be_nudged(spring: Cast, goteborg: Actor) -> None:
    nudge_person(at(goteborg, MONDAY), seat=spring.seats["stockholm"])

    (found,) = [one for one in follow_up(at(goteborg, MONDAY)) if one.seat == spring.seats["stockholm"]]

    assert (found.nudged_at, found.may_be_nudged) == (MONDAY, False)


@pytest.mark.parametrize("more", [1, 3])
def test_the_follow_up_costs_four_queries_however_many_sit_there(
    spring: Cast, goteborg: Actor, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    more_members(spring.network, more)
    coordinator = at(goteborg, MONDAY)

    with django_assert_num_queries(4):
        assert len(follow_up(coordinator)) == 5 + more


def test_members_have_no_follow_up(spring: Cast, stockholm: Actor) -> None:
    with pytest.raises(Forbidden, match=r"seat\.nudge"):
        follow_up(stockholm)
