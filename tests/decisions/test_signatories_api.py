"""Asking people without a seat over HTTP, and what others see of it."""

from rest_framework.test import APIClient

from access.actor import Actor
from decisions.links import token_of
from decisions.models import Question, Signatory
from decisions.services import answer_by_link, sign_by_link
from tests.answers import refused
from tests.cast import Cast
from tests.factories.signing import asked_to_sign, let_in, nobody

KARIN = {"name": "Karin Berg", "title": "Ekonomichef", "email": "karin@stockholm.example"}


def url(question: Question, more: str = "") -> str:
    return f"/api/v1/decisions/{question.pk}/signatories/{more}"


def test_a_member_asks_lists_and_takes_back(stockholm_client: APIClient, question: Question) -> None:
    asked = stockholm_client.post(url(question), {**KARIN, "capacity": "signs", "language": "en"})

    assert asked.status_code == 201
    shape = asked.json()
    assert {name: shape[name] for name in KARIN} == KARIN
    assert (shape["language"], shape["signature"], shape["revoked_at"]) == ("en", None, None)
    assert stockholm_client.get(url(question)).json()["results"] == [shape]
    token = token_of(Signatory.objects.get())
    assert token.partition(".")[2] not in asked.content.decode()

    assert stockholm_client.delete(url(question, f"{shape['id']}/")).status_code == 204
    again = stockholm_client.delete(url(question, f"{shape['id']}/"))
    assert refused(again) == (409, "sign_link_closed")


def test_the_same_address_twice_is_refused(stockholm_client: APIClient, question: Question) -> None:
    stockholm_client.post(url(question), KARIN)

    assert refused(stockholm_client.post(url(question), KARIN)) == (409, "already_asked_to_sign")


def test_others_see_who_signed_and_never_an_address(
    stockholm: Actor, stockholm_client: APIClient, goteborg_client: APIClient, question: Question
) -> None:
    signatory = asked_to_sign(stockholm, question)
    sign_by_link(nobody(), visit=let_in(signatory), says="reservations", reason="Budget 2028")

    assert goteborg_client.get(url(question)).json()["results"] == []
    assert goteborg_client.delete(url(question, f"{signatory.pk}/")).status_code == 404
    detail = goteborg_client.get(f"/api/v1/decisions/{question.pk}/")
    (asked,) = (one for one in detail.json()["electorate"] if one["signatures"])
    assert asked["authority"]["id"] == str(stockholm.authority_id)
    (signed,) = asked["signatures"]
    assert signed["signatory"] == {"id": str(signatory.pk), "name": "Karin Berg", "title": "Ekonomichef"}
    assert (signed["says"], signed["reason"]) == ("reservations", "Budget 2028")
    journal = goteborg_client.get(f"/api/v1/networks/{question.network_id}/journal/?limit=200")
    for answer in (detail, journal):
        assert "karin@" not in answer.content.decode()
    (own,) = stockholm_client.get(url(question)).json()["results"]
    assert own["signature"] == signed


def test_a_voice_names_who_gave_it_and_who_asked_them(
    stockholm: Actor, goteborg_client: APIClient, question: Question, cast: Cast
) -> None:
    signatory = asked_to_sign(stockholm, question, capacity="answers")
    answer_by_link(nobody(), visit=let_in(signatory), stance="support")

    (voice,) = goteborg_client.get(f"/api/v1/decisions/{question.pk}/voices/").json()["results"]

    assert voice["person"]["id"] == str(cast.people["stockholm"].pk)
    assert voice["signatory"]["name"] == "Karin Berg"


def test_who_may_ask_is_told_so(stockholm_client: APIClient, cast: Cast, question: Question) -> None:
    able = stockholm_client.get(f"/api/v1/decisions/{question.pk}/").json()["abilities"]
    unable = cast.client("turku").get(f"/api/v1/decisions/{question.pk}/").json()["abilities"]

    assert "signatory.invite" in able
    assert "signatory.invite" not in unable
