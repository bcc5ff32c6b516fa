"""Who is let in, and by what."""

import pytest
from django.conf import settings as installed
from django.utils import timezone
from pytest_django import Settings

from accounts.services import issue_ticket, revoke_token
from messaging.models import Message, Room
from tests.cast import Cast
from tests.live.conftest import Listen
from tests.live.harness import Client, Server, token_of

pytestmark = pytest.mark.django_db(transaction=True)
MOST_SOCKETS = 100


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/ws/feed/", {}),
        ("/ws/feed/", {"Authorization": "Bearer nobody"}),
        ("/ws/feed/", {"Authorization": "Basic bmVqOm5lag=="}),
        ("/ws/feed/", {"Cookie": "sessionid=nobody"}),
        ("/ws/feed/?ticket=unknown", {}),
    ],
)
def test_whoever_is_nobody_is_closed_with_4401_after_the_accept(
    server: Server, path: str, headers: dict[str, str]
) -> None:
    with Client(server, path=path, headers=headers) as nobody:
        assert nobody.closing() == 4401


def _cookie(cast: Cast, name: str) -> str:
    return f"sessionid={cast.client(name).cookies[installed.SESSION_COOKIE_NAME].value}"


def test_a_cookie_opens_from_our_own_page(cast: Cast, server: Server, room: Room) -> None:
    headers = {"Cookie": _cookie(cast, "orebro"), "Origin": server.origin}

    with Client(server, headers=headers) as orebro:
        answer = orebro.ask("message.post", room=str(room.pk), body="Hej!")

    assert answer["resource"]["author"]["name"] == "Orebro"


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null", ""])
def test_a_cookie_from_anywhere_else_opens_nothing(cast: Cast, server: Server, origin: str | None) -> None:
    headers = {"Cookie": _cookie(cast, "orebro")} | ({} if origin is None else {"Origin": origin})

    with Client(server, headers=headers) as other:
        assert other.closing() == 4401


def test_a_ticket_opens_one_socket_once(cast: Cast, server: Server) -> None:
    actor = cast.people["orebro"].acting(timezone.now())
    _, ticket = issue_ticket(actor)
    path = f"/ws/feed/?ticket={ticket}"

    with Client(server, path=path) as first:
        assert first.ask("ping")["frame"] == "pong"
        with Client(server, path=path) as second:
            assert second.closing() == 4401


def test_a_token_that_may_only_read_listens_and_posts_nothing(
    listen: Listen, room: Room, stream: str
) -> None:
    orebro = listen("orebro", "read")

    assert list(orebro.subscribe([stream])["streams"]) == [stream]
    answer = orebro.ask("message.post", room=str(room.pk), body="Hej!")

    assert (answer["status"], answer["code"]) == (403, "token_read_only")
    assert not Message.objects.exists()


def test_a_revoked_token_closes_its_sockets_at_once(cast: Cast, server: Server) -> None:
    user = cast.people["orebro"]
    with Client(server, token_of(user)) as kept, Client(server, token_of(user)) as cut:
        assert (kept.ask("ping")["frame"], cut.ask("ping")["frame"]) == ("pong", "pong")

        revoke_token(user.acting(timezone.now()), token=user.api_tokens.latest("id"))

        assert cut.closing(1.5) == 4401
        assert kept.ask("ping")["frame"] == "pong"


def test_a_session_that_ends_closes_its_sockets(cast: Cast, server: Server) -> None:
    client = cast.client("orebro")
    cookie = f"sessionid={client.cookies[installed.SESSION_COOKIE_NAME].value}"
    with Client(server, headers={"Cookie": cookie, "Origin": server.origin}) as orebro:
        assert orebro.ask("ping")["frame"] == "pong"

        client.logout()

        assert orebro.closing(15) == 4401


def test_a_person_has_a_hundred_sockets_and_not_one_more(
    cast: Cast, server: Server, settings: Settings
) -> None:
    settings.RATE_LIMITS = True
    token = token_of(cast.people["orebro"])
    clients = [Client(server, token) for _ in range(MOST_SOCKETS + 1)]
    try:
        for client in clients[:MOST_SOCKETS]:
            client.open()
        assert {client.ask("ping")["frame"] for client in clients[:MOST_SOCKETS]} == {"pong"}
        clients[-1].open()
        assert clients[-1].closing() == 4529
    finally:
        for client in clients:
            client.close()
