from email import message_from_string
from email.policy import default as modern
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from market.models import MarketAnalysis
from notices.mails import mail_of
from notices.models import Notice
from tasks.models import Occurrence
from tests.cast import Cast
from tests.reminders import clock


def written(**person: Any) -> EmailMultiAlternatives:
    notice = Notice.objects.select_related("person", "network").get()
    for name, value in person.items():
        setattr(notice.person, name, value)
    mail = mail_of(notice, clock())
    assert mail is not None
    return mail


def html_of(mail: EmailMultiAlternatives) -> str:
    ((html, kind),) = mail.alternatives
    assert kind == "text/html"
    return str(html)


def test_the_mail_in_english(reminder: Occurrence, analysis: MarketAnalysis, settings: Settings) -> None:
    mail = written(language="en")

    assert mail.subject == "Due: Vilka eldrivna lastbilar finns?"
    assert "in the network Nordic zero-emission delivery is due on 25 March 2049" in mail.body
    assert f"{settings.SITE_URL}/go/reminder/{reminder.pk}/" in mail.body
    assert f"{settings.SITE_URL}/go/analysis/{analysis.pk}/" in mail.body
    assert '<html lang="en">' in html_of(mail)


def test_the_mail_in_swedish(reminder: Occurrence, settings: Settings) -> None:
    mail = written(language="sv")

    assert "Nordisk utsläppsfri varuleverans" in mail.body
    assert "25 mars 2049" in mail.body
    assert '<html lang="sv">' in html_of(mail)
    assert f"{settings.SITE_URL}/go/reminder/{reminder.pk}/" in html_of(mail)


def test_the_mail_goes_to_the_person_and_says_that_a_machine_wrote_it(
    reminder: Occurrence, cast: Cast
) -> None:
    sent = message_from_string(written().message().as_string(), policy=modern)

    assert str(sent["To"]) == "Stockholm <member@stockholm.example>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in sent.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize("evil", ["Kim\r\nBcc: all@example.org", "Kim\nBcc: all@example.org"])
def test_a_name_or_a_title_adds_no_header(reminder: Occurrence, analysis: MarketAnalysis, evil: str) -> None:
    MarketAnalysis.objects.filter(pk=analysis.pk).update(question=evil)

    sent = message_from_string(written(name=evil).message().as_string(), policy=modern)

    assert sent["Bcc"] is None
    assert len(sent["To"].addresses) == 1
    assert "Bcc: all@example.org" in sent["Subject"]


def test_markup_in_a_title_is_only_text(reminder: Occurrence, analysis: MarketAnalysis) -> None:
    MarketAnalysis.objects.filter(pk=analysis.pk).update(question="<b>Pris</b> & tillgång")

    mail = written()

    assert "&lt;b&gt;Pris&lt;/b&gt; &amp; tillgång" in html_of(mail)
    assert "<b>Pris</b> & tillgång" in mail.body


def test_a_long_title_is_shortened_in_the_subject(reminder: Occurrence, analysis: MarketAnalysis) -> None:
    MarketAnalysis.objects.filter(pk=analysis.pk).update(question="lastbil " * 60)

    assert len(written().subject) < 140
