"""The mail of an invitation, built and not sent: headers that nobody can break out of."""

from email.message import Message
from typing import Any

import pytest
from django.conf import settings

from accounts.models import User
from networks.mails import invitation_mail
from networks.models import Invitation, Network
from networks.services.invitations import token_of
from tests.cast import Cast


@pytest.fixture
def invitation(cast: Cast) -> Invitation:
    """Göteborg invites Anna to Örebro's seat."""
    now = cast.actor("goteborg").now
    return Invitation.objects.create(
        network=cast.network,
        authority=cast.authority("orebro"),
        email="anna@uppsala.example",
        invited_by=cast.people["goteborg"],
        created_at=now,
        expires_at=now.replace(year=2090),
    )


def built(invitation: Invitation) -> Message:
    message: Any = invitation_mail(
        Invitation.objects.select_related("network", "invited_by").get(pk=invitation.pk)
    )
    sent: Message = message.message()
    return sent


def test_the_mail_goes_to_the_invited_and_says_that_a_program_sent_it(invitation: Invitation) -> None:
    mail = built(invitation)

    assert mail["To"] == "anna@uppsala.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].startswith(f"<invitation-{invitation.pk}@")
    assert mail["Subject"] == "Invitation to Nordic zero-emission delivery"


def test_the_same_invitation_is_the_same_mail_each_time(invitation: Invitation) -> None:
    one, other = built(invitation), built(invitation)

    assert one["Message-ID"] == other["Message-ID"]
    assert invitation_mail(invitation).body == invitation_mail(invitation).body


def test_text_and_html_carry_the_one_link(invitation: Invitation) -> None:
    mail = invitation_mail(invitation)
    link = f"{settings.SITE_URL}/invitations/{token_of(invitation)}/"

    assert link in str(mail.body)
    assert link in str(mail.alternatives[0][0])


@pytest.mark.parametrize("name", ["Vans\r\nBcc: all@uppsala.example", "Vans\nX: y", "Vans\t\u2028Bcc: a"])
def test_a_network_whose_name_breaks_lines_breaks_no_header(invitation: Invitation, name: str) -> None:
    Network.objects.filter(pk=invitation.network_id).update(name_en=name)

    mail = built(invitation)

    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"].replace("\n ", " ")
    assert mail["Subject"].startswith("Invitation to Vans ")


def test_a_name_with_quotes_and_commas_stays_one_address(invitation: Invitation, cast: Cast) -> None:
    User.objects.filter(pk=cast.people["kiruna"].pk).update(
        name='Ek, "Kim" <a@b.example>\r\nBcc: c@d.example'
    )
    Invitation.objects.update(email="outsider@kiruna.example")

    mail = invitation_mail(Invitation.objects.get())

    assert mail.recipients() == mail.to
    assert len(mail.to) == 1
    assert mail.to[0].endswith("<outsider@kiruna.example>")
    assert "\n" not in mail.to[0]


def test_what_a_network_is_called_is_escaped_in_html(invitation: Invitation) -> None:
    Network.objects.filter(pk=invitation.network_id).update(name_en="<script>alert(1)</script>")

    mail = invitation_mail(Invitation.objects.get())

    assert "<script>" not in str(mail.alternatives[0][0])
    assert "&lt;script&gt;" in str(mail.alternatives[0][0])
