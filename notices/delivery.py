"""Sends notices by SMTP: lease, send, write down what came of it. Each step may be the last of this process.

A mail is repeated only where the process dies between the server's 250 and our commit, and then
under the same Message-ID.
"""

import logging
from collections.abc import Iterable
from uuid import UUID

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from access.actor import Actor
from notices.mails import mail_of
from notices.models import Notice, State
from notices.services import lease_notice, put_off_notice, settle_notice

logger = logging.getLogger("samverk.mail")


def deliver(clock: Actor, ids: Iterable[UUID]) -> int:
    """Send what of these is still to be sent, over one connection. Returns how many a server took.

    A notice that fails holds up no other; where no server answers at all, the rest wait for the sweep.
    Every failure to reach or persuade a server is an OSError, smtplib's own among them.
    """
    connection = get_connection()
    sent = 0
    try:
        for notice_id in ids:
            notice = lease_notice(clock, notice_id=notice_id)
            if notice is None:
                continue
            try:
                sent += _deliver_one(clock, notice, connection)
            except OSError as error:
                logger.warning("Notice %s was not taken: %s", notice.pk, type(error).__name__)
                put_off_notice(clock, notice=notice, error=error)
                if not _recovered(connection):
                    break
    finally:
        _hang_up(connection)
    return sent


def _deliver_one(clock: Actor, notice: Notice, connection: BaseEmailBackend) -> bool:
    mail = mail_of(notice, clock)
    if mail is None:
        settle_notice(clock, notice=notice, state=State.WITHHELD, remark="not visible to the person any more")
        return False
    connection.open()
    connection.send_messages([mail])
    settle_notice(clock, notice=notice, state=State.SENT)
    return True


def _recovered(connection: BaseEmailBackend) -> bool:
    _hang_up(connection)
    try:
        connection.open()
    except OSError:
        return False
    return True


def _hang_up(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError as error:
        logger.info("The mail server had hung up before us: %s", type(error).__name__)
