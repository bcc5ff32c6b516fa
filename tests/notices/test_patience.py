from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest

from notices.patience import is_final, wait_after


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (SMTPRecipientsRefused({"kim@kommun.example": (550, b"No such user")}), True),
        (SMTPRecipientsRefused({"kim@kommun.example": (451, b"Greylisted, try again")}), False),
        (SMTPDataError(554, b"Looks like spam"), True),
        (SMTPDataError(452, b"Mailbox full"), False),
        (SMTPNotSupportedError("SMTPUTF8 is not supported"), True),
        (SMTPSenderRefused(553, b"Not our sender", "samverk@example.org"), False),
        (SMTPAuthenticationError(535, b"Wrong password"), False),
        (SMTPConnectError(554, b"No service here"), False),
        (SMTPServerDisconnected("Connection unexpectedly closed"), False),
        (ConnectionRefusedError(), False),
        (TimeoutError(), False),
    ],
)
def test_only_what_the_mail_itself_is_refused_for_is_final(error: OSError, final: bool) -> None:  # noqa: FBT001
    assert is_final(error) is final


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (5, 16), (9, 256), (10, 360), (400, 360)])
def test_the_wait_doubles_up_to_six_hours(attempts: int, minutes: int) -> None:
    assert wait_after(attempts) == timedelta(minutes=minutes)
