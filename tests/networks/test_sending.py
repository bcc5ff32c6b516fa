import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone
from pytest_django import Settings

from access.actor import Actor
from accounts.models import User
from backend.ports import LOOPBACK, free_port
from networks.jobs import send_invitations, sweep_invitations
from networks.models import Invitation, Network
from networks.services import Wanted, invite_people, revoke_invitation
from networks.services.invitations import token_of
from networks.services.sending import claim_invitation, due_invitations
from web.mailcatcher import CaughtMail
from wire.leases import MOST_TRIES

Mails = Callable[[], list[CaughtMail]]


@pytest.fixture
def invitation(goteborg: Actor, network: Network) -> Invitation:
    """An invitation that has not been mailed."""
    wanted = [Wanted(email="anna@orebro.example", authority="2120001967")]
    sent = invite_people(goteborg, network=network, wanted=wanted)[0].invitation
    assert sent is not None
    return sent


def make_due(invitation: Invitation) -> None:
    """Let the wait before the next try pass."""
    Invitation.objects.filter(pk=invitation.pk).update(send_after=timezone.now())


def speaks(person: User, language: str) -> None:
    User.objects.filter(pk=person.pk).update(language=language)


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("sv", "Nordisk utsläppsfri varuleverans", "Köpa bättre tillsammans."),
        ("en", "Nordic zero-emission delivery", "Buy better together."),
    ],
)
def test_the_mail_is_in_the_inviters_language_for_who_has_no_account(
    mails: Mails, invitation: Invitation, language: str, subject: str, words: str
) -> None:
    speaks(invitation.invited_by, language)

    assert sweep_invitations() == 1

    (mail,) = mails()
    assert mail.recipients == ("anna@orebro.example",)
    assert subject in mail.subject
    for body in (mail.text, mail.html):
        assert words in body
        assert f"/invitations/{token_of(invitation)}/" in body
    assert f'lang="{language}"' in mail.html


def test_the_mail_is_in_the_readers_own_language_where_they_have_an_account(
    mails: Mails, goteborg: Actor, network: Network, cast: Any
) -> None:
    speaks(cast.people["goteborg"], "en")
    speaks(cast.people["kiruna"], "sv")
    invite_people(
        goteborg, network=network, wanted=[Wanted(email="outsider@kiruna.example", authority="2120002783")]
    )

    sweep_invitations()

    assert "Nordisk utsläppsfri varuleverans" in mails()[0].subject


def test_a_mail_that_left_is_not_sent_again(mails: Mails, invitation: Invitation) -> None:
    assert send_invitations(ids=[str(invitation.pk)]) == 1
    assert send_invitations(ids=[str(invitation.pk)]) == 0
    assert sweep_invitations() == 0

    invitation.refresh_from_db()
    assert invitation.sent_at is not None
    assert len(mails()) == 1


class Refuses:
    """An SMTP server's side that takes no mail for a while."""

    async def handle_RCPT(self, *_conversation: Any) -> str:  # noqa: N802 - as aiosmtpd calls it
        """Put the mail off."""
        return "451 try again later"


class Drops:
    """An SMTP server's side that hangs up in the middle of the mail."""

    async def handle_DATA(self, server: Any, *_conversation: Any) -> str:  # noqa: N802 - as above
        """Break the connection off."""
        server.transport.abort()
        return "250 too late"


@pytest.fixture
def unkind(settings: Settings) -> Iterator[Callable[[Any], None]]:
    """Puts an SMTP server with the given manners in the way of the mails."""
    servers: list[Controller] = []

    def put(handler: Any) -> None:
        server = Controller(handler, hostname=LOOPBACK, port=free_port())
        server.start()
        servers.append(server)
        point_at(settings, server.port)

    yield put
    for server in servers:
        server.stop()


def point_at(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = LOOPBACK, port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server((LOOPBACK, 0)) as server:
        held: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    held.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        for connection in held:
            connection.close()


def fail_then_heal(invitation: Invitation, mails_of: Callable[[], Mails]) -> None:
    """The first try fails and is put off; the sweep tries again with the same Message-ID."""
    assert sweep_invitations() == 0
    invitation.refresh_from_db()
    assert (invitation.sent_at, invitation.send_attempts) == (None, 1)
    assert invitation.send_after is not None
    assert invitation.send_after > timezone.now() + timedelta(minutes=1)
    assert sweep_invitations() == 0

    mails = mails_of()
    make_due(invitation)

    assert sweep_invitations() == 1
    (mail,) = mails()
    assert mail.message_id == f"<invitation-{invitation.pk}@localhost>"


@pytest.mark.parametrize("manners", [Refuses, Drops])
def test_a_server_that_refuses_or_hangs_up_gets_the_same_mail_later(
    unkind: Callable[[Any], None], request: pytest.FixtureRequest, invitation: Invitation, manners: type
) -> None:
    unkind(manners())

    fail_then_heal(invitation, lambda: request.getfixturevalue("mails"))


def test_a_server_that_is_not_there_gets_the_same_mail_later(
    settings: Settings, request: pytest.FixtureRequest, invitation: Invitation
) -> None:
    point_at(settings, free_port())

    fail_then_heal(invitation, lambda: request.getfixturevalue("mails"))


def test_a_server_that_never_answers_holds_the_sender_no_longer_than_the_timeout(
    settings: Settings, silent: int, request: pytest.FixtureRequest, invitation: Invitation
) -> None:
    point_at(settings, silent)
    settings.EMAIL_TIMEOUT = 0.3

    fail_then_heal(invitation, lambda: request.getfixturevalue("mails"))


def test_a_repeated_mail_carries_the_same_message_id_and_link(mails: Mails, invitation: Invitation) -> None:
    send_invitations(ids=[str(invitation.pk)])
    # As if the sender died between the server's 250 and the commit.
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=None, send_after=timezone.now())
    sweep_invitations()

    one, other = mails()
    assert one.message_id == other.message_id
    assert one.text == other.text


def test_a_claim_is_held_by_one_sender_and_the_wait_doubles(invitation: Invitation) -> None:
    now = timezone.now()
    waits = []
    for _try in range(MOST_TRIES):
        make_due(invitation)
        held = claim_invitation(Actor.clock(now=timezone.now()), invitation_id=invitation.pk)
        assert held is not None
        assert claim_invitation(Actor.clock(now=now), invitation_id=invitation.pk) is None
        waits.append(held.send_after and round((held.send_after - now).total_seconds() / 60))

    assert waits == [2, 4, 8, 16, 32, 64, 128, None]
    assert due_invitations(Actor.clock(now=now + timedelta(days=20))) == []


def test_what_was_taken_back_or_ran_out_is_not_mailed(
    mails: Mails, goteborg: Actor, invitation: Invitation
) -> None:
    revoke_invitation(goteborg, invitation=invitation)

    assert send_invitations(ids=[str(invitation.pk)]) == 0
    assert mails() == []
