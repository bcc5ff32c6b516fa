import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from backend.ports import LOOPBACK, free_port
from tests.factories.accounts import PASSWORD, UserFactory
from web.mailcatcher import CaughtMail

Mails = Callable[[], list[CaughtMail]]

SUBJECTS = {"en": "Choose a new password", "sv": "Välj ett nytt lösenord"}


@pytest.fixture(autouse=True)
def _our_address(settings: Settings) -> None:
    settings.SITE_URL = "https://samverk.example"
    settings.DEFAULT_FROM_EMAIL = "Samverk <samverk@samverk.example>"


def ask_for_reset(email: str) -> None:
    answer = Client().post("/accounts/password/reset/", {"email": email})
    assert answer.status_code == 302


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_reset_mail_speaks_the_language_of_its_reader(db: None, mails: Mails, language: str) -> None:
    alva = UserFactory(name="Alva <b>Lind</b>", email="alva@orebro.example", language=language)

    ask_for_reset("Alva@Orebro.Example")

    [mail] = mails()
    assert mail.subject == SUBJECTS[language]
    assert mail.recipients == (alva.email,)
    assert f'<html lang="{language}">' in mail.html
    assert "Alva <b>Lind</b>" in mail.text
    assert "Alva &lt;b&gt;Lind&lt;/b&gt;" in mail.html


def test_the_link_of_a_reset_mail_sets_a_new_password_once(alva: User, mails: Mails) -> None:
    ask_for_reset(alva.email)
    [mail] = mails()
    [link] = re.findall(r"https://samverk\.example(/accounts/password/reset/key/\S+)", mail.text)
    assert link in mail.html

    client = Client()
    form = client.get(link, follow=True).redirect_chain[-1][0]
    answer = client.post(form, {"password1": "a wholly new phrase", "password2": "a wholly new phrase"})

    assert answer.status_code == 302
    alva.refresh_from_db()
    assert alva.check_password("a wholly new phrase")
    again = Client().get(link, follow=True)
    assert again.redirect_chain == []


def test_a_mail_carries_an_id_of_our_own_and_says_that_a_machine_wrote_it(alva: User, mails: Mails) -> None:
    ask_for_reset(alva.email)
    ask_for_reset(alva.email)

    ids = [mail.message_id for mail in mails()]
    assert len(set(ids)) == 2
    assert all(re.fullmatch(r"<[^<>@\s]+@samverk\.example>", message_id) for message_id in ids)


def test_an_unknown_address_is_told_so_by_mail_and_not_on_the_page(alva: User, mails: Mails) -> None:
    pages = [
        Client().post("/accounts/password/reset/", {"email": email}, follow=True)
        for email in (alva.email, "nobody@orebro.example")
    ]

    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert {mail.recipients[0] for mail in mails()} == {alva.email, "nobody@orebro.example"}


def test_a_mail_server_that_is_away_is_told_on_the_page(alva: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = LOOPBACK, free_port()

    pages = [
        Client(headers={"accept-language": "en"}).post(
            "/accounts/password/reset/", {"email": email}, follow=True
        )
        for email in (alva.email, "nobody@orebro.example")
    ]

    told = [[str(message) for message in page.context["messages"]] for page in pages]
    assert told == [["The mail could not be sent. Try again in a few minutes."]] * 2


def test_a_link_never_names_the_host_of_the_request(alva: User, mails: Mails, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]

    Client(headers={"host": "evil.example"}).post("/accounts/password/reset/", {"email": alva.email})

    [mail] = mails()
    assert "evil.example" not in mail.text + mail.html
    assert "https://samverk.example/accounts/password/reset/key/" in mail.text


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "Confirm your e-mail address"), ("sv", "Bekräfta din e-postadress")]
)
def test_signing_in_with_an_unconfirmed_address_mails_the_link_that_confirms_it(
    db: None, mails: Mails, language: str, subject: str
) -> None:
    cleo = UserFactory(email="cleo@turku.example", language=language, confirmed=False)
    Client().post("/accounts/login/", {"login": cleo.email, "password": PASSWORD})

    [mail] = mails()
    [link] = re.findall(r"https://samverk\.example(/accounts/confirm-email/\S+)", mail.text)
    answer = Client().post(link)

    assert (mail.subject, answer.status_code) == (subject, 302)
    assert link in mail.html
    assert EmailAddress.objects.get(user=cleo).verified
