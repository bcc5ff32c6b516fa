"""Decisions over HTTP: shapes, abilities, keys and versions."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from access.actor import Actor
from decisions.models import Question, Voice
from decisions.services import answer_question
from networks.models import Network
from tests.answers import refused
from tests.cast import Cast
from tests.factories.decisions import carried, put, run_out


def url(question: Question, more: str = "") -> str:
    return f"/api/v1/decisions/{question.pk}/{more}"


def test_a_question_is_put_read_and_answered(
    goteborg_client: APIClient, stockholm_client: APIClient, network: Network, cast: Cast
) -> None:
    closes_at = timezone.now() + timedelta(days=7)
    put_ = goteborg_client.post(
        f"/api/v1/networks/{network.pk}/decisions/",
        {"title": "Ska vi fråga?", "text": "**Ja**?", "closes_at": closes_at.isoformat(), "quorum": 2},
    )
    assert put_.status_code == 201
    assert put_["ETag"] == '"1"'
    question = put_.json()
    assert (question["asked"], question["answered"], question["quorum"]) == (4, 0, 2)
    assert (question["kind"], question["state"], question["subject"]) == ("position", "open", None)

    path = f"/api/v1/decisions/{question['id']}/"
    given = stockholm_client.post(f"{path}voices/", {"stance": "with_change", "reason": "Mät kylan"})
    assert given.status_code == 201
    assert given.json()["authority"]["name"] == cast.authority("stockholm").name

    detail = stockholm_client.get(path)
    assert detail["ETag"] == '"2"'
    shape = detail.json()
    assert shape["count"] == {"support": 0, "with_change": 1, "cannot": 0, "neutral": 0}
    assert shape["mine"]["asked"] is True
    assert shape["mine"]["voice"]["reason"] == "Mät kylan"
    assert [one["voice"] is None for one in shape["electorate"]].count(True) == 3
    assert shape["result"] is None
    assert shape["abilities"] == ["decision.answer", "signatory.invite"]
    listed = stockholm_client.get(f"/api/v1/networks/{network.pk}/decisions/").json()["results"]
    assert listed == [{name: shape[name] for name in listed[0]}]


@pytest.mark.parametrize(
    ("name", "abilities"),
    [
        ("goteborg", ["decision.answer", "decision.withdraw", "signatory.invite"]),
        ("stockholm", ["decision.answer", "signatory.invite"]),
        ("turku", []),
    ],
)
def test_the_detail_says_what_one_may_do(
    cast: Cast, question: Question, name: str, abilities: list[str]
) -> None:
    shape = cast.client(name).get(url(question)).json()

    assert shape["abilities"] == abilities
    assert shape["mine"] == {"asked": name != "turku", "voice": None}


def test_what_one_may_do_changes_when_it_is_carried(goteborg: Actor, stockholm: Actor, cast: Cast) -> None:
    question = carried(goteborg, stockholm, is_open_for_accession=True)

    assert cast.client("orebro").get(url(question)).json()["abilities"] == ["decision.accede"]
    assert cast.client("stockholm").get(url(question)).json()["abilities"] == []
    joined = cast.client("orebro").post(
        url(question, "accessions/"), {"target": "20 procent", "target_on": "2049-01-01"}
    )
    assert joined.status_code == 201
    shape = cast.client("orebro").get(url(question)).json()
    assert shape["abilities"] == []
    assert [one["joined_later"] for one in shape["signatories"]] == [False, False, True]
    (listed,) = cast.client("turku").get(url(question, "accessions/")).json()["results"]
    assert listed == joined.json()


def test_an_answer_sent_twice_under_a_key_is_one_voice(
    stockholm_client: APIClient, question: Question
) -> None:
    def send(stance: str) -> Any:
        body = {"stance": stance, "reason": "Därför"}
        return stockholm_client.post(url(question, "voices/"), body, headers={"Idempotency-Key": "a"})

    first, again, other = send("neutral"), send("neutral"), send("support")

    assert first.json() == again.json()
    assert refused(other) == (422, "key_reused")
    assert Voice.objects.count() == 1


def test_voices_are_listed_with_those_that_count_no_more(
    stockholm_client: APIClient, stockholm: Actor, question: Question
) -> None:
    for stance in ("support", "neutral"):
        answer_question(stockholm, question=question, stance=stance)

    rows = stockholm_client.get(url(question, "voices/")).json()["results"]

    assert [(row["number"], row["stance"]) for row in rows] == [(1, "support"), (2, "neutral")]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"stance": "cannot"}, "/reason"),
        ({"stance": "with_change", "reason": " "}, "/reason"),
        ({"stance": "maybe"}, "/stance"),
        ({}, "/stance"),
        ({"stance": "support", "reason": "x" * 4001}, "/reason"),
    ],
)
def test_a_bad_answer_points_at_its_field(
    stockholm_client: APIClient, question: Question, body: dict[str, str], pointer: str
) -> None:
    answer = stockholm_client.post(url(question, "voices/"), body)

    assert refused(answer) == (400, "invalid")
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_who_is_not_asked_is_told_so(goteborg: Actor, stockholm: Actor, orebro_client: APIClient) -> None:
    question = put(goteborg, authorities=[stockholm.represents])

    answer = orebro_client.post(url(question, "voices/"), {"stance": "support"})

    assert refused(answer) == (403, "not_asked")


def test_closing_and_withdrawing_heed_the_version(
    goteborg_client: APIClient, stockholm: Actor, question: Question
) -> None:
    answer_question(stockholm, question=question, stance="support")

    stale = goteborg_client.post(url(question, "withdraw/"), {"reason": "Fel"}, headers={"If-Match": '"1"'})
    assert refused(stale) == (412, "stale")
    assert refused(goteborg_client.post(url(question, "close/"))) == (409, "not_all_answered")

    done = goteborg_client.post(url(question, "withdraw/"), {"reason": "Fel"}, headers={"If-Match": '"2"'})
    assert (done.status_code, done.json()["state"], done.json()["withdrawal"]) == (200, "withdrawn", "Fel")


def test_a_closed_question_shows_its_result_and_takes_nothing(
    stockholm_client: APIClient, stockholm: Actor, question: Question
) -> None:
    answer_question(stockholm, question=question, stance="cannot", reason="Budgeten")
    question = run_out(question)

    shape = stockholm_client.get(url(question)).json()

    assert (shape["state"], shape["outcome"]) == ("closed", "no_quorum")
    assert shape["result"]["voices"][0]["reason"] == "Budgeten"
    assert shape["result_hash"] == question.result_hash
    late = stockholm_client.post(url(question, "voices/"), {"stance": "support"})
    assert refused(late) == (409, "decision_closed")


def test_outside_there_is_nothing(kiruna_client: APIClient, question: Question) -> None:
    for more in ("", "voices/", "accessions/"):
        assert kiruna_client.get(url(question, more)).status_code == 404
