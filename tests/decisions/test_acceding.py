"""Authorities join what was carried: a list of signatories that grows."""

from datetime import date

import pytest

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid
from decisions.listing import with_voices
from decisions.models import Question
from decisions.services import accede, answer_question
from decisions.shapes import SignatoryShape, signatories
from networks.models import Membership, Network
from networks.scoping import actor_in
from networks.services import change_role
from tests.cast import Cast
from tests.factories.decisions import carried, put, run_out
from tests.factories.networks import MembershipFactory, SeatFactory


@pytest.fixture
def statement(goteborg: Actor, stockholm: Actor) -> Question:
    """A joint statement of demand that two stand behind, open for more."""
    return carried(goteborg, stockholm, is_open_for_accession=True)


def behind(question: Question) -> list[SignatoryShape]:
    return signatories(with_voices(Question.objects.filter(pk=question.pk)).get())


def test_an_authority_joins_with_a_dated_target(orebro: Actor, statement: Question) -> None:
    accede(orebro, question=statement, target="Minst 20 procent", target_on=date(2049, 1, 1))

    last = behind(statement)[-1]
    assert last["authority"]["id"] == orebro.represents
    assert (last["joined_later"], last["target"], last["target_on"]) == (
        True,
        "Minst 20 procent",
        date(2049, 1, 1),
    )
    assert [one["joined_later"] for one in behind(statement)] == [False, False, True]


def test_an_authority_that_came_to_the_network_later_joins_too(
    network: Network, orebro: Actor, statement: Question
) -> None:
    seat = SeatFactory.create(membership=MembershipFactory.create(network=network))
    newcomer = actor_in(seat.user.acting(orebro.now), network.pk)

    accede(newcomer, question=statement)

    assert behind(statement)[-1]["authority"]["name"] == seat.authority.name


def test_an_authority_that_first_observed_joins_once_somebody_can_answer(
    goteborg: Actor, cast: Cast, statement: Question
) -> None:
    Membership.objects.filter(pk=cast.seats["turku"].membership_id).update(level="observer")
    change_role(goteborg, seat=cast.seats["turku"], role="member")

    accede(cast.actor("turku"), question=statement)

    assert behind(statement)[-1]["authority"]["name"] == cast.authority("turku").name


def test_who_could_not_then_may_join_now(goteborg: Actor, stockholm: Actor, orebro: Actor) -> None:
    question = put(goteborg, is_open_for_accession=True)
    for actor, stance in ((goteborg, "support"), (stockholm, "support"), (orebro, "cannot")):
        answer_question(actor, question=question, stance=stance, reason="Därför")
    question = run_out(question)
    assert orebro.represents not in {one["authority"]["id"] for one in behind(question)}

    accede(orebro, question=question)

    assert behind(question)[-1]["authority"]["id"] == orebro.represents


def test_the_frozen_result_does_not_change_by_it(orebro: Actor, statement: Question) -> None:
    before = statement.result_hash

    accede(orebro, question=statement)

    statement.refresh_from_db()
    assert statement.result_hash == before


def test_nobody_joins_twice(stockholm: Actor, orebro: Actor, statement: Question) -> None:
    accede(orebro, question=statement)

    for actor in (orebro, stockholm):
        with pytest.raises(Conflict, match="already_signatory"):
            accede(actor, question=statement)


def test_an_observer_joins_nothing(turku: Actor, statement: Question) -> None:
    with pytest.raises(Forbidden, match=r"decision\.answer"):
        accede(turku, question=statement)


def test_what_is_not_open_for_it_is_not_joined(goteborg: Actor, stockholm: Actor, orebro: Actor) -> None:
    for question in (carried(goteborg, stockholm), put(goteborg, is_open_for_accession=True)):
        with pytest.raises(Conflict, match="no_accession"):
            accede(orebro, question=question)


def test_what_was_not_carried_is_not_joined(goteborg: Actor, orebro: Actor) -> None:
    question = run_out(put(goteborg, is_open_for_accession=True))

    with pytest.raises(Conflict, match="no_accession"):
        accede(orebro, question=question)
    assert behind(question) == []


@pytest.mark.parametrize(
    ("target", "day"), [("", date(2049, 1, 1)), ("20 procent", date(1999, 1, 1)), ("x" * 2001, None)]
)
def test_a_date_without_a_target_or_in_the_past_is_refused(
    orebro: Actor, statement: Question, target: str, day: date | None
) -> None:
    with pytest.raises(Invalid):
        accede(orebro, question=statement, target=target, target_on=day)
