"""Links and codes are mailed once, whoever dies in between."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from pytest_django import Settings

from access.actor import Actor
from backend.ports import free_port
from decisions.codes import code_of
from decisions.jobs import send_codes, send_links, sweep_mails
from decisions.links import token_of
from decisions.models import Question, Signatory, SigningCode
from decisions.services import revoke_signatory
from decisions.services.mailing import claim_mail, due_mails
from tests.factories.signing import asked_to_sign, coded, tried
from tests.reminders import clock
from web.mailcatcher import CaughtMail
from wire.leases import MOST_TRIES

Mails = Callable[[], list[CaughtMail]]


@pytest.fixture
def signatory(stockholm: Actor, question: Question) -> Signatory:
    """Stockholm's economist, whose link has not been mailed."""
    return asked_to_sign(stockholm, question)


def make_due(row: Signatory | SigningCode) -> None:
    """Let the wait before the next try pass."""
    type(row).objects.filter(pk=row.pk).update(send_after=timezone.now())


@pytest.mark.parametrize(
    ("language", "capacity", "subject"),
    [
        ("sv", "reads", "Att läsa: "),
        ("sv", "signs", "Att läsa och skriva under: "),
        ("sv", "answers", "Att svara på: "),
        ("en", "reads", "Please read: "),
        ("en", "signs", "Please read and sign: "),
        ("en", "answers", "Please answer: "),
    ],
)
def test_the_link_is_mailed_in_the_language_that_was_chosen_and_says_what_it_is_for(
    mails: Mails, stockholm: Actor, question: Question, language: str, capacity: str, subject: str
) -> None:
    signatory = asked_to_sign(stockholm, question, language=language, capacity=capacity)

    assert send_links(ids=[str(signatory.pk)]) == 1

    (mail,) = mails()
    assert mail.recipients == ("karin@stockholm.example",)
    assert mail.subject == subject + question.title
    for body in (mail.text, mail.html):
        assert f"/sign/{token_of(signatory)}/" in body
        assert "Ekonomichef" in body
    assert f'lang="{language}"' in mail.html


def test_a_mail_that_left_is_not_sent_again(mails: Mails, signatory: Signatory) -> None:
    assert sweep_mails() == 1
    assert sweep_mails() == send_links(ids=[str(signatory.pk)]) == 0

    assert len(mails()) == 1


def test_the_code_is_mailed_and_works(mails: Mails, signatory: Signatory) -> None:
    sweep_mails()
    code = coded(signatory)

    assert send_codes(ids=[str(code.pk)]) == 1

    mail = mails()[0]
    assert code_of(code) in mail.text
    assert code_of(code) not in mail.subject
    assert token_of(signatory) not in mail.text
    assert tried(signatory, code_of(code))


def test_two_senders_at_once_send_one_mail(signatory: Signatory) -> None:
    now = clock(timezone.now())

    assert claim_mail(now, model=Signatory, pk=signatory.pk)
    assert claim_mail(now, model=Signatory, pk=signatory.pk) is None
    assert due_mails(now, model=Signatory) == []


def test_a_server_that_is_away_is_tried_again_and_eight_times_at_most(
    settings: Settings, signatory: Signatory
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = free_port()
    for _time in range(MOST_TRIES):
        assert sweep_mails() == 0
        make_due(signatory)
    signatory.refresh_from_db()
    assert signatory.sent_at is None
    assert signatory.send_attempts == MOST_TRIES


def test_what_is_taken_back_or_run_out_is_not_mailed(
    mails: Mails, stockholm: Actor, signatory: Signatory
) -> None:
    code = coded(signatory)
    SigningCode.objects.filter(pk=code.pk).update(expires_at=code.asked_at)
    revoke_signatory(stockholm, signatory=signatory)

    assert sweep_mails() == 0
    assert mails() == []
