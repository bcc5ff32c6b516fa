"""Whether and when a mail that a server did not take is tried again. Pure, no framework."""

from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPHeloError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

# RFC 5321, 4.5.4.1: a sender gives up after four to five days.
GIVES_UP_AFTER = timedelta(days=4)
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)
# Answers to our own credentials, name or sender: the operator's to mend, and no fault of this mail.
_OURS = (SMTPAuthenticationError, SMTPConnectError, SMTPHeloError, SMTPSenderRefused)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many tries: a minute at first, doubling up to six hours."""
    doubled: int = 2 ** min(attempts - 1, 10)
    return min(_FIRST_WAIT * doubled, _LONGEST_WAIT)


def is_final(error: OSError) -> bool:
    """Will the same mail never be taken, however often it is tried (a 5yz reply, RFC 5321 4.2.1)?"""
    if isinstance(error, SMTPNotSupportedError):
        return True
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    if isinstance(error, SMTPResponseException) and not isinstance(error, _OURS):
        return error.smtp_code >= 500
    return False
