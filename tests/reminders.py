"""An analysis that falls due in a spring far ahead, and a mail server that answers as it is told."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from access.actor import Actor
from backend.ports import LOOPBACK, free_port
from market.models import MarketAnalysis
from market.services import open_analysis
from notices.delivery import deliver
from notices.models import Notice
from notices.services import due_notices
from tasks.models import Occurrence
from tasks.services import send_due
from tests.cast import Cast

OPENED = datetime(2049, 3, 1, 9, tzinfo=UTC)
# 08:00 in Stockholm on Thursday 25 March. Three months later is Midsummer Eve.
DUE_ON = date(2049, 3, 25)
DUE = datetime(2049, 3, 25, 7, tzinfo=UTC)
# Seconds that a slow server takes, and that nobody waits for.
TOO_LONG = 1.5
AFTER_MIDSUMMER = date(2049, 6, 28)


def at(actor: Actor, now: datetime) -> Actor:
    """The same actor at another moment."""
    return replace(actor, now=now)


def clock(now: datetime = DUE) -> Actor:
    """The clock at that moment."""
    return Actor.clock(now=now)


def mail_all() -> None:
    """Mail every notice that waits, once the quiet hours that the test may run in are over."""
    now = Notice.objects.order_by("-try_at").values_list("try_at", flat=True)[0]
    deliver(clock(now), due_notices(clock(now)))


@pytest.fixture
def analysis(goteborg: Actor, cast: Cast) -> MarketAnalysis:
    """What Stockholm answers for every quarter, from 25 March 2049 on."""
    return open_analysis(
        at(goteborg, OPENED),
        question="Vilka eldrivna lastbilar finns?",
        owner_id=cast.people["stockholm"].pk,
        cadence="quarterly",
        next_review_on=DUE_ON,
    )


@pytest.fixture
def reminder(analysis: MarketAnalysis) -> Occurrence:
    """The analysis has fallen due."""
    send_due(clock())
    return Occurrence.objects.select_related("schedule").get()


@dataclass
class PostOffice:
    """A real SMTP server: `replies` are given to the next mails, one each, and then 250."""

    replies: list[str] = field(default_factory=list)
    taken: list[Any] = field(default_factory=list)
    taking: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802 - named and shaped by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse where a reply says RCPT, else go on."""
        if self.replies and self.replies[0].startswith("RCPT "):
            return self.replies.pop(0).removeprefix("RCPT ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take the mail; on DROP hang up without a word, though it was taken; on SLOW say so too late."""
        reply = self.replies.pop(0) if self.replies else "250 OK"
        if reply == "SLOW":
            await asyncio.sleep(TOO_LONG)
            return "451 Too late"
        if reply[0] in "2D":
            self.taken.append(message_from_bytes(envelope.original_content or b""))
            self.taking()
        if reply == "DROP" and server.transport:
            server.transport.close()
        return reply

    @property
    def message_ids(self) -> list[str]:
        """The Message-IDs of what was taken, in order."""
        return [mail["Message-ID"] for mail in self.taken]


@pytest.fixture
def post_office(settings: Settings) -> Iterator[PostOffice]:
    """The server that mail is sent by."""
    office = PostOffice()
    server = Controller(office, hostname=LOOPBACK, port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield office
    server.stop()
