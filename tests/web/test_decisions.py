"""The pages of decisions, without any script."""

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.utils import timezone

from access.actor import Actor
from decisions.models import Accession, Question, Voice
from decisions.services import accede, answer_question
from networks.models import Network
from tests.cast import Cast
from tests.factories.decisions import carried, put, run_out
from tests.web.conftest import Browser, text_of

NEXT_WEEK = (timezone.localdate() + timedelta(days=7)).isoformat()


@pytest.fixture
def question(goteborg: Actor) -> Question:
    """Put by the coordinator, open for two weeks."""
    return put(goteborg, text="Samma frågor **samma dag**.")


@pytest.fixture
def wanted(cast: Cast) -> dict[str, Any]:
    """What a coordinator fills in."""
    asked = [str(cast.authority(name).pk) for name in ("goteborg", "stockholm")]
    return {"title": "Ska vi fråga?", "text": "", "closes_at": NEXT_WEEK, "authorities": asked}


def test_a_question_is_put_and_answered_and_the_others_see_it(
    browser: Browser, network: Network, wanted: dict[str, Any]
) -> None:
    page = text_of(browser("goteborg").post(f"/networks/{network.pk}/decisions/", wanted, follow=True))
    assert "The question is put" in page
    question = Question.objects.get()
    assert question.quorum == 2
    assert timezone.localtime(question.closes_at).isoformat()[:16] == f"{NEXT_WEEK}T23:59"

    path = f"/decisions/{question.pk}/"
    body = {"stance": "with_change", "reason": "Mät kylan"}
    done = text_of(browser("stockholm").post(path, body, follow=True))
    assert "The answer of your authority is saved" in done
    assert "Change the answer of your authority" in done

    read = text_of(browser("turku").get(path))
    assert "We support it with a change" in read
    assert "Mät kylan" in read
    assert "Answer for your authority" not in read
    assert "1 of 2 authorities have answered" in text_of(
        browser("orebro").get(f"/networks/{network.pk}/decisions/")
    )
    assert "answered" in text_of(browser("orebro").get(f"/networks/{network.pk}/"))


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"closes_at": "1999-01-01"}, {"closes_at": "x"}, {"quorum": "9"}, {"authorities": []}],
)
def test_a_bad_question_is_told_and_kept(
    browser: Browser, network: Network, wanted: dict[str, Any], wrong: dict[str, Any]
) -> None:
    response = browser("goteborg").post(f"/networks/{network.pk}/decisions/", {**wanted, **wrong})

    assert response.status_code in (400, 422)
    assert "Something needs mending" in text_of(response)
    assert not Question.objects.exists()


def test_a_member_gets_no_form_to_ask_with(
    browser: Browser, network: Network, wanted: dict[str, Any]
) -> None:
    page = f"/networks/{network.pk}/decisions/"

    assert "Put the question" not in text_of(browser("stockholm").get(page))
    assert browser("stockholm").post(page, wanted).status_code == 403


def test_an_objection_without_a_reason_is_asked_for_it(browser: Browser, question: Question) -> None:
    response = browser("stockholm").post(f"/decisions/{question.pk}/", {"stance": "cannot"})

    assert response.status_code == 422
    assert "Say why" in text_of(response)
    assert not Voice.objects.exists()


def test_an_observer_who_posts_is_refused(browser: Browser, question: Question) -> None:
    assert browser("turku").post(f"/decisions/{question.pk}/", {"stance": "support"}).status_code == 403


def test_markdown_is_shown_as_in_messages_and_no_script_runs(browser: Browser, goteborg: Actor) -> None:
    question = put(goteborg, title="<b>Ja</b>?", text="Samma **dag** <script>alert(1)</script>")

    page = text_of(browser("stockholm").get(f"/decisions/{question.pk}/"))

    assert "<strong>dag</strong>" in page
    assert "<script>alert" not in page
    assert "<b>Ja</b>" not in page


def test_the_result_stands_there_with_its_dissent_and_hash(
    browser: Browser, goteborg: Actor, stockholm: Actor, orebro: Actor, question: Question
) -> None:
    answer_question(goteborg, question=question, stance="support")
    answer_question(stockholm, question=question, stance="support")
    answer_question(orebro, question=question, stance="cannot", reason="Avtalet löper till 2029.")
    question = run_out(question)

    page = text_of(browser("turku").get(f"/decisions/{question.pk}/"))
    assert "Dissent" in page
    assert "Avtalet löper till 2029." in page
    assert question.result_hash in page
    assert "Did not answer" in page
    file = browser("turku").get(f"/decisions/{question.pk}/result.json")
    assert sha256(file.content).hexdigest() == question.result_hash


def test_an_open_question_has_no_result_to_download(browser: Browser, question: Question) -> None:
    assert browser("goteborg").get(f"/decisions/{question.pk}/result.json").status_code == 404


def test_earlier_answers_stay_readable(browser: Browser, stockholm: Actor, question: Question) -> None:
    answer_question(stockholm, question=question, stance="cannot", reason="Budgeten")
    answer_question(stockholm, question=question, stance="support")

    page = text_of(browser("orebro").get(f"/decisions/{question.pk}/"))

    assert "Answers that were changed" in page
    assert "Budgeten" in page


def test_the_coordinator_withdraws_with_a_reason(browser: Browser, question: Question) -> None:
    path = f"/decisions/{question.pk}/withdraw/"
    assert browser("goteborg").post(path, {"reason": ""}).status_code == 422

    page = text_of(browser("goteborg").post(path, {"reason": "Texten var gammal."}, follow=True))

    assert "Texten var gammal." in page
    assert "Answer for your authority" not in page


def test_the_coordinator_settles_it_once_all_have_answered(
    browser: Browser, goteborg: Actor, stockholm: Actor
) -> None:
    question = put(goteborg, authorities=[stockholm.represents])
    path = f"/decisions/{question.pk}/"
    assert "Settle the answers now" not in text_of(browser("goteborg").get(path))
    answer_question(stockholm, question=question, stance="support")
    assert "Settle the answers now" in text_of(browser("goteborg").get(path))

    page = text_of(browser("goteborg").post(f"{path}close/", follow=True))

    assert "Carried" in page


def test_an_authority_joins_on_the_page(
    browser: Browser, goteborg: Actor, stockholm: Actor, aalborg: Actor
) -> None:
    question = carried(goteborg, stockholm, is_open_for_accession=True)
    accede(aalborg, question=question, target="Half of all deliveries")
    path = f"/decisions/{question.pk}/"
    assert "Join it for your authority" in text_of(browser("orebro").get(path))

    body = {"target": "Minst 20 procent", "target_on": "2049-01-01"}
    page = text_of(browser("orebro").post(f"{path}join/", body, follow=True))

    assert "Your authority stands among the signatories." in page
    assert "Minst 20 procent" in page
    assert "Half of all deliveries" in page
    assert "Join it for your authority" not in page


def test_a_list_of_decisions_costs_the_same_however_long(
    browser: Browser, network: Network, goteborg: Actor, django_assert_num_queries: Callable[[int], Any]
) -> None:
    page, visitor = f"/networks/{network.pk}/decisions/", browser("stockholm")
    put(goteborg)
    visitor.get(page)
    with django_assert_num_queries(11):
        visitor.get(page)
    for _turn in range(3):
        put(goteborg)
    with django_assert_num_queries(11):
        visitor.get(page)


def test_every_field_of_a_page_has_an_id_of_its_own(browser: Browser, question: Question) -> None:
    path = f"/decisions/{question.pk}/"
    visitor = browser("goteborg")

    for response in (visitor.get(path), visitor.post(f"{path}withdraw/", {"reason": ""})):
        page = text_of(response)
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert sorted(ids) == sorted(set(ids))
        assert {"id_reason", "withdrawal-reason"} <= set(ids)


def test_news_renew_the_status_the_counts_and_the_button_that_settles_too(
    browser: Browser, question: Question
) -> None:
    page = text_of(browser("goteborg").get(f"/decisions/{question.pk}/"))

    renewed = re.search(r'hx-select-oob="([^"]+)"', page)
    assert renewed
    for place in renewed[1].split(","):
        assert page.count(f'id="{place.removeprefix("#")}"') == 1
    facts = page.partition('id="decision-facts"')[2].partition("</dl>")[0]
    assert "If it closed now" in facts


def test_what_was_settled_early_and_aimed_at_in_the_past_says_so(
    browser: Browser, goteborg: Actor, stockholm: Actor, orebro: Actor
) -> None:
    question = carried(goteborg, stockholm, is_open_for_accession=True)
    Accession.objects.create(
        network_id=question.network_id,
        question=question,
        authority_id=str(orebro.authority_id),
        person_id=str(orebro.user_id),
        target="20 %",
        target_on=timezone.localdate() - timedelta(days=1),
        at=orebro.now,
    )

    page = text_of(browser("turku").get(f"/decisions/{question.pk}/"))

    assert "settled before the time was up" in page
    assert "which has passed" in page
