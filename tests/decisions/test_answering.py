"""One voice per authority, by a person with mandate, changeable until the time is up."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from access.actor import Actor
from access.refusals import Barred, Conflict, Forbidden, Invalid
from accounts.models import User
from decisions.models import Question, Voice
from decisions.services import answer_question, withdraw_question
from networks.models import Membership, Seat
from networks.services import end_seat, hand_over_seat, name_deputy
from tests.cast import Cast
from tests.factories.accounts import EmploymentFactory, UserFactory
from tests.factories.decisions import put, run_out
from tests.factories.networks import SeatFactory
from tests.reminders import at


@pytest.fixture
def colleague(cast: Cast) -> User:
    """Somebody else who works for Stockholm, without a seat."""
    person: User = UserFactory.create(name="Kollega")
    EmploymentFactory.create(user=person, authority=cast.authority("stockholm"))
    return person


def seat_for(cast: Cast, person: User, role: str) -> Seat:
    """A seat of Stockholm's for a colleague."""
    seat: Seat = SeatFactory.create(
        membership=Membership.objects.get(pk=cast.seats["stockholm"].membership_id), user=person, role=role
    )
    return seat


def acting(cast: Cast, person: User) -> Actor:
    """The person as they stand in the flagship now."""
    cast.people["somebody"] = person
    return cast.actor("somebody")


def present(question: Question) -> list[tuple[str, int]]:
    """What counts: stance and number."""
    return list(Voice.objects.present().filter(question=question).values_list("stance", "number"))


def test_an_authority_answers_and_the_journal_says_who(
    stockholm: Actor, question: Question, journal_of: Callable[[str], list[str]]
) -> None:
    voice = answer_question(stockholm, question=question, stance="support", reason=" Vi är med. ")

    assert (voice.authority_id, voice.person_id) == (stockholm.represents, stockholm.person_id)
    assert (voice.number, voice.reason) == (1, "Vi är med.")
    assert journal_of(f"network:{question.network_id}")[-1] == "decision.answered"


def test_the_last_answer_counts_and_all_are_kept(stockholm: Actor, question: Question) -> None:
    answer_question(stockholm, question=question, stance="support")
    answer_question(stockholm, question=question, stance="cannot", reason="Budgeten")
    answer_question(stockholm, question=question, stance="neutral")

    assert present(question) == [("neutral", 3)]
    said = Voice.objects.filter(question=question).order_by("number")
    assert [voice.stance for voice in said] == ["support", "cannot", "neutral"]


def test_each_answer_makes_another_version(stockholm: Actor, orebro: Actor, question: Question) -> None:
    answer_question(stockholm, question=question, stance="support")
    answer_question(orebro, question=question, stance="neutral")

    question.refresh_from_db()
    assert question.version == 3


def test_the_same_said_twice_is_one_voice(
    stockholm: Actor, question: Question, journal_of: Callable[[str], list[str]]
) -> None:
    first = answer_question(stockholm, question=question, stance="support")

    assert answer_question(stockholm, question=question, stance="support") == first
    assert journal_of(f"network:{question.network_id}").count("decision.answered") == 1


@pytest.mark.parametrize("stance", ["cannot", "with_change"])
@pytest.mark.parametrize("reason", ["", "  \n "])
def test_an_objection_and_a_change_need_a_reason(
    stockholm: Actor, question: Question, stance: str, reason: str
) -> None:
    with pytest.raises(Invalid, match="Write something"):
        answer_question(stockholm, question=question, stance=stance, reason=reason)

    assert not Voice.objects.exists()


def test_an_unknown_stance_is_refused(stockholm: Actor, question: Question) -> None:
    with pytest.raises(Invalid, match="Choose one of"):
        answer_question(stockholm, question=question, stance="maybe")


def test_an_observer_has_no_mandate(turku: Actor, question: Question) -> None:
    with pytest.raises(Forbidden, match=r"decision\.answer"):
        answer_question(turku, question=question, stance="support")


def test_an_expert_has_no_mandate(cast: Cast, colleague: User, question: Question) -> None:
    seat = seat_for(cast, colleague, "observer")
    Seat.objects.filter(pk=seat.pk).update(role="expert", ends_at=question.closes_at)

    with pytest.raises(Forbidden):
        answer_question(acting(cast, colleague), question=question, stance="support")


def test_the_deputy_of_a_seat_with_mandate_may_answer(
    stockholm: Actor, cast: Cast, colleague: User, question: Question
) -> None:
    seat_for(cast, colleague, "observer")
    with pytest.raises(Forbidden):
        answer_question(acting(cast, colleague), question=question, stance="support")

    name_deputy(stockholm, seat=cast.seats["stockholm"], deputy=colleague)

    voice = answer_question(acting(cast, colleague), question=question, stance="support")
    assert (voice.person, voice.authority) == (colleague, cast.authority("stockholm"))


def test_an_authority_that_is_not_asked_has_no_voice(
    goteborg: Actor, stockholm: Actor, orebro: Actor
) -> None:
    question = put(goteborg, authorities=[stockholm.represents])

    with pytest.raises(Barred, match="not_asked"):
        answer_question(orebro, question=question, stance="support")


@pytest.mark.parametrize("late", [timedelta(), timedelta(microseconds=1), timedelta(days=40)])
def test_from_the_last_moment_on_there_is_no_answer(
    stockholm: Actor, question: Question, late: timedelta
) -> None:
    with pytest.raises(Conflict, match="decision_closed"):
        answer_question(at(stockholm, question.closes_at + late), question=question, stance="support")


def test_until_the_last_moment_there_is(stockholm: Actor, question: Question) -> None:
    just_in_time = at(stockholm, question.closes_at - timedelta(microseconds=1))

    assert answer_question(just_in_time, question=question, stance="support").number == 1


def test_what_was_settled_before_the_answer_got_its_turn_stays(stockholm: Actor, question: Question) -> None:
    in_time = at(stockholm, question.closes_at - timedelta(microseconds=1))
    run_out(question)

    with pytest.raises(Conflict, match="decision_closed"):
        answer_question(in_time, question=question, stance="support")


def test_what_was_withdrawn_needs_no_answer(goteborg: Actor, stockholm: Actor, question: Question) -> None:
    withdraw_question(goteborg, question=question, reason="Fel text")

    with pytest.raises(Conflict, match="decision_withdrawn"):
        answer_question(stockholm, question=question, stance="support")


def test_the_voice_stays_when_the_seat_ends_and_a_colleague_may_change_it(
    goteborg: Actor, stockholm: Actor, cast: Cast, colleague: User, question: Question
) -> None:
    answer_question(stockholm, question=question, stance="support")
    end_seat(goteborg, seat=cast.seats["stockholm"])
    assert present(question) == [("support", 1)]

    seat_for(cast, colleague, "member")
    answer_question(acting(cast, colleague), question=question, stance="neutral")

    assert present(question) == [("neutral", 2)]
    question = run_out(question)
    assert str(colleague.pk) in question.result
    assert str(stockholm.person_id) not in question.result


def test_the_voice_of_who_left_counts_when_nobody_changed_it(
    goteborg: Actor, stockholm: Actor, cast: Cast, question: Question
) -> None:
    answer_question(stockholm, question=question, stance="cannot", reason="Avtalet löper till 2029.")
    end_seat(goteborg, seat=cast.seats["stockholm"])

    assert "Avtalet löper till 2029." in run_out(question).result


def test_the_deputy_who_took_the_seat_over_may_change_the_answer(
    stockholm: Actor, cast: Cast, colleague: User, question: Question
) -> None:
    name_deputy(stockholm, seat=cast.seats["stockholm"], deputy=colleague)
    answer_question(stockholm, question=question, stance="support")
    hand_over_seat(stockholm, seat=cast.seats["stockholm"])

    voice = answer_question(acting(cast, colleague), question=question, stance="with_change", reason="Kylan")

    assert voice.number == 2


def test_a_seat_that_ends_while_the_answer_waits_for_its_turn_answers_nothing(
    goteborg: Actor, stockholm: Actor, cast: Cast, question: Question
) -> None:
    # The actor was made at the door, before the seat ended.
    end_seat(goteborg, seat=cast.seats["stockholm"])

    with pytest.raises(Forbidden, match=r"decision\.answer"):
        answer_question(stockholm, question=question, stance="support")
    assert not Voice.objects.exists()
