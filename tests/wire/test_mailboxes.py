"""How mails are addressed, whatever letters a domain has."""

import pytest

from wire.mailboxes import mailbox


@pytest.mark.parametrize(
    ("name", "email", "written"),
    [
        ("Karin Ek", "karin@malmo.example", "Karin Ek <karin@malmo.example>"),
        ("Karin Ek", "karin@malmö.example", "Karin Ek <karin@xn--malm-8qa.example>"),
        ("", "karin@malmö.example", "karin@xn--malm-8qa.example"),
        ("Åsa\r\nBcc: b", "asa@y.example", "=?utf-8?b?w4VzYSBCY2M6IGI=?= <asa@y.example>"),
    ],
)
def test_a_mailbox_is_in_letters_that_mail_servers_know(name: str, email: str, written: str) -> None:
    assert mailbox(name, email) == written
