"""Two people of one authority at the same moment, and answers at the stroke of the clock."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction

from access.actor import Actor
from access.refusals import Refusal
from accounts.models import User
from decisions.models import Prompt, Question, Voice
from decisions.services import answer_question, close_due, prompt_silent
from networks.services import end_seat
from notices.models import Cause, Notice
from tests.cast import Cast
from tests.factories.accounts import UserFactory
from tests.factories.decisions import DAY, put
from tests.factories.networks import SeatFactory
from tests.flows.at_once import at_once
from tests.reminders import at, clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def colleague(cast: Cast) -> User:
    """Another member in a seat of Stockholm's."""
    person: User = UserFactory.create(name="Kollega")
    SeatFactory.create(membership=cast.seats["stockholm"].membership, user=person)
    cast.people["colleague"] = person
    return person


def answered(actor: Actor, question: Question, stance: str) -> str:
    """What came of an answer."""
    try:
        return f"{answer_question(actor, question=question, stance=stance, reason='Därför').number}"
    except Refusal as refusal:
        return refusal.code


def test_two_people_of_one_authority_stand_in_line_and_the_last_one_counts(
    cast: Cast, colleague: User
) -> None:
    question = put(cast.actor("goteborg"))
    first, second = cast.actor("stockholm"), cast.actor("colleague")

    for _round in range(5):
        before = Voice.objects.filter(question=question).count()
        numbers = at_once(
            partial(answered, first, question, "support" if before % 4 else "neutral"),
            partial(answered, second, question, "cannot" if before % 4 else "with_change"),
        )
        assert sorted(map(int, numbers)) == [before + 1, before + 2]

    said = list(Voice.objects.filter(question=question).order_by("number"))
    assert [voice.number for voice in said] == list(range(1, 11))
    assert list(Voice.objects.present().filter(question=question)) == [said[-1]]


def test_an_answer_and_the_clock_at_once_agree_on_what_was_decided(cast: Cast) -> None:
    for turn in range(8):
        question = put(cast.actor("goteborg"), quorum=1)
        in_time = at(cast.actor("stockholm"), question.closes_at - timedelta(microseconds=1))

        said, _closed = at_once(
            partial(answered, in_time, question, "support"),
            partial(close_due, clock(question.closes_at)),
        )

        close_due(clock(question.closes_at))  # an answer that held the row made the clock pass it over
        question.refresh_from_db()
        assert question.state == "closed", turn
        assert (question.outcome == "carried") == (said == "1")
        assert (str(in_time.person_id) in question.result.partition('"voices"')[2]) == (said == "1")


def test_four_clocks_at_once_close_and_remind_once(cast: Cast) -> None:
    questions = [put(cast.actor("goteborg")) for _turn in range(6)]
    week_before = clock(questions[0].closes_at - 7 * DAY + timedelta(hours=1))

    reminded = at_once(*[lambda: prompt_silent(week_before)] * 4)

    assert sum(reminded) == 24 == Prompt.objects.count()
    assert Notice.objects.filter(cause=Cause.DECISION_AHEAD).count() == 24

    closed = at_once(*[lambda: close_due(clock(questions[-1].closes_at))] * 4)

    assert sum(closed) == 6
    assert Notice.objects.filter(cause=Cause.DECISION_CLOSED).count() == 24


def test_a_worker_that_dies_before_its_commit_has_reminded_nobody(cast: Cast) -> None:
    question = put(cast.actor("goteborg"))
    week_before = clock(question.closes_at - 7 * DAY + timedelta(hours=1))
    connection.set_autocommit(False)
    prompt_silent(week_before)
    connection.rollback()
    connection.set_autocommit(True)
    assert not Prompt.objects.exists()

    assert prompt_silent(week_before) == 4
    assert prompt_silent(week_before) == 0
    assert Notice.objects.filter(cause=Cause.DECISION_AHEAD).count() == 4


def test_whoever_loses_their_seat_while_they_answer_has_answered_or_has_not(cast: Cast) -> None:
    question = put(cast.actor("goteborg"))

    for turn in range(8):
        seat = SeatFactory.create(membership=cast.seats["stockholm"].membership, user=UserFactory.create())
        cast.people["leaving"], before = seat.user, Voice.objects.count()
        leaving = cast.actor("leaving")

        said, _ended = at_once(
            partial(answered, leaving, question, "support"),
            partial(end_seat, cast.actor("goteborg"), seat=seat),
        )

        assert Voice.objects.count() - before == said.isdigit(), turn
        assert not answered(leaving, question, "cannot").isdigit()
    assert Voice.objects.present().filter(question=question).count() <= 1


def test_who_answers_waits_for_nobody_that_settles_seats(cast: Cast) -> None:
    """Both write to the network's stream: were one to wait here for the other, each would wait for both."""
    question = put(cast.actor("goteborg"))

    answer = partial(answered, cast.actor("orebro"), question, "support")
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        cast.network.locked()
        assert other.submit(at_once, answer).result(30) == ["1"]
