"""The pages behind a personal link, in a browser without JavaScript and without an account."""

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from access.actor import Actor
from decisions.codes import code_of
from decisions.links import token_of
from decisions.models import Question, Signatory, Signature, SigningCode, Voice
from decisions.services import answer_question, revoke_signatory, withdraw_question
from journal.models import Entry
from tests.cast import Cast
from tests.factories.decisions import put, run_out
from tests.factories.signing import asked_to_sign, wrong
from tests.web.conftest import Browser, text_of, visitor


@pytest.fixture
def question(goteborg: Actor) -> Question:
    """Put by the coordinator, open for two weeks."""
    return put(goteborg, text="Samma frågor **samma dag**.")


@pytest.fixture
def signatory(stockholm: Actor, question: Question) -> Signatory:
    """Stockholm's economist."""
    return asked_to_sign(stockholm, question, language="en")


def path_of(signatory: Signatory, more: str = "") -> str:
    return f"/sign/{token_of(signatory)}/{more}"


def latest(signatory: Signatory) -> SigningCode:
    code = SigningCode.objects.filter(signatory=signatory).latest("asked_at")
    assert isinstance(code, SigningCode)
    return code


def come_in(client: Client, signatory: Signatory) -> None:
    client.post(path_of(signatory, "code/"))
    done = client.post(path_of(signatory, "enter/"), {"code": code_of(latest(signatory))})
    assert done.status_code == 302


def test_opening_the_link_says_nothing_and_changes_nothing(
    client: Client, signatory: Signatory, question: Question
) -> None:
    before = Entry.objects.count()

    for _time in range(3):
        page = client.get(path_of(signatory))

    assert page.status_code == 200
    assert "Send me a code" in text_of(page)
    for said in (question.title, "Samma", "Karin", "karin@", "Stockholm", "Göteborg"):
        assert said not in text_of(page)
    assert client.head(path_of(signatory)).status_code == 200
    assert (SigningCode.objects.count(), Entry.objects.count()) == (0, before)


def test_nobody_keeps_the_page_lists_it_or_learns_of_its_address(
    client: Client, signatory: Signatory
) -> None:
    come_in(client, signatory)

    for page in (visitor().get(path_of(signatory)), client.get(path_of(signatory))):
        assert page["Cache-Control"] == "no-store"
        assert page["X-Robots-Tag"] == "noindex"
        assert page["Referrer-Policy"] == "same-origin"
        assert "default-src 'self'" in page["Content-Security-Policy"]
        assert "style=" not in text_of(page)


def test_with_link_and_code_one_question_is_read_and_signed(
    client: Client, signatory: Signatory, browser: Browser, question: Question
) -> None:
    come_in(client, signatory)
    page = text_of(client.get(path_of(signatory)))
    assert question.title in page
    assert "<strong>samma dag</strong>" in page

    assert client.post(path_of(signatory, "done/"), {"says": "reservations"}).status_code == 422
    done = client.post(path_of(signatory, "done/"), {"says": "reservations", "reason": "Budget"}, follow=True)

    assert "You signed on" in text_of(done)
    signed = Signature.objects.get()
    assert (signed.says, signed.reason) == ("reservations", "Budget")
    seen = text_of(browser("orebro").get(f"/decisions/{question.pk}/"))
    assert "Karin Berg, Ekonomichef" in seen
    assert "Budget" in seen
    assert "karin@" not in seen


def test_the_cookie_is_of_this_address_alone(
    client: Client, signatory: Signatory, question: Question
) -> None:
    come_in(client, signatory)
    cookie = client.cookies["signing"]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (path_of(signatory), True, "Strict")
    assert client.get("/api/v1/me/").status_code == 401
    assert client.get(f"/api/v1/decisions/{question.pk}/").status_code == 401
    assert client.get(f"/decisions/{question.pk}/").status_code == 302
    assert "sessionid" not in client.cookies


def test_the_cookie_of_one_link_opens_no_other(
    client: Client, signatory: Signatory, cast: Cast, question: Question
) -> None:
    come_in(client, signatory)
    other = asked_to_sign(cast.actor("orebro"), question, language="en")
    stolen = visitor()
    stolen.cookies["signing"] = client.cookies["signing"].value

    assert question.title not in text_of(stolen.get(path_of(other)))
    assert stolen.post(path_of(other, "done/"), {"says": "approved"}).status_code == 401
    assert not Signature.objects.exists()


def test_a_wrong_code_lets_nobody_in(client: Client, signatory: Signatory, question: Question) -> None:
    client.post(path_of(signatory, "code/"))

    for typed in (wrong(latest(signatory)), "", "abc", "0" * 50):
        page = client.post(path_of(signatory, "enter/"), {"code": typed})
        assert page.status_code == 422
        assert question.title not in text_of(page)
    assert "signing" not in client.cookies


def test_the_sixth_code_within_an_hour_waits(client: Client, signatory: Signatory) -> None:
    for _time in range(5):
        assert client.post(path_of(signatory, "code/")).status_code == 302

    assert client.post(path_of(signatory, "code/")).status_code == 429


def test_a_form_on_another_site_signs_nothing(signatory: Signatory) -> None:
    client = Client(enforce_csrf_checks=True)
    page = text_of(client.get(path_of(signatory)))
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    asked = {"csrfmiddlewaretoken": token}

    assert client.post(path_of(signatory, "code/")).status_code == 403
    assert not SigningCode.objects.exists()
    assert client.post(path_of(signatory, "code/"), asked).status_code == 302
    come = client.post(path_of(signatory, "enter/"), {**asked, "code": code_of(SigningCode.objects.get())})
    assert come.status_code == 302
    assert client.post(path_of(signatory, "done/"), {"says": "approved"}).status_code == 403
    assert not Signature.objects.exists()
    assert client.post(path_of(signatory, "done/"), {**asked, "says": "approved"}).status_code == 302
    assert Signature.objects.count() == 1


def test_who_was_asked_to_answer_answers_until_a_colleague_does(
    client: Client, stockholm: Actor, question: Question
) -> None:
    signatory = asked_to_sign(stockholm, question, capacity="answers", language="en")
    come_in(client, signatory)

    done = client.post(path_of(signatory, "done/"), {"stance": "support"}, follow=True)
    assert "says now" in text_of(done)
    assert Voice.objects.get().signatory == signatory

    answer_question(stockholm, question=question, stance="neutral")
    assert "has answered for" in text_of(client.get(path_of(signatory)))
    assert client.post(path_of(signatory, "done/"), {"stance": "support"}).status_code == 409


def test_who_was_asked_to_read_reads(client: Client, stockholm: Actor, question: Question) -> None:
    signatory = asked_to_sign(stockholm, question, capacity="reads", language="en")
    come_in(client, signatory)

    page = text_of(client.get(path_of(signatory)))

    assert question.title in page
    assert 'name="says"' not in page
    assert client.post(path_of(signatory, "done/"), {"says": "approved"}).status_code == 403


def test_a_link_that_is_taken_back_closes_the_page_at_once(
    client: Client, stockholm: Actor, signatory: Signatory, question: Question
) -> None:
    come_in(client, signatory)
    revoke_signatory(stockholm, signatory=signatory)

    page = client.get(path_of(signatory))

    assert page.status_code == 409
    assert question.title not in text_of(page)
    for more in ("code/", "enter/", "done/"):
        assert client.post(path_of(signatory, more), {"code": "1", "says": "approved"}).status_code == 409


def test_a_question_that_has_ended_is_shown_no_more(
    client: Client, signatory: Signatory, question: Question, goteborg: Actor, stockholm: Actor
) -> None:
    other = asked_to_sign(stockholm, put(goteborg), language="en")
    withdraw_question(goteborg, question=other.question, reason="Fel text")
    run_out(question)

    assert client.get(path_of(signatory)).status_code == 409
    assert client.get(path_of(other)).status_code == 409
    assert client.get(path_of(signatory)[:-2] + "x/").status_code == 404


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_speaks_the_language_of_the_mail(
    stockholm: Actor, question: Question, language: str
) -> None:
    signatory = asked_to_sign(stockholm, question, language=language)

    page = text_of(Client(headers={"Accept-Language": "fi"}).get(path_of(signatory)))

    assert f'<html lang="{language}"' in page
    with translation.override(language):
        assert gettext("Send me a code") in page


def test_a_code_is_taken_as_people_paste_it_and_what_is_none_is_no_try(
    client: Client, signatory: Signatory
) -> None:
    client.post(path_of(signatory, "code/"))
    code = latest(signatory)
    digits = code_of(code)

    told = client.post(path_of(signatory, "enter/"), {"code": "min kod"})
    signatory.refresh_from_db()
    assert ("A code is six digits." in text_of(told), signatory.wrong_tries) == (True, 0)
    pasted = {"code": f" {digits[:3]}-{digits[3:]} "}
    assert client.post(path_of(signatory, "enter/"), pasted).status_code == 302


def test_a_member_asks_from_the_decisions_page(browser: Browser, question: Question) -> None:
    page = f"/decisions/{question.pk}/"
    karin = {"name": "Karin Berg", "title": "Ekonomichef", "email": "karin@stockholm.example"}
    whole = {**karin, "capacity": "signs", "language": "en"}
    stockholm = browser("stockholm")
    assert 'name="capacity"' in text_of(stockholm.get(page))
    assert stockholm.post(f"{page}signatories/", {**whole, "email": "karin"}).status_code == 422

    assert stockholm.post(f"{page}signatories/", whole).status_code == 302

    assert "karin@stockholm.example" in text_of(stockholm.get(page))
    assert "karin@" not in text_of(browser("orebro").get(page))
    assert 'name="capacity"' not in text_of(browser("turku").get(page))
    row = Signatory.objects.get()
    assert browser("orebro").post(f"{page}signatories/{row.pk}/").status_code == 404
    assert stockholm.post(f"{page}signatories/{row.pk}/").status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None


def test_what_happened_is_told_without_a_name(
    client: Client, signatory: Signatory, browser: Browser, question: Question
) -> None:
    come_in(client, signatory)
    client.post(path_of(signatory, "done/"), {"says": "approved"})

    others = text_of(browser("orebro").get(f"/networks/{question.network_id}/"))
    own = text_of(browser("stockholm").get(f"/networks/{question.network_id}/"))

    assert f"Somebody without a seat ({signatory.authority.name}) signed" in others
    assert "asked somebody without a seat to read" not in others
    assert "asked somebody without a seat to read" in own
    assert "Karin" not in others + own
