"""A question is put: what it takes, whom it asks, and who is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid, NotVisible
from decisions.models import Asked, Question
from decisions.services import answer_question
from journal.ids import uuid7
from market.models import KIND as ANALYSIS
from messaging.services import open_room
from networks.models import Membership, Network, Seat
from networks.services import change_role
from networks.subjects import Subject
from notices.models import Cause, Notice
from tests.cast import Cast
from tests.factories.decisions import DAY, put
from tests.factories.market import AnalysisFactory
from tests.factories.networks import MembershipFactory, SeatFactory


def asked(question: Question) -> set[str]:
    """The names of those asked."""
    return set(Asked.objects.filter(question=question).values_list("authority__name", flat=True))


def test_all_members_with_somebody_to_answer_are_asked(cast: Cast, question: Question) -> None:
    names = {cast.authority(name).name for name in ("goteborg", "stockholm", "orebro", "aalborg")}

    assert asked(question) == names
    assert question.quorum == 3


def test_the_journal_says_how_many_were_asked(
    question: Question, journal_of: Callable[[str], list[str]]
) -> None:
    assert journal_of(f"network:{question.network_id}") == ["decision.opened"]


def test_everybody_who_may_answer_is_told_once(cast: Cast, question: Question) -> None:
    told = Notice.objects.filter(cause=Cause.DECISION_ASKED, cause_id=question.pk)

    assert {notice.person for notice in told} == {
        cast.people[name] for name in ("goteborg", "stockholm", "orebro", "aalborg")
    }


def test_what_is_private_is_not_put_to_others(goteborg: Actor, cast: Cast) -> None:
    room = open_room(goteborg, network=cast.network, title="Internt", zone="authority")
    subject = Subject("room", room.pk)

    with pytest.raises(Conflict, match="subject_not_shared"):
        put(goteborg, subject=subject)
    assert not Question.objects.exists()
    assert put(goteborg, subject=subject, authorities=[goteborg.represents]).subject == subject


def test_what_members_alone_see_may_be_put_to_members(goteborg: Actor, cast: Cast) -> None:
    room = open_room(goteborg, network=cast.network, title="Medlemmar", zone="network", members_only=True)

    assert put(goteborg, subject=Subject("room", room.pk)).subject


def test_an_authority_with_observers_alone_is_not_asked(goteborg: Actor, cast: Cast) -> None:
    assert cast.authority("turku").name not in asked(put(goteborg))


def test_an_authority_that_first_observed_is_asked_once_somebody_can_answer(
    goteborg: Actor, cast: Cast
) -> None:
    Membership.objects.filter(pk=cast.seats["turku"].membership_id).update(level="observer")
    change_role(goteborg, seat=cast.seats["turku"], role="member")

    question = put(goteborg)

    assert cast.authority("turku").name in asked(question)
    assert answer_question(cast.actor("turku"), question=question, stance="support").number == 1


def test_an_authority_without_anybody_in_a_seat_is_not_asked(goteborg: Actor, network: Network) -> None:
    empty = MembershipFactory.create(network=network)

    assert empty.authority.name not in asked(put(goteborg))


def test_some_may_be_asked_alone(goteborg: Actor, stockholm: Actor, cast: Cast) -> None:
    question = put(goteborg, authorities=[stockholm.represents])

    assert asked(question) == {cast.authority("stockholm").name}
    assert question.quorum == 1


def test_who_joins_the_network_later_is_not_asked(question: Question, network: Network) -> None:
    SeatFactory.create(membership=MembershipFactory.create(network=network))

    assert len(asked(question)) == 4


@pytest.mark.parametrize("name", ["turku", "kiruna"])
def test_only_those_who_can_answer_may_be_named(goteborg: Actor, cast: Cast, name: str) -> None:
    with pytest.raises(Invalid, match="Name members"):
        put(goteborg, authorities=[cast.authority(name).pk])

    assert not Question.objects.exists()


def test_a_network_without_members_has_nobody_to_ask(goteborg: Actor, network: Network) -> None:
    Seat.objects.filter(network=network).update(role="observer")

    with pytest.raises(Conflict, match="nobody_to_ask"):
        put(goteborg)


@pytest.mark.parametrize("quorum", [0, -1, 5])
def test_a_quorum_that_nobody_can_reach_is_refused(goteborg: Actor, quorum: int) -> None:
    with pytest.raises(Invalid, match="from 1 to 4"):
        put(goteborg, quorum=quorum)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_time_that_is_past_or_far_away_is_refused(goteborg: Actor, days: int) -> None:
    with pytest.raises(Invalid, match="from now on"):
        put(goteborg, closes_at=goteborg.now + timedelta(days=days))


@pytest.mark.parametrize("title", ["", " ", "x" * 201, "Ja\x00"])
def test_a_question_says_something(goteborg: Actor, title: str) -> None:
    with pytest.raises(Invalid):
        put(goteborg, title=title)


@pytest.mark.parametrize("name", ["stockholm", "turku"])
def test_members_and_observers_put_no_questions(cast: Cast, name: str) -> None:
    with pytest.raises(Forbidden, match=r"decision\.open"):
        put(cast.actor(name))


def test_the_steering_group_puts_questions(cast: Cast) -> None:
    Seat.objects.filter(pk=cast.seats["stockholm"].pk).update(role="steering")

    assert put(cast.actor("stockholm")).opened_by == cast.people["stockholm"]


def test_a_question_may_be_about_what_the_asker_sees(goteborg: Actor, network: Network, cast: Cast) -> None:
    analysis = AnalysisFactory.create(network=network, owner=cast.people["goteborg"])
    subject = Subject(ANALYSIS, analysis.pk)

    question = put(goteborg, subject=subject)

    assert question.subject == subject
    assert list(Question.objects.about(subject)) == [question]


@pytest.mark.parametrize("kind", [ANALYSIS, "nonsense"])
def test_a_question_about_what_nobody_sees_is_not_put(goteborg: Actor, kind: str) -> None:
    with pytest.raises(NotVisible):
        put(goteborg, subject=Subject(kind, uuid7()))


def test_nobody_outside_sees_it(cast: Cast, question: Question) -> None:
    outside = cast.people["kiruna"].acting(timezone.now())

    assert not Question.objects.visible_to(outside).exists()
    assert Question.objects.visible_to(cast.actor("turku")).get() == question


def test_what_it_takes_does_not_grow_with_the_network(
    goteborg: Actor, network: Network, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for _turn in range(10):
        SeatFactory.create(membership=MembershipFactory.create(network=network))

    with django_assert_max_num_queries(16):
        assert len(asked(put(goteborg, closes_at=goteborg.now + DAY))) == 14
