import smtplib
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from backend import commands, ports, processes
from web.mailcatcher import caught_mail, caught_mails


@pytest.fixture
def smtp(tmp_path: Path) -> Iterator[smtplib.SMTP]:
    """A connection to a catcher that runs as `make run` runs it."""
    port = ports.free_port()
    process = processes.start(commands.mail_catcher(port, str(tmp_path / "mail")))
    yield connected(port)
    processes.stop(process)


def connected(port: int) -> smtplib.SMTP:
    """A connection, as soon as the server answers."""
    for _ in range(200):
        try:
            return smtplib.SMTP("127.0.0.1", port, timeout=5)
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise TimeoutError("The catcher does not answer.")


def invitation(subject: str) -> EmailMessage:
    """A mail with both bodies and letters beyond ASCII."""
    message = EmailMessage()
    message["From"] = "Samverk <samverk@localhost>"
    message["To"] = "registrator@orebro.example"
    message["Subject"] = subject
    message["Message-ID"] = f"<{len(subject)}@samverk>"
    message.set_content("Välkommen till nätverket\n")
    message.add_alternative("<p>Välkommen</p>", subtype="html")
    return message


def test_a_mail_that_was_sent_can_be_read(smtp: smtplib.SMTP, tmp_path: Path) -> None:
    smtp.send_message(invitation("Inbjudan från Göteborg"))
    smtp.quit()

    (mail,) = caught_mails(tmp_path / "mail")

    assert mail.subject == "Inbjudan från Göteborg"
    assert mail.recipients == ("registrator@orebro.example",)
    assert mail.text == "Välkommen till nätverket\n"
    assert "<p>Välkommen</p>" in mail.html
    assert caught_mail(tmp_path / "mail", mail.key) == mail


def test_the_newest_mail_comes_first_and_no_more_than_asked_for(smtp: smtplib.SMTP, tmp_path: Path) -> None:
    for subject in ("one", "two more", "three more"):
        smtp.send_message(invitation(subject))
        time.sleep(0.01)
    smtp.quit()

    assert [mail.subject for mail in caught_mails(tmp_path / "mail", limit=2)] == ["three more", "two more"]


def test_a_folder_that_does_not_exist_holds_no_mail(tmp_path: Path) -> None:
    assert caught_mails(tmp_path / "none") == []
    assert caught_mail(tmp_path / "none", "key") is None


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "unknown"])
def test_a_key_that_names_nothing_finds_nothing(smtp: smtplib.SMTP, tmp_path: Path, key: str) -> None:
    smtp.quit()

    assert caught_mail(tmp_path / "mail", key) is None
