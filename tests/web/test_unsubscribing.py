from urllib.parse import urlsplit

import pytest
from django.test import Client

from notices.kinds import Kind
from notices.links import unsubscribe_link
from notices.mails import mail_of
from notices.manner import Every
from notices.models import Notice, manner_of
from tasks.models import Occurrence
from tests.cast import Cast
from tests.reminders import clock
from tests.web.conftest import text_of


def path_of(cast: Cast, kind: Kind | None) -> str:
    return urlsplit(unsubscribe_link(cast.people["stockholm"].pk, kind)).path


def test_the_mails_own_button_needs_no_sign_in_no_cookie_and_no_token(cast: Cast) -> None:
    """RFC 8058: the mail program posts this body, and is answered without a redirect."""
    program = Client(enforce_csrf_checks=True)

    answer = program.post(path_of(cast, Kind.MENTION), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert manner_of(cast.people["stockholm"]).ways == {Kind.MENTION: "off"}


def test_to_look_changes_nothing(client: Client, cast: Cast) -> None:
    page = client.get(path_of(cast, Kind.MENTION))
    client.head(path_of(cast, Kind.MENTION))

    assert "This is about: Mentions" in text_of(page)
    assert manner_of(cast.people["stockholm"]).ways == {}


def test_the_digest_can_be_ended_too(client: Client, cast: Cast) -> None:
    page = client.post(path_of(cast, None))

    assert "You are not mailed any more about: Digests" in text_of(page)
    assert manner_of(cast.people["stockholm"]).every is Every.NEVER


def test_twice_is_once_and_others_are_left_alone(client: Client, cast: Cast) -> None:
    for _turn in range(2):
        client.post(path_of(cast, Kind.TASK))

    assert manner_of(cast.people["stockholm"]).ways == {Kind.TASK: "off"}
    assert manner_of(cast.people["orebro"]).ways == {}


@pytest.mark.parametrize("wrong", ["/unsubscribe/made-up/", "/unsubscribe/a.mention:b/"])
def test_an_altered_link_changes_nothing(client: Client, cast: Cast, wrong: str) -> None:
    assert client.get(wrong).status_code == client.post(wrong).status_code == 404


def test_every_mail_carries_the_headers(reminder: Occurrence) -> None:
    mail = mail_of(Notice.objects.select_related("person", "network").get(), clock())

    assert mail is not None
    headers = mail.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(headers["List-Unsubscribe"])
    assert link.startswith("<http")
    assert link.strip("<>") in mail.body
