"""Answering for one's authority by the link of a mail, without signing in."""

import pytest
from django.test import Client

from access.actor import Actor
from accounts.models import User
from decisions.models import Question, Voice
from decisions.services import withdraw_question
from networks.services import change_role, end_seat
from notices.links import LASTS, answer_link
from notices.models import Cause, Notice
from tests.cast import Cast
from tests.factories.decisions import put, run_out
from tests.web.conftest import text_of


@pytest.fixture
def question(goteborg: Actor) -> Question:
    """Put by the coordinator, open for two weeks."""
    return put(goteborg, text="Samma frågor **samma dag**.")


@pytest.fixture
def notice(question: Question, cast: Cast) -> Notice:
    """Stockholm has been mailed of a question."""
    found = Notice.objects.select_related("person").get(
        cause=Cause.DECISION_ASKED, person=cast.people["stockholm"]
    )
    assert isinstance(found, Notice)
    return found


def path_of(notice: Notice) -> str:
    return "/" + answer_link(notice, "decide").split("/", 3)[3]


def test_a_link_is_answered_once_without_signing_in(
    client: Client, notice: Notice, question: Question
) -> None:
    path = path_of(notice)
    looked = client.get(path)
    assert "Samma frågor" in text_of(looked)
    assert looked["Cache-Control"] == "no-store"
    assert not Voice.objects.exists()

    done = client.post(path, {"stance": "cannot", "reason": "Budgeten"})

    assert done.status_code == 200
    voice = Voice.objects.get()
    assert (voice.person, voice.stance, voice.reason) == (notice.person, "cannot", "Budgeten")
    assert client.get(path).status_code == 409
    assert client.post(path, {"stance": "support"}).status_code == 409
    assert Voice.objects.count() == 1


def test_an_answer_that_needs_mending_leaves_the_link_as_it_was(client: Client, notice: Notice) -> None:
    path = path_of(notice)

    assert client.post(path, {"stance": "cannot"}).status_code == 422
    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"stance": "support"}).status_code == 200


def test_a_link_is_in_the_language_of_its_person(client: Client, notice: Notice) -> None:
    User.objects.filter(pk=notice.person_id).update(language="sv")

    assert 'name="stance"' in text_of(client.get(path_of(notice)))


def test_a_link_that_answers_nothing_says_so(
    client: Client, notice: Notice, question: Question, goteborg: Actor, cast: Cast
) -> None:
    path = path_of(notice)
    assert client.get(path[:-2] + "x/").status_code == 404

    other = Client()
    other.force_login(cast.people["orebro"])
    assert other.get(path).status_code == 403

    withdraw_question(goteborg, question=question, reason="Fel text")
    assert client.get(path).status_code == 409


def test_a_link_of_a_closed_question_is_closed(client: Client, notice: Notice, question: Question) -> None:
    run_out(question)

    assert client.get(path_of(notice)).status_code == 409
    assert client.post(path_of(notice), {"stance": "support"}).status_code == 409


def test_a_link_runs_out_with_its_month(client: Client, notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(created_at=notice.created_at - LASTS)

    assert client.get(path_of(notice)).status_code == 409


def test_a_link_of_somebody_whose_seat_ended_shows_nothing(
    client: Client, notice: Notice, goteborg: Actor, cast: Cast
) -> None:
    end_seat(goteborg, seat=cast.seats["stockholm"])

    assert client.get(path_of(notice)).status_code == 404
    assert client.post(path_of(notice), {"stance": "support"}).status_code == 404


def test_a_link_of_another_kind_of_notice_decides_nothing(client: Client, notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(subject_kind="need")

    assert client.get(path_of(notice)).status_code == 404


def test_a_link_names_the_authority_that_one_answers_for(client: Client, notice: Notice, cast: Cast) -> None:
    path, name = path_of(notice), cast.authority("stockholm").name
    assert name in text_of(client.get(path))

    assert f"{name} says" in text_of(client.post(path, {"stance": "support"}))


def test_a_link_of_somebody_who_only_observes_now_is_closed(
    client: Client, notice: Notice, goteborg: Actor, cast: Cast
) -> None:
    change_role(goteborg, seat=cast.seats["stockholm"], role="observer")

    looked = client.get(path_of(notice))

    assert looked.status_code == 403
    assert "answer any more" in text_of(looked)
    assert client.post(path_of(notice), {"stance": "support"}).status_code == 403
    assert not Voice.objects.exists()
