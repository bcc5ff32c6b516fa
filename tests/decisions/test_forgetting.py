"""Codes go once they are of no use, addresses some years after the question; new links begin anew."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict, NotVisible, TooOften
from backend.logs import WithoutSecrets
from decisions.codes import code_of
from decisions.jobs import forget, send_codes, send_links
from decisions.links import token_of
from decisions.models import Question, Signatory, Signature, SigningCode
from decisions.services import (
    forget_addresses,
    forget_codes,
    renew_signatory,
    revoke_signatory,
    sign_by_link,
    withdraw_question,
)
from networks.models import Network
from networks.scoping import actor_in
from networks.services import end_seat, name_deputy
from tests.answers import refused
from tests.cast import Cast
from tests.factories.accounts import UserFactory
from tests.factories.decisions import run_out
from tests.factories.networks import SeatFactory
from tests.factories.signing import asked_to_sign, coded, let_in, nobody, tried, wrong
from tests.reminders import clock
from web.mailcatcher import CaughtMail

Mails = Callable[[], list[CaughtMail]]
KEPT = timedelta(days=730)


@pytest.fixture
def signatory(stockholm: Actor, question: Question) -> Signatory:
    """Stockholm's economist."""
    return asked_to_sign(stockholm, question)


def test_a_code_is_kept_for_an_hour_and_its_visit_with_it(signatory: Signatory) -> None:
    visit = let_in(signatory)

    assert forget_codes(clock(visit.asked_at + timedelta(minutes=59))) == 0
    assert forget_codes(clock(visit.asked_at + timedelta(minutes=61))) == 1

    assert not SigningCode.objects.exists()


def test_what_was_signed_stays_when_its_code_is_gone(signatory: Signatory) -> None:
    visit = let_in(signatory)
    sign_by_link(nobody(), visit=visit, says="approved")

    forget_codes(clock(visit.asked_at + timedelta(hours=2)))

    assert Signature.objects.get().says == "approved"


def ended(question: Question) -> datetime:
    """When it closed, its time being up."""
    at = run_out(question).closed_at
    assert at is not None
    return at


def test_an_address_goes_two_years_after_the_question_and_the_name_stays(
    signatory: Signatory, question: Question, stockholm_client: APIClient
) -> None:
    sign_by_link(nobody(), visit=let_in(signatory), says="reservations", reason="Budget 2028")
    closed_at = ended(question)
    result = Question.objects.get().result

    assert forget_addresses(clock(closed_at + KEPT - timedelta(days=1))) == 0
    assert forget_addresses(clock(closed_at + KEPT + timedelta(days=1))) == 1
    assert forget_addresses(clock(closed_at + KEPT + timedelta(days=1))) == 0

    row = Signatory.objects.get()
    assert (row.name, row.title, row.email) == ("Karin Berg", "Ekonomichef", f"{row.pk.hex}@removed.invalid")
    assert Question.objects.get().result == result
    (own,) = stockholm_client.get(f"/api/v1/decisions/{question.pk}/signatories/").json()["results"]
    assert (own["email"], own["signature"]["says"]) == ("", "reservations")


def test_of_several_links_to_one_person_the_last_signature_still_counts(
    stockholm: Actor, signatory: Signatory, question: Question
) -> None:
    sign_by_link(nobody(), visit=let_in(signatory), says="approved")
    again = renew_signatory(stockholm, signatory=signatory)
    sign_by_link(nobody(), visit=let_in(again), says="reservations", reason="Nej")
    asked_to_sign(stockholm, question, email="jurist@stockholm.example", name="Jon")

    forget_addresses(clock(ended(question) + KEPT + timedelta(days=1)))

    assert [signed.says for signed in Signature.objects.present()] == ["reservations"]
    assert len(set(Signatory.objects.values_list("email", flat=True))) == 2


def test_a_withdrawn_question_is_forgotten_as_well_and_how_long_is_set(
    goteborg: Actor, signatory: Signatory, question: Question, settings: Settings
) -> None:
    settings.SIGNATORY_ADDRESS_DAYS = 10
    withdraw_question(goteborg, question=question, reason="För tidigt")

    assert forget_addresses(clock(timezone.now() + timedelta(days=9))) == 0
    assert forget_addresses(clock(timezone.now() + timedelta(days=11))) == 1


def test_an_open_question_forgets_nobody(signatory: Signatory) -> None:
    assert forget_addresses(clock(timezone.now() + 9 * KEPT)) == 0


@pytest.mark.parametrize(
    "change", [{"email": "nej@stockholm.example"}, {"email": "x@removed.invalid"}, {"name": "Nej"}]
)
def test_who_was_asked_stands_in_the_database(signatory: Signatory, change: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Signatory.objects.update(**change)


def test_a_removed_address_is_gone_for_good(signatory: Signatory, question: Question) -> None:
    forget_addresses(clock(ended(question) + KEPT + timedelta(days=1)))

    for change in ({"email": "karin@stockholm.example"}, {"forgotten_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Signatory.objects.update(**change)


def test_the_clock_forgets_both(signatory: Signatory) -> None:
    coded(signatory)
    SigningCode.objects.update(asked_at=timezone.now() - timedelta(hours=2))

    assert (forget(), forget()) == (1, 0)


def test_a_code_asked_for_before_the_link_was_closed_does_not_leave_after(
    mails: Mails, stockholm: Actor, signatory: Signatory
) -> None:
    code = coded(signatory)
    revoke_signatory(stockholm, signatory=signatory)

    assert send_codes(ids=[str(code.pk)]) == 0

    assert mails() == []
    assert SigningCode.objects.get().send_after is None


def test_a_link_does_not_leave_once_the_question_is_over_or_its_sender_left(
    mails: Mails, cast: Cast, goteborg: Actor, orebro: Actor, signatory: Signatory, question: Question
) -> None:
    other = asked_to_sign(orebro, question, email="jon@orebro.example")
    end_seat(goteborg, seat=cast.seats["orebro"])
    assert send_links(ids=[str(other.pk)]) == 0

    withdraw_question(goteborg, question=question, reason="För tidigt")
    assert send_links(ids=[str(signatory.pk)]) == 0

    assert mails() == []


def test_a_new_link_begins_anew_when_somebody_used_up_the_codes_of_the_old(
    stockholm: Actor, signatory: Signatory, settings: Settings
) -> None:
    for _turn in range(5):
        code = coded(signatory)
    tried(signatory, wrong(code))
    with pytest.raises(TooOften):
        coded(signatory)

    other = renew_signatory(stockholm, signatory=signatory)

    assert (other.name, other.email, other.capacity, other.wrong_tries) == (
        *(signatory.name, signatory.email, signatory.capacity),
        0,
    )
    assert tried(other, code_of(coded(other))) is not None
    with pytest.raises(Conflict, match="sign_link_closed"):
        coded(signatory)
    with pytest.raises(Conflict, match="sign_link_closed"):
        renew_signatory(stockholm, signatory=signatory)


def test_a_link_closed_for_wrong_codes_is_renewed(stockholm: Actor, signatory: Signatory) -> None:
    Signatory.objects.update(blocked_at=timezone.now(), wrong_tries=15)

    other = renew_signatory(stockholm, signatory=signatory)

    assert other.is_open(timezone.now())


def test_nobody_renews_the_link_of_another_authority(orebro: Actor, signatory: Signatory) -> None:
    with pytest.raises(NotVisible):
        renew_signatory(orebro, signatory=signatory)


def test_a_link_is_renewed_over_http_and_on_the_page(
    cast: Cast,
    stockholm_client: APIClient,
    orebro_client: APIClient,
    signatory: Signatory,
    question: Question,
) -> None:
    def path(row: Any, start: str) -> str:
        return f"{start}/decisions/{question.pk}/signatories/{row}/renew/"

    assert refused(orebro_client.post(path(signatory.pk, "/api/v1")))[0] == 404
    made = stockholm_client.post(path(signatory.pk, "/api/v1"))
    assert (made.status_code, made.json()["email"]) == (201, "karin@stockholm.example")

    browser = Browser(headers={"accept-language": "en"})
    browser.force_login(cast.people["stockholm"])
    page = browser.get(f"/decisions/{question.pk}/").content.decode()
    assert "Send a new link to Karin Berg" in page
    assert browser.post(path(made.json()["id"], "")).status_code == 302
    assert Signatory.objects.count() == 3
    assert Signatory.objects.open(timezone.now()).count() == 1


def test_a_deputy_sees_whom_they_asked_and_no_others(
    cast: Cast, goteborg: Actor, stockholm: Actor, network: Network, question: Question
) -> None:
    colleague = UserFactory.create(name="Dag")
    seat = SeatFactory.create(membership=cast.seats["stockholm"].membership, user=colleague, role="observer")
    name_deputy(goteborg, seat=cast.seats["stockholm"], deputy=colleague)
    deputy = actor_in(colleague.acting(timezone.now()), network.pk)
    asked_to_sign(stockholm, question)
    own = asked_to_sign(deputy, question, email="jon@stockholm.example", name="Jon")

    assert list(Signatory.objects.visible_to(deputy)) == [own]
    browser = Browser(headers={"accept-language": "en"})
    browser.force_login(colleague)
    page = browser.get(f"/decisions/{question.pk}/").content.decode()
    assert ("jon@stockholm.example" in page, "karin@stockholm.example" in page) == (True, False)
    assert seat.role == "observer"


@pytest.mark.parametrize("part", ["sign", "decide", "answer", "unsubscribe", "invitations", "calendar"])
def test_no_secret_of_an_address_stands_in_a_log(part: str) -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 1, "Not Found: %s", (f"/{part}/s3cret.x/code/",), None
    )

    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f"Not Found: /{part}/…/code/"


def test_a_dead_link_is_told_to_the_log_without_its_secret(
    client: Browser, signatory: Signatory, capsys: Any
) -> None:
    handler = logging.StreamHandler()
    handler.addFilter(WithoutSecrets())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        client.get(f"/sign/{token_of(signatory)}x/")
    finally:
        logger.removeHandler(handler)

    said = capsys.readouterr().err
    assert token_of(signatory) not in said
    assert "/sign/…/" in said
