"""The answers are frozen with a hash, by the clock or by who may, or the question is taken back."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Forbidden, Invalid, Stale
from decisions.models import Question, State
from decisions.services import (
    answer_question,
    close_due,
    close_question,
    prompt_silent,
    withdraw_question,
)
from networks.models import Seat
from notices.models import Cause, Notice
from notices.models import State as Letters
from tests.cast import Cast
from tests.factories.decisions import DAY, put, run_out
from tests.reminders import at, clock


def everybody_answers(cast: Cast, question: Question, stance: str = "support") -> None:
    for name in ("goteborg", "stockholm", "orebro", "aalborg"):
        answer_question(cast.actor(name), question=question, stance=stance, reason="Därför")


def test_the_clock_closes_what_is_due_and_nothing_else(question: Question) -> None:
    assert close_due(clock(question.closes_at - timedelta(microseconds=1))) == 0
    assert close_due(clock(question.closes_at)) == 1
    assert close_due(clock(question.closes_at)) == 0

    question.refresh_from_db()
    assert (question.state, question.outcome) == (State.CLOSED, "no_quorum")
    assert question.closed_at == question.closes_at
    assert question.closed_by is None


def test_only_the_clock_is_the_clock(goteborg: Actor) -> None:
    with pytest.raises(Forbidden, match="clock"):
        close_due(goteborg)


def test_a_day_that_the_clock_was_down_is_made_up_for(goteborg: Actor) -> None:
    questions = [put(goteborg, closes_at=goteborg.now + days * DAY) for days in (1, 2, 3)]

    assert close_due(clock(goteborg.now + 2 * DAY)) == 2

    states = Question.objects.filter(pk__in=[one.pk for one in questions]).order_by("closes_at")
    assert [one.state for one in states] == ["closed", "closed", "open"]


def test_anybody_can_compute_the_hash_again(cast: Cast, question: Question) -> None:
    everybody_answers(cast, question)
    question = run_out(question)
    read_back = json.loads(question.result)

    # As docs/decisions.md says: sorted keys, no blanks, UTF-8. No code of ours is used.
    canonical = json.dumps(read_back, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical == question.result
    assert sha256(canonical.encode()).hexdigest() == question.result_hash


def test_the_result_says_everything_it_rests_on(cast: Cast, goteborg: Actor, question: Question) -> None:
    for name, stance in {"goteborg": "support", "stockholm": "support", "orebro": "cannot"}.items():
        answer_question(cast.actor(name), question=question, stance=stance, reason="Kylan håller inte")

    result = json.loads(run_out(question).result)

    assert result["outcome"] == "carried"
    assert result["count"] == {"support": 2, "with_change": 0, "cannot": 1, "neutral": 0}
    assert result["dissent"] == [str(cast.authority("orebro").pk)]
    assert len(result["asked"]) == 4
    assert result["decision"]["text"] == "Samma frågor i alla länder, **samma dag**."
    assert result["decision"]["opened_by"] == str(goteborg.person_id)
    (dissent,) = (voice for voice in result["voices"] if voice["stance"] == "cannot")
    assert dissent["reason"] == "Kylan håller inte"
    assert dissent["person"] == str(cast.people["orebro"].pk)


def test_the_result_holds_ids_and_no_names(cast: Cast, question: Question) -> None:
    everybody_answers(cast, question)
    result = run_out(question).result

    assert not [person for person in cast.people.values() if person.name in result or person.email in result]


def test_only_the_last_voice_of_an_authority_is_in_the_result(stockholm: Actor, question: Question) -> None:
    answer_question(stockholm, question=question, stance="cannot", reason="Först nej")
    answer_question(stockholm, question=question, stance="support", reason="Sedan ja")

    result = run_out(question).result

    assert "Sedan ja" in result
    assert "Först nej" not in result


def test_it_may_be_closed_early_once_all_have_answered(
    goteborg: Actor, cast: Cast, question: Question, journal_of: Callable[[str], list[str]]
) -> None:
    with pytest.raises(Conflict, match="not_all_answered"):
        close_question(goteborg, question=question)
    everybody_answers(cast, question)

    closed = close_question(goteborg, question=question)

    assert (closed.state, closed.outcome, closed.closed_by_id) == ("closed", "carried", goteborg.user_id)
    assert journal_of(f"network:{question.network_id}")[-1] == "decision.closed"


def test_after_its_time_it_may_be_closed_whoever_is_silent(goteborg: Actor, question: Question) -> None:
    closed = close_question(at(goteborg, question.closes_at), question=question)

    assert closed.outcome == "no_quorum"


def test_it_closes_once(goteborg: Actor, question: Question) -> None:
    run_out(question)

    with pytest.raises(Conflict, match="decision_closed"):
        close_question(goteborg, question=question)


def test_an_answer_in_between_makes_closing_stale(goteborg: Actor, cast: Cast, question: Question) -> None:
    everybody_answers(cast, question)

    with pytest.raises(Stale):
        close_question(goteborg, question=question, version=4)

    assert close_question(goteborg, question=question, version=5).state == State.CLOSED


@pytest.mark.parametrize("name", ["stockholm", "turku"])
def test_others_neither_close_nor_withdraw(cast: Cast, question: Question, name: str) -> None:
    with pytest.raises(Forbidden, match=r"decision\.manage"):
        close_question(cast.actor(name), question=question)
    with pytest.raises(Forbidden, match=r"decision\.manage"):
        withdraw_question(cast.actor(name), question=question, reason="Fel")


def test_a_steering_member_ends_what_they_asked_and_nothing_else(cast: Cast, question: Question) -> None:
    Seat.objects.filter(pk=cast.seats["stockholm"].pk).update(role="steering")
    steering = cast.actor("stockholm")
    assert steering.can(Permission.DECISION_OPEN)
    own = put(steering)

    assert withdraw_question(steering, question=own, reason="Fel text").state == State.WITHDRAWN
    with pytest.raises(Forbidden):
        withdraw_question(steering, question=question, reason="Fel text")


def test_the_coordinator_ends_what_others_asked(goteborg: Actor, cast: Cast) -> None:
    Seat.objects.filter(pk=cast.seats["stockholm"].pk).update(role="steering")
    question = put(cast.actor("stockholm"))

    assert withdraw_question(goteborg, question=question, reason="Fel text").state == State.WITHDRAWN


def test_what_is_withdrawn_says_why_and_is_told_to_nobody_any_more(
    goteborg: Actor, stockholm: Actor, question: Question, journal_of: Callable[[str], list[str]]
) -> None:
    answer_question(stockholm, question=question, stance="support")

    withdrawn = withdraw_question(goteborg, question=question, reason="Texten var gammal.")

    assert (withdrawn.state, withdrawn.withdrawal) == ("withdrawn", "Texten var gammal.")
    assert withdrawn.outcome == withdrawn.result == ""
    assert not Notice.objects.waiting().filter(cause_id=question.pk).exists()
    assert journal_of(f"network:{question.network_id}")[-1] == "decision.withdrawn"
    assert close_due(clock(question.closes_at)) == 0


def test_to_withdraw_takes_a_reason(goteborg: Actor, question: Question) -> None:
    with pytest.raises(Invalid):
        withdraw_question(goteborg, question=question, reason=" ")


def test_what_is_decided_is_not_withdrawn(goteborg: Actor, question: Question) -> None:
    run_out(question)

    with pytest.raises(Conflict, match="decision_closed"):
        withdraw_question(goteborg, question=question, reason="Ångrar mig")


def test_everybody_asked_hears_that_it_is_decided(cast: Cast, question: Question) -> None:
    run_out(question)

    told = Notice.objects.filter(cause=Cause.DECISION_CLOSED, cause_id=question.pk)
    assert {one.person for one in told} == {
        cast.people[name] for name in ("goteborg", "stockholm", "orebro", "aalborg")
    }
    assert not told.exclude(state=Letters.WAITING).exists()


def test_one_that_fails_keeps_no_other_open(
    goteborg: Actor,
    untellable: Callable[[Question], None],
    caplog: pytest.LogCaptureFixture,
    journal_of: Callable[[str], list[str]],
) -> None:
    questions = [put(goteborg, closes_at=goteborg.now + days * DAY) for days in (1, 2, 3)]
    untellable(questions[0])

    assert close_due(clock(goteborg.now + 3 * DAY)) == 2
    assert close_due(clock(goteborg.now + 3 * DAY)) == 0

    states = Question.objects.order_by("closes_at").values_list("state", flat=True)
    assert list(states) == ["open", "closed", "closed"]
    assert journal_of(f"network:{questions[0].network_id}").count("decision.closed") == 2
    assert [str(questions[0].pk) in said for said in caplog.messages] == [True, True]
    assert "no notice of this" in caplog.text


def test_who_is_told_that_it_is_decided_hears_of_no_days_left(question: Question) -> None:
    Notice.objects.filter(cause_id=question.pk, person__name="Stockholm").update(state=Letters.GATHERED)
    prompt_silent(clock(question.closes_at - 2 * DAY))

    run_out(question)

    waiting = Notice.objects.waiting().filter(cause_id=question.pk)
    assert set(waiting.values_list("cause", flat=True)) == {Cause.DECISION_CLOSED}
    spared = Notice.objects.filter(cause_id=question.pk, state=Letters.WITHHELD)
    assert set(spared.values_list("cause", flat=True)) == {Cause.DECISION_ASKED, Cause.DECISION_SOON}
