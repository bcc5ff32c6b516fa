"""Who has not answered is reminded a week and two days before, each once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from access.actor import Actor
from access.refusals import Forbidden
from decisions.models import Prompt, Question
from decisions.services import answer_question, prompt_silent, withdraw_question
from notices.delivery import deliver
from notices.models import Cause, Notice
from tests.cast import Cast
from tests.factories.decisions import DAY, put, run_out
from tests.reminders import clock
from web.mailcatcher import CaughtMail

HOUR = timedelta(hours=1)


def reminded(cause: str) -> set[str]:
    """Whom a step has told, by their city."""
    return {notice.person.name.lower() for notice in Notice.objects.filter(cause=cause)}


def test_a_week_and_two_days_before_and_not_else(question: Question) -> None:
    found = {
        left: prompt_silent(clock(question.closes_at - left))
        for left in (8 * DAY, 7 * DAY, 6 * DAY, 3 * DAY, 2 * DAY, DAY, timedelta())
    }

    assert found == {8 * DAY: 0, 7 * DAY: 4, 6 * DAY: 0, 3 * DAY: 0, 2 * DAY: 4, DAY: 0, timedelta(): 0}
    assert reminded(Cause.DECISION_AHEAD) == reminded(Cause.DECISION_SOON)


def test_who_has_answered_is_left_alone(stockholm: Actor, question: Question) -> None:
    answer_question(stockholm, question=question, stance="neutral")

    assert prompt_silent(clock(question.closes_at - 2 * DAY)) == 3

    assert reminded(Cause.DECISION_SOON) == {"goteborg", "orebro", "aalborg"}


def test_a_clock_that_stood_still_says_only_the_last(question: Question) -> None:
    assert prompt_silent(clock(question.closes_at - HOUR)) == 4

    assert set(Prompt.objects.values_list("step", flat=True)) == {"soon"}


@pytest.mark.parametrize(
    ("open_for", "steps"), [(timedelta(hours=36), []), (5 * DAY, ["soon"]), (9 * DAY, ["ahead", "soon"])]
)
def test_nobody_is_reminded_of_what_they_were_just_asked(
    goteborg: Actor, open_for: timedelta, steps: list[str]
) -> None:
    question = put(goteborg, closes_at=goteborg.now + open_for)

    for hours in range(int(open_for / HOUR)):
        prompt_silent(clock(goteborg.now + hours * HOUR))

    found = Prompt.objects.filter(question=question).order_by("pk").values_list("step", flat=True)
    assert list(dict.fromkeys(found)) == steps
    assert len(found) == 4 * len(steps)


def test_what_has_ended_reminds_nobody(goteborg: Actor) -> None:
    withdrawn, closed = put(goteborg), put(goteborg)
    withdraw_question(goteborg, question=withdrawn, reason="Fel text")
    run_out(closed)

    assert prompt_silent(clock(withdrawn.closes_at - 2 * DAY)) == 0


def test_only_the_clock_reminds(goteborg: Actor) -> None:
    with pytest.raises(Forbidden):
        prompt_silent(goteborg)


def test_the_mail_asks_with_a_link_to_answer_by(
    mails: Callable[[], list[CaughtMail]], cast: Cast, question: Question
) -> None:
    notice = Notice.objects.get(person=cast.people["stockholm"], cause=Cause.DECISION_ASKED)
    Notice.objects.filter(pk=notice.pk).update(try_at=question.opened_at)
    noon = question.opened_at.replace(hour=11) + DAY  # nobody is mailed at night

    deliver(clock(noon), [notice.pk])

    mail = mails()[0]
    assert mail.subject.strip() == f"Your authority is asked: {question.title}"
    for body in (mail.text, mail.html):
        assert question.title in body
        assert "/decide/" in body
        assert "Nothing has changed" not in body


def test_one_that_fails_keeps_nobody_else_unreminded(
    goteborg: Actor, untellable: Callable[[Question], None], caplog: pytest.LogCaptureFixture
) -> None:
    broken, other = put(goteborg), put(goteborg)
    untellable(broken)

    assert prompt_silent(clock(other.closes_at - DAY)) == 4

    assert set(Prompt.objects.values_list("question", flat=True)) == {other.pk}
    assert [str(broken.pk) in said for said in caplog.messages] == [True]
