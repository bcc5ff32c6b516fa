"""Sends letters by SMTP: lease, send, write down what came of it. Each step may be the last of this process.

A mail is repeated only where the process dies between the server's 250 and our commit, and then
under the same Message-ID.
"""

import logging
from collections.abc import Iterable
from uuid import UUID

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from access.actor import Actor
from notices.mails import digest_of, mail_of, news_of
from notices.models import Notice, State, manner_of
from notices.services import (
    UNSEEN,
    Mailed,
    hold_letter,
    lease_letter,
    put_off_letter,
    settle_letter,
    withhold_unseen,
)
from notices.services.letters import L

logger = logging.getLogger("samverk.mail")


def deliver(clock: Actor, ids: Iterable[UUID], *, model: type[L] = Notice) -> int:  # type: ignore[assignment]
    """Send what of these is still to be sent, over one connection. Returns how many a server took.

    A letter that fails holds up no other; where no server answers at all, the rest wait for the sweep.
    Every failure to reach or persuade a server is an OSError, smtplib's own among them.
    """
    connection = get_connection()
    sent = 0
    try:
        for letter_id in ids:
            letter = lease_letter(clock, model=model, letter_id=letter_id)
            if letter is None:
                continue
            try:
                sent += _deliver_one(clock, letter, connection)
            except OSError as error:
                logger.warning("Letter %s was not taken: %s", letter.pk, type(error).__name__)
                put_off_letter(clock, letter=letter, error=error)
                if not _recovered(connection):
                    break
    finally:
        _hang_up(connection)
    return sent


def _deliver_one(clock: Actor, letter: Mailed, connection: BaseEmailBackend) -> bool:
    manner = manner_of(letter.person)
    if isinstance(letter, Notice) and letter.can_wait(manner.today(clock.now)):
        awake = manner.awake(clock.now)
        if awake > clock.now:
            hold_letter(clock, letter=letter, until=awake)
            return False
    mail = _mail_of(letter, clock)
    if mail is None:
        settle_letter(clock, letter=letter, state=State.WITHHELD, remark=UNSEEN)
        return False
    connection.open()
    connection.send_messages([mail])
    settle_letter(clock, letter=letter, state=State.SENT)
    return True


def _mail_of(letter: Mailed, clock: Actor) -> EmailMultiAlternatives | None:
    if isinstance(letter, Notice):
        return mail_of(letter, clock)
    news = news_of(letter, clock)
    withhold_unseen(clock, digest=letter, seen=[notice.pk for notice, _card in news])
    return digest_of(letter, news)


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
