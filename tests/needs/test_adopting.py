"""A need in hearing is adopted by what the authorities decide, as it stood when they were asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict, Forbidden, NotVisible
from decisions.models import Question
from decisions.services import answer_question, close_question, withdraw_question
from needs.keeping import latest
from needs.models import Need
from needs.services import change_need
from needs.services.adopting import ask_adoption
from tests.answers import refused
from tests.cast import Cast
from tests.factories.decisions import run_out
from tests.factories.needs import a_need

IN_A_WEEK = timezone.now() + timedelta(days=7)
EVERYBODY = ("goteborg", "stockholm", "orebro", "aalborg")


@pytest.fixture
def need(goteborg: Actor) -> Need:
    """The coordinator's, in hearing."""
    heard = a_need(goteborg, zone="network")
    for status in ("internal_review", "hearing"):
        heard = change_need(goteborg, need=heard, status=status)
    return heard


@pytest.fixture
def question(goteborg: Actor, need: Need) -> Question:
    """Shall we adopt it?"""
    return ask_adoption(goteborg, need=need, closes_at=IN_A_WEEK)


def answered(cast: Cast, question: Question, stance: str) -> None:
    for name in EVERYBODY:
        answer_question(cast.actor(name), question=question, stance=stance, reason="Därför")


def test_what_the_authorities_carry_is_adopted_with_its_closing(
    goteborg: Actor,
    cast: Cast,
    need: Need,
    question: Question,
    journal_of: Callable[[str], list[str]],
) -> None:
    answered(cast, question, "support")

    close_question(goteborg, question=question)

    need.refresh_from_db()
    assert need.status == "adopted"
    assert need.version == 4
    assert journal_of(f"network:{need.network_id}")[-2:] == ["decision.closed", "need.changed"]


def test_the_clock_adopts_as_well(cast: Cast, need: Need, question: Question) -> None:
    answered(cast, question, "with_change")

    assert run_out(question).outcome == "carried_with_changes"

    need.refresh_from_db()
    assert need.status == "adopted"


@pytest.mark.parametrize("stance", ["cannot", "neutral", ""])
def test_what_is_not_carried_stays_in_hearing(
    cast: Cast, need: Need, question: Question, stance: str
) -> None:
    if stance:
        answered(cast, question, stance)

    run_out(question)

    need.refresh_from_db()
    assert need.status == "hearing"


def test_words_that_nobody_was_asked_about_are_not_adopted(
    goteborg: Actor, cast: Cast, need: Need, question: Question
) -> None:
    answered(cast, question, "support")
    changed = change_need(goteborg, need=need, one_liner="Något helt annat")
    assert latest(changed).digest != question.subject_hash

    assert run_out(question).outcome == "carried"

    need.refresh_from_db()
    assert need.status == "hearing"


def test_a_need_that_went_back_is_not_adopted(
    goteborg: Actor, cast: Cast, need: Need, question: Question
) -> None:
    answered(cast, question, "support")
    change_need(goteborg, need=need, status="internal_review")

    run_out(question)

    need.refresh_from_db()
    assert need.status == "internal_review"


def test_the_coordinator_may_still_take_the_step_alone(goteborg: Actor, need: Need) -> None:
    assert change_need(goteborg, need=need, status="adopted").status == "adopted"


@pytest.fixture
def owned(goteborg: Actor, stockholm: Actor, need: Need) -> Need:
    """The same, with a member as its owner."""
    return change_need(goteborg, need=need, owner_id=stockholm.person_id)


def test_an_owner_who_is_a_member_does_not_adopt_alone(
    goteborg: Actor, stockholm: Actor, stockholm_client: APIClient, goteborg_client: APIClient, owned: Need
) -> None:
    path = f"/api/v1/needs/{owned.pk}/"
    run_out(ask_adoption(goteborg, need=owned, closes_at=IN_A_WEEK))

    with pytest.raises(Forbidden, match=r"need\.manage"):
        change_need(stockholm, need=owned, status="adopted")

    assert stockholm_client.get(path).json()["next_steps"] == ["internal_review"]
    assert goteborg_client.get(path).json()["next_steps"] == ["internal_review", "adopted"]
    assert change_need(stockholm, need=owned, status="internal_review").status == "internal_review"


def test_nobody_adopts_what_the_authorities_are_being_asked_about(
    goteborg: Actor, goteborg_client: APIClient, need: Need, question: Question
) -> None:
    path = f"/api/v1/needs/{need.pk}/"

    assert refused(goteborg_client.patch(path, {"status": "adopted"})) == (409, "adoption_open")
    assert goteborg_client.get(path).json()["next_steps"] == ["internal_review"]

    withdraw_question(goteborg, question=question, reason="Fel text")
    assert goteborg_client.get(path).json()["next_steps"] == ["internal_review", "adopted"]
    assert change_need(goteborg, need=need, status="adopted").status == "adopted"


def test_one_question_at_a_time(goteborg: Actor, need: Need, question: Question) -> None:
    with pytest.raises(Conflict, match="adoption_asked"):
        ask_adoption(goteborg, need=need, closes_at=IN_A_WEEK)

    run_out(question)
    assert ask_adoption(goteborg, need=need, closes_at=IN_A_WEEK) != question


def test_a_draft_is_not_adopted(goteborg: Actor) -> None:
    for zone in ("network", "authority"):
        with pytest.raises(Conflict, match="not_in_hearing"):
            ask_adoption(goteborg, need=a_need(goteborg, zone=zone), closes_at=IN_A_WEEK)


def test_members_do_not_ask_and_others_needs_are_not_there(
    goteborg: Actor, stockholm: Actor, need: Need
) -> None:
    with pytest.raises(Forbidden, match=r"decision\.open"):
        ask_adoption(stockholm, need=need, closes_at=IN_A_WEEK)
    with pytest.raises(NotVisible):
        ask_adoption(goteborg, need=a_need(stockholm), closes_at=IN_A_WEEK)


def test_rounds_are_asked_for_and_listed_over_http(
    goteborg_client: APIClient, stockholm_client: APIClient, need: Need
) -> None:
    path = f"/api/v1/needs/{need.pk}/adoptions/"
    body = {"closes_at": IN_A_WEEK.isoformat(), "text": "Ställer vi oss bakom det?"}

    asked = goteborg_client.post(path, body)

    assert asked.status_code == 201
    assert asked.json()["subject"] == {"kind": "need", "id": str(need.pk), "hash": latest(need).digest}
    assert stockholm_client.get(path).json()["results"] == [asked.json()]
    assert refused(goteborg_client.post(path, body)) == (409, "adoption_asked")
